import type { Call } from "../../gateway/route.ts";
import { bitableError } from "./errors.ts";
import { DUPLEX_LINK, LINK, MULTI_SELECT, SINGLE_SELECT, typeOf } from "./field-types.ts";
import { linkNames } from "./links.ts";
import type { Base, Field, FieldProperty, Option, Table } from "./state.ts";

const MAX_NAME = 1000;

export interface SentField {
  field_name: string;
  type: number;
  ui_type?: string;
  property?: Omit<FieldProperty, "options"> & { options?: Partial<Option>[] };
  description?: Record<string, unknown>;
}

function toOptions(call: Call, sent: readonly Partial<Option>[]): Option[] {
  return sent.map(({ id, name = "", color }, index) => {
    const newId = () => `opt${call.state.ids.hex("option", 8)}`;
    return { id: id === undefined || id === "" ? newId() : id, name, color: color ?? index % 55 };
  });
}

function toProperty(call: Call, base: Base, { type, property = {} }: SentField): FieldProperty {
  const { options, ...rest } = property;
  if (type === LINK || type === DUPLEX_LINK) {
    const { table_id = "", multiple = true }: FieldProperty = rest;
    const isKnown = base.tables.some(({ tableId }) => tableId === table_id);
    if (!isKnown) {
      throw bitableError(1254041, "property.table_id");
    }
    return { table_id, multiple };
  }
  if (type !== SINGLE_SELECT && type !== MULTI_SELECT) {
    return rest;
  }
  const made = toOptions(call, options ?? []);
  const isTwice = new Set(made.map(({ name }) => name)).size < made.length;
  if (isTwice || made.some(({ name }) => name === "")) {
    throw bitableError(1254001, "each option has a different name");
  }
  return { ...rest, options: made };
}

/** Makes a field beside others; the first of a table is its primary field. `self` is the one that it replaces. */
export function toField(call: Call, base: Base, others: readonly Field[], sent: SentField, self?: Field): Field {
  const name = sent.field_name.trim();
  if (name === "" || name.length > MAX_NAME) {
    throw bitableError(1254029, sent.field_name.slice(0, 50));
  }
  if (others.some((other) => other !== self && other.name === name)) {
    throw bitableError(1254014, name);
  }
  const known = typeOf(sent.type);
  if (known === undefined) {
    throw bitableError(1254012, `type ${sent.type}`);
  }
  const uiType = sent.ui_type ?? known.ui[0] ?? "";
  if (!known.ui.includes(uiType)) {
    throw bitableError(1254012, `type ${sent.type} with ui_type ${uiType}`);
  }
  const isPrimary = others.length === 0 || (self !== undefined && others[0] === self);
  if (isPrimary && !known.mayBePrimary) {
    throw bitableError(1254012, `${name} is the primary field`);
  }
  return {
    fieldId: self?.fieldId ?? `fld${call.state.ids.hex("field", 8)}`,
    name,
    type: sent.type,
    uiType,
    property: toProperty(call, base, sent),
    isHidden: false,
    ...(sent.description && { description: sent.description }),
  };
}

/** A field as the API returns it. */
export function toWire(base: Base, { fields }: Table, field: Field): Record<string, unknown> {
  const { fieldId, name, type, uiType, description, isHidden } = field;
  const property = { ...field.property, ...linkNames(base, field) };
  return {
    field_id: fieldId,
    field_name: name,
    type,
    ui_type: uiType,
    is_primary: fields[0]?.fieldId === fieldId,
    is_hidden: isHidden,
    ...(Object.keys(property).length > 0 && { property }),
    ...(description && { description }),
  };
}
