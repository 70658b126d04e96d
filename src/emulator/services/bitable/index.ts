import type { Service } from "../service.ts";
import { bitableApp } from "./app.ts";
import { bitableField } from "./field.ts";
import { bitableRecord } from "./record.ts";
import { bitableOf } from "./state.ts";
import { bitableTable } from "./table.ts";
import { bitableView } from "./view.ts";

/** `bitable/v1`. */
export const bitable: Service = {
  routes: [...bitableApp, ...bitableTable, ...bitableField, ...bitableRecord, ...bitableView],
  slice: bitableOf,
};
