import type { Route } from "../../gateway/route.ts";
import { sheetBook } from "./book.ts";
import { sheetDimension } from "./dimension.ts";
import { sheetFind } from "./find.ts";
import { sheetImage } from "./image.ts";
import { sheetTabs } from "./tabs.ts";
import { sheetValues } from "./values.ts";

/** `sheets/v2` and `sheets/v3`. */
export const sheets: readonly Route[] = [
  ...sheetBook,
  ...sheetValues,
  ...sheetImage,
  ...sheetTabs,
  ...sheetDimension,
  ...sheetFind,
];
