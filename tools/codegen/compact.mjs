// Writes the schemas of a domain as short as JSON allows. src/emulator/gateway/operations/shape.ts reads them.
import { createHash } from "node:crypto";
import { resolve } from "./documents.mjs";

/** The letter of a type; an array or an object with parts is written as one. */
const LETTERS = { string: "s", integer: "i", number: "n", boolean: "b", object: "o", null: "z" };

/** What limits a value. Descriptions and defaults are not needed to answer a request. */
const LIMITS = ["enum", "minLength", "maxLength", "minimum", "maximum"];
const ARRAY_LIMITS = ["minItems", "maxItems"];

/** A shape that is written shorter than this stands where it is used, however often. */
const MIN_SHARED_LENGTH = 12;

const digest = (value) => createHash("sha256").update(JSON.stringify(value)).digest("base64url").slice(0, 16);

const pick = (schema, words) =>
  Object.fromEntries(words.filter((word) => word in schema).map((word) => [word, schema[word]]));

const isEmpty = (object) => Object.keys(object).length === 0;

/**
 * Writes one schema; `part` writes those inside it. The forms are described in src/emulator/gateway/operations/shape.ts, which
 * reads them.
 */
function encode(schema, part) {
  if (schema.anyOf) {
    return { "": "anyOf", anyOf: schema.anyOf.map(part) };
  }
  if (schema.format === "binary") {
    return "f";
  }
  if (schema.type === undefined) {
    return "";
  }
  if (schema.type === "array") {
    const limits = pick(schema, ARRAY_LIMITS);
    return [part(schema.items ?? {}), ...(isEmpty(limits) ? [] : [limits])];
  }
  if (schema.type === "object" && (schema.properties || schema.additionalProperties)) {
    const { properties = {}, required = [], additionalProperties } = schema;
    const entries = Object.entries(properties).map(([name, property]) => {
      if (name === "" || name === "*" || name.endsWith("!")) {
        throw new Error(`a property is called "${name}", which means something else in a shape`);
      }
      return [required.includes(name) ? `${name}!` : name, part(property)];
    });
    return Object.fromEntries([...entries, ...(additionalProperties ? [["*", part(additionalProperties)]] : [])]);
  }
  const limits = pick(schema, LIMITS);
  const letter = LETTERS[schema.type];
  return isEmpty(limits) ? letter : { "": letter, ...limits };
}

/** The schemas of a domain, each written once: `count` all of them first, then `write` them, then `settle`. */
export function createCompact() {
  const keys = new Map();
  const inlineKeys = new WeakMap();
  const uses = new Map();
  const places = new Map();
  const shapes = [];

  /** A text that is the same for equal schemas. One that holds itself is known by its name. */
  function keyOf(document, schema, above = []) {
    if (!schema.$ref) {
      if (!inlineKeys.has(schema)) {
        inlineKeys.set(schema, digest(encode(schema, (part) => keyOf(document, part, above))));
      }
      return inlineKeys.get(schema);
    }
    const name = `${document.name}${schema.$ref}`;
    if (above.includes(name)) {
      return name;
    }
    if (!keys.has(name)) {
      keys.set(name, keyOf(document, resolve(document, schema), [...above, name]));
    }
    return keys.get(name);
  }

  function count(document, schema) {
    const key = keyOf(document, schema);
    uses.set(key, (uses.get(key) ?? 0) + 1);
    if (uses.get(key) === 1) {
      encode(resolve(document, schema), (part) => count(document, part));
    }
  }

  /** A shape, or the number of one that is shared. */
  function write(document, schema) {
    const key = keyOf(document, schema);
    if (places.has(key)) {
      return places.get(key);
    }
    const isShared = uses.get(key) > 1;
    if (isShared) {
      // Taken before its parts are written: one of them may be the same schema.
      places.set(key, shapes.push(undefined) - 1);
    }
    const shape = encode(resolve(document, schema), (part) => write(document, part));
    if (!isShared) {
      return shape;
    }
    const place = places.get(key);
    shapes[place] = shape;
    return place;
  }

  /** Puts short shapes back where they are used, and numbers the others without gaps. */
  function settle(written) {
    const isShort = shapes.map(
      (shape) => JSON.stringify(shape).length < MIN_SHARED_LENGTH && !/\d/.test(JSON.stringify(shape)),
    );
    const numbers = [...shapes.keys()].filter((index) => !isShort[index]);
    const put = (shape) => {
      if (typeof shape === "number") {
        return isShort[shape] ? shapes[shape] : numbers.indexOf(shape);
      }
      if (Array.isArray(shape)) {
        return shape.length > 1 ? [put(shape[0]), shape[1]] : [put(shape[0])];
      }
      if (typeof shape !== "object") {
        return shape;
      }
      if ("" in shape) {
        return shape.anyOf ? { ...shape, anyOf: shape.anyOf.map(put) } : shape;
      }
      return Object.fromEntries(Object.entries(shape).map(([name, part]) => [name, put(part)]));
    };
    return { shapes: numbers.map((index) => put(shapes[index])), written: written.map(put) };
  }

  return { count, write, settle };
}
