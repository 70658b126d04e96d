import type { Route } from "../../gateway/route.ts";
import { bitableApp } from "./app.ts";
import { bitableField } from "./field.ts";
import { bitableRecord } from "./record.ts";
import { bitableTable } from "./table.ts";
import { bitableView } from "./view.ts";

/** `bitable/v1`. */
export const bitable: readonly Route[] = [
  ...bitableApp,
  ...bitableTable,
  ...bitableField,
  ...bitableRecord,
  ...bitableView,
];
