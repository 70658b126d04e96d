import type { Call } from "../../gateway/route.ts";
import { lookUpUser, userIdTypeOf } from "../contact/find.ts";
import { driveOf } from "../drive/state.ts";
import { bitableError } from "./errors.ts";
import * as type from "./field-types.ts";
import type { Base, Field } from "./state.ts";

/** The platform's limits for one cell. */
const MAX_TEXT = 100_000;
const MAX_OPTIONS = 1000;
const MAX_USERS = 1000;
const MAX_FILES = 100;
const MAX_LINKS = 500;
const MAX_GROUPS = 10;
const MAX_PHONE = 64;

/** The facts against which a value is checked. */
export interface Place {
  call: Call;
  base: Base;
  field: Field;
}

const isList = (value: unknown, max: number): value is unknown[] => Array.isArray(value) && value.length <= max;

const partOf = (value: unknown, name: string): unknown =>
  typeof value === "object" && value !== null ? (value as Record<string, unknown>)[name] : undefined;

/** The texts under one name, of a list of objects; `undefined` when one has none. */
function textsOf(value: unknown, name: string, max: number): string[] | undefined {
  if (!isList(value, max)) {
    return undefined;
  }
  const texts = value.map((one) => partOf(one, name));
  return texts.every((text): text is string => typeof text === "string" && text !== "") ? texts : undefined;
}

function toText(value: unknown): string | undefined {
  if (typeof value === "string") {
    return value;
  }
  const pieces = Array.isArray(value) ? value.map((piece) => partOf(piece, "text")) : [];
  const isText = pieces.length > 0 && pieces.every((piece) => typeof piece === "string");
  return isText ? pieces.join("") : undefined;
}

/** Options by their names; new names become new options. */
function toOptions({ field, call }: Place, names: readonly string[]): string[] {
  field.property.options ??= [];
  const { options } = field.property;
  return names.map((name) => {
    const known = options.find((option) => option.name === name);
    if (known !== undefined) {
      return known.id;
    }
    const option = { id: `opt${call.state.ids.hex("option", 8)}`, name, color: options.length % 55 };
    options.push(option);
    return option.id;
  });
}

function toUsers({ call, field }: Place, value: unknown): string[] | undefined {
  const ids = textsOf(value, "id", field.property.multiple === false ? 1 : MAX_USERS);
  const users = ids?.map((id) => lookUpUser(call, id, userIdTypeOf(call)));
  const isOurs = users?.every((user) => user?.tenantKey === call.caller.tenantKey);
  return isOurs ? users?.flatMap((user) => user?.openId ?? []) : undefined;
}

function toFiles({ call, base }: Place, value: unknown): string[] | undefined {
  const tokens = textsOf(value, "file_token", MAX_FILES);
  for (const token of tokens ?? []) {
    const node = driveOf(call.state).nodes.get(token);
    if (node?.kind !== "media" || node.isDeleted || node.parent !== base.token) {
      throw bitableError(1254303, token);
    }
  }
  return tokens;
}

function toLinks({ base, field }: Place, value: unknown): string[] | undefined {
  const ids = isList(value, MAX_LINKS) && value.every((id): id is string => typeof id === "string") ? value : undefined;
  const table = base.tables.find(({ tableId }) => tableId === field.property.table_id);
  return ids?.every((id) => table?.records.has(id)) ? [...ids] : undefined;
}

function toGroups({ call }: Place, value: unknown): string[] | undefined {
  const ids = textsOf(value, "id", MAX_GROUPS);
  return ids?.every((id) => call.state.chats.get(id)?.tenantKey === call.caller.tenantKey) ? ids : undefined;
}

function toUrl(value: unknown): { text: string; link: string } | undefined {
  const link = partOf(value, "link");
  const text = partOf(value, "text") ?? link;
  return typeof link === "string" && typeof text === "string" ? { text, link } : undefined;
}

const LOCATION = /^-?\d{1,3}(\.\d+)?,-?\d{1,2}(\.\d+)?$/;

function convert(place: Place, value: unknown): unknown {
  const isText = typeof value === "string";
  switch (place.field.type) {
    case type.TEXT:
      return toText(value);
    case type.NUMBER:
      return typeof value === "number" ? value : undefined;
    case type.SINGLE_SELECT:
      return isText && value !== "" ? toOptions(place, [value]) : undefined;
    case type.MULTI_SELECT: {
      const isNames = isList(value, MAX_OPTIONS) && value.every((name): name is string => typeof name === "string");
      return isNames ? toOptions(place, value) : undefined;
    }
    case type.DATE:
      return Number.isSafeInteger(value) ? value : undefined;
    case type.CHECKBOX:
      return typeof value === "boolean" ? value : undefined;
    case type.USER:
      return toUsers(place, value);
    case type.PHONE:
      return isText && value.length <= MAX_PHONE && /^\+?\d*$/.test(value) ? value : undefined;
    case type.URL_TYPE:
      return toUrl(value);
    case type.ATTACHMENT:
      return toFiles(place, value);
    case type.LINK:
    case type.DUPLEX_LINK:
      return toLinks(place, value);
    case type.LOCATION:
      return isText && LOCATION.test(value) ? value : undefined;
    case type.GROUP:
      return toGroups(place, value);
    default:
      return undefined;
  }
}

/**
 * A value that was sent for a field, as it is kept: options, persons, records and chats by their ids, files by their
 * tokens. `undefined` empties the cell.
 *
 * @throws {PlatformError} The value does not fit: the code of the field's type.
 */
export function writeValue(place: Place, value: unknown): unknown {
  const { field } = place;
  const { code = 1254015, isComputed } = type.typeOf(field.type) ?? {};
  if (isComputed) {
    throw bitableError(1254015, `${field.name} is filled by the platform`);
  }
  if (value === null || value === undefined) {
    return undefined;
  }
  const kept = convert(place, value);
  if (kept === undefined) {
    throw bitableError(code, `fields.${field.name}`);
  }
  if (typeof kept === "string" && kept.length > MAX_TEXT) {
    throw bitableError(1254130, `fields.${field.name}`);
  }
  const isNothing = kept === "" || (Array.isArray(kept) && kept.length === 0);
  return isNothing ? undefined : kept;
}
