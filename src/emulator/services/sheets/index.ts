import type { Service } from "../service.ts";
import { sheetBook } from "./book.ts";
import { sheetDimension } from "./dimension.ts";
import { sheetImage } from "./image.ts";
import { sheetFind } from "./replace.ts";
import { sheetsOf } from "./state.ts";
import { sheetTabs } from "./tabs.ts";
import { sheetValues } from "./values.ts";

/** `sheets/v2` and `sheets/v3`. */
export const sheets: Service = {
  routes: [...sheetBook, ...sheetValues, ...sheetImage, ...sheetTabs, ...sheetDimension, ...sheetFind],
  slice: sheetsOf,
};
