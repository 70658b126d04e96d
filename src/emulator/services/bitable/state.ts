import { flag, json, jsonObject, listOf, mapOf, number, objectOf, optional, text } from "../../platform/shape.ts";
import { defineSlice, type Slice } from "../../platform/slice.ts";

/** A column. The first of a table is its primary field. */
export interface Field {
  fieldId: string;
  name: string;
  type: number;
  uiType: string;
  /** As it was sent; options have ids. */
  property: FieldProperty;
  description?: Record<string, unknown>;
  isHidden: boolean;
}

export interface FieldProperty {
  options?: Option[];
  /** Whether several persons or links may be in a cell. */
  multiple?: boolean;
  /** Where a link leads. */
  table_id?: string;
  [field: string]: unknown;
}

export interface Option {
  id: string;
  name: string;
  color: number;
}

export interface Row {
  recordId: string;
  /** Counts the records of a table, from 1. */
  number: number;
  /** By field id, in the form of `values.ts`. */
  values: Map<string, unknown>;
  createdAt: number;
  /** Open id. */
  createdBy: string;
  changedAt: number;
  /** Open id. */
  changedBy: string;
}

export interface View {
  viewId: string;
  name: string;
  type: string;
  /** As it is answered; a filter's conditions have ids. */
  property?: Record<string, unknown>;
}

export interface Table {
  tableId: string;
  name: string;
  revision: number;
  fields: Field[];
  views: View[];
  /** By record id, in the order they were made. */
  records: Map<string, Row>;
  /** Number of the next record. */
  nextNumber: number;
}

/** What is in a Bitable app; its name, owner and place are those of its drive entry. */
export interface Base {
  token: string;
  revision: number;
  timeZone: string;
  isAdvanced: boolean;
  tables: Table[];
}

export interface BitableState {
  /** By token. */
  readonly bases: Map<string, Base>;
}

export const bitableOf: Slice<BitableState> = defineSlice("bitable", () => ({ bases: new Map() }), {
  bases: mapOf(
    objectOf<Base>({
      token: text,
      revision: number,
      timeZone: text,
      isAdvanced: flag,
      tables: listOf(
        objectOf<Table>({
          tableId: text,
          name: text,
          revision: number,
          fields: listOf(
            objectOf<Field>({
              fieldId: text,
              name: text,
              type: number,
              uiType: text,
              property: (value, path) =>
                jsonObject(value, path) ??
                optional(listOf(objectOf<Option>({ id: text, name: text, color: number })))(
                  Reflect.get(Object(value), "options"),
                  `${path}.options`,
                ),
              description: optional(jsonObject),
              isHidden: flag,
            }),
          ),
          views: listOf(objectOf<View>({ viewId: text, name: text, type: text, property: optional(jsonObject) })),
          records: mapOf(
            objectOf<Row>({
              recordId: text,
              number,
              values: mapOf(json),
              createdAt: number,
              createdBy: text,
              changedAt: number,
              changedBy: text,
            }),
          ),
          nextNumber: number,
        }),
      ),
    }),
  ),
});
