import { createIds, type SeededIds } from "../../platform/ids.ts";
import { asText } from "../../platform/json.ts";
import type { Answer } from "../route.ts";
import { enter, lookUp, repeat, repeatItems, type Scope, scopeOf, suits } from "./echo.ts";
import type { Input } from "./input.ts";
import { MADE_UP_HEADER } from "./made-up-header.ts";
import type { Operation } from "./operation.ts";
import { resolve, type Schema } from "./shape.ts";
import { makeBoolean, makeInteger, makeText, type Place } from "./values.ts";

/** Below this many objects only what is required is made: some schemas hold themselves, some are very deep. */
const MAX_DEPTH = 6;

/** Most items that are made for a list because the request sent as many. */
const MAX_ITEMS = 500;

/** Where a value stands, and what of the request may be repeated there. */
export interface Context extends Place {
  scope: Scope;
  depth: number;
}

const singular = (name: string): string => name.replace(/ies$/, "y").replace(/(_id|key|token|[^s])s$/, "$1");

/** `chatMembers` as fields spell it. */
const toSnake = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** Makes values for the places of a schema. */
export function createMaker(root: Schema, ids: SeededIds): (schema: Schema, context: Context) => unknown {
  function makeObject(schema: Schema, context: Context): Record<string, unknown> {
    const { properties = {}, required = [], additionalProperties } = schema;
    const depth = context.depth + 1;
    const names = Object.keys(properties).filter((name) => depth <= MAX_DEPTH || required.includes(name));
    const out: Record<string, unknown> = {};
    for (const name of names) {
      out[name] = make(properties[name] ?? {}, { ...context, name, depth, siblings: names });
    }
    if (additionalProperties !== undefined) {
      Object.assign(out, makeOthers(additionalProperties, context));
    }
    // A count beside the one list that it counts.
    const lists = names.filter((name) => Array.isArray(out[name]));
    const counts = names.filter((name) => /^(total|count|total_count)$/.test(name) && typeof out[name] === "number");
    const [list] = lists;
    if (lists.length === 1 && list !== undefined) {
      for (const name of counts) {
        out[name] = (out[list] as unknown[]).length;
      }
    }
    return out;
  }

  /** Fields of any name: those that were sent, or none. */
  function makeOthers(schema: Schema, context: Context): Record<string, unknown> {
    const sent = lookUp(context.scope, context.name);
    const fields = typeof sent === "object" && sent !== null && !Array.isArray(sent) ? sent : {};
    const depth = context.depth + 1;
    const entries = Object.entries(fields).map(([name, value]) => {
      const free = Object.keys(schema).length === 0;
      return [name, free ? value : make(schema, { ...context, name, depth, scope: [{ [name]: value }] })];
    });
    return Object.fromEntries(entries);
  }

  function makeList(schema: Schema, context: Context): unknown[] {
    const items = resolve(root, schema.items ?? {});
    const name = singular(context.name);
    const repeated = repeatItems(context.scope, context.name, items);
    if (repeated !== undefined) {
      return repeated;
    }
    if (context.depth > MAX_DEPTH) {
      return [];
    }
    const sent = lookUp(context.scope, context.name);
    const isList = Array.isArray(sent) && items.type === "object";
    const given: readonly unknown[] = isList
      ? sent.slice(0, MAX_ITEMS)
      : Array(lengthAt(context.depth)).fill(undefined);
    return given.map((item) => {
      const scope =
        typeof item === "object" && item !== null ? [item as Record<string, unknown>, ...context.scope] : context.scope;
      return make(items, { ...context, name, scope });
    });
  }

  /** One or two at the top, one below: the lists of lists stay small. */
  const lengthAt = (depth: number): number => (depth > 1 ? 1 : 1 + ((ids.bytes("made-up", 1)[0] ?? 0) % 2));

  function make(given: Schema, context: Context): unknown {
    const schema = resolve(root, given);
    const repeated = repeat(context.scope, context.name, schema, context.depth);
    if (repeated !== undefined) {
      return repeated;
    }
    if (schema.enum !== undefined) {
      return schema.enum[0];
    }
    if (schema.anyOf !== undefined) {
      const options = schema.anyOf.map((one) => resolve(root, one));
      return make(options.find((one) => suits(lookUp(context.scope, context.name), one)) ?? options[0] ?? {}, context);
    }
    switch (schema.type) {
      case "string":
        return makeText(context, ids);
      case "integer":
      case "number":
        return makeInteger(context, ids);
      case "boolean":
        return makeBoolean(context);
      case "array":
        return makeList(schema, context);
      case "object": {
        const isNamed = context.depth > 0 && context.name !== "items";
        const owner = isNamed && !/^(item|data)$/.test(context.name) ? context.name : context.owner;
        return makeObject(schema, { ...context, owner, scope: enter(context.scope, context.name) });
      }
      default:
        return lookUp(context.scope, context.name) ?? "";
    }
  }
  return make;
}

/** `{ code: 0, msg: "success" }` of bodies without the envelope, where they have these fields. */
const FLAT: Readonly<Record<string, unknown>> = { code: 0, msg: "success", StatusCode: 0, StatusMessage: "success" };

/**
 * Makes an answer up that the document allows: the same one for the same seed and request.
 *
 * Values suit their names, and what the request sent under a name comes back under it. Lists have one or two items and
 * no further page.
 */
export function makeUp(operation: Operation, input: Input, seed: string | number): Answer {
  const { name, answer, isFile, hasEnvelope } = operation;
  const headers = { [MADE_UP_HEADER]: "true" };
  const files = [...input.files].map(([field, { bytes, fileName }]) => [field, fileName, bytes.length]);
  const { path, query, body } = input;
  const ids = createIds(JSON.stringify([seed, name, path, query, body, files]));
  if (isFile) {
    const bytes = new TextEncoder().encode(`Made up by the emulator for ${name}: ${ids.hex("made-up", 16)}\n`);
    const file = {
      "content-type": "application/octet-stream",
      "content-disposition": 'attachment; filename="made-up.txt"',
    };
    return { bytes, headers: { ...headers, ...file } };
  }
  const context: Context = {
    name: "data",
    owner: toSnake(name.split(".")[2] ?? ""),
    siblings: [],
    userIdType: asText(query.user_id_type ?? "open_id"),
    departmentIdType: asText(query.department_id_type ?? "open_department_id"),
    scope: scopeOf(input),
    depth: 0,
  };
  const data = answer === undefined ? {} : createMaker(answer, ids)(answer, context);
  if (hasEnvelope) {
    return { json: { code: 0, msg: "success", data }, headers };
  }
  const flat = Object.entries(data as object).map(([key, value]) => [key, FLAT[key] ?? value]);
  return { json: Object.fromEntries(flat), headers };
}
