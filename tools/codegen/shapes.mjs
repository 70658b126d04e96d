// Finds equal schemas, under any name and at any place, so that each is written once.
import { createHash } from "node:crypto";
import { resolve } from "./documents.mjs";

/** What of a schema shows in a type. Limits and defaults do not. */
const SHOWN = ["type", "format", "enum", "properties", "required", "items", "additionalProperties", "anyOf"];

const short = (text) => createHash("sha256").update(text).digest("base64url").slice(0, 16);

/** The schemas directly inside one. */
export const partsOf = ({ properties = {}, items, additionalProperties, anyOf = [] }) =>
  [...Object.values(properties), items, additionalProperties, ...anyOf].filter(Boolean);

const refsIn = (schema) => (schema.$ref ? [schema.$ref] : partsOf(schema).flatMap(refsIn));

/** Whether there is a closed enum or a file in a schema, seen without its references. */
const variesItself = (schema) =>
  !schema.$ref && (Boolean(schema.enum) || schema.format === "binary" || partsOf(schema).some(variesItself));

/** Compares shapes: `keyOf` is equal for schemas that are the same type, `varies` is about one. */
export function createShapes() {
  const closures = new Map();
  const keys = new Map();

  /** All references that one leads to, itself only if it leads back. */
  function reached(document, { $ref }) {
    const start = `${document.name}${$ref}`;
    if (!closures.has(start)) {
      const seen = new Set(refsIn(resolve(document, { $ref })));
      // A set that grows while it is read is read to its end.
      for (const ref of seen) {
        for (const next of refsIn(resolve(document, { $ref: ref }))) {
          seen.add(next);
        }
      }
      closures.set(start, seen);
    }
    return closures.get(start);
  }

  const isRecursive = (document, schema) => reached(document, schema).has(schema.$ref);

  /** A text that is the same for the same type. */
  function keyOf(document, schema) {
    if (schema.$ref) {
      const name = `${document.name}${schema.$ref}`;
      if (isRecursive(document, schema)) {
        // It cannot be written out: it is itself, and only itself.
        return name;
      }
      if (!keys.has(name)) {
        keys.set(name, keyOf(document, resolve(document, schema)));
      }
      return keys.get(name);
    }
    const shown = SHOWN.map((word) => {
      const value = schema[word];
      switch (word) {
        case "properties":
          return Object.entries(value ?? {}).map(([name, part]) => [name, keyOf(document, part)]);
        case "items":
        case "additionalProperties":
          return value && keyOf(document, value);
        case "anyOf":
          return value?.map((part) => keyOf(document, part));
        case "required":
          return [...(value ?? [])].sort();
        default:
          return value;
      }
    });
    return short(JSON.stringify(shown));
  }

  /** Whether a type is another in a request than in an answer: closed enums, and files. */
  const varies = (document, schema) =>
    schema.$ref
      ? [schema.$ref, ...reached(document, schema)].some((ref) => variesItself(resolve(document, { $ref: ref })))
      : variesItself(schema) || refsIn(schema).some((ref) => varies(document, { $ref: ref }));

  return { keyOf, varies };
}
