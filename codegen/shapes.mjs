// Tells which schemas are the same, whatever they are called and wherever they stand, so that each is written once.
import { createHash } from "node:crypto";
import { resolve } from "./documents.mjs";

/** What of a schema shows in a type. Limits and defaults do not. */
const SHOWN = ["type", "format", "enum", "properties", "required", "items", "additionalProperties", "anyOf"];

const short = (text) => createHash("sha256").update(text).digest("base64url").slice(0, 16);

/** The schemas directly inside one. */
export const partsOf = ({ properties = {}, items, additionalProperties, anyOf = [] }) =>
  [...Object.values(properties), items, additionalProperties, ...anyOf].filter(Boolean);

const refsIn = (schema) => (schema.$ref ? [schema.$ref] : partsOf(schema).flatMap(refsIn));

/** Tells shapes apart: `keyOf` is equal for schemas that are the same type, `isRecursive` and `varies` are about one. */
export function createShapes() {
  const recursive = new Map();
  const keys = new Map();
  const varying = new Map();

  function isRecursive(document, schema) {
    const start = `${document.name}${schema.$ref}`;
    if (!recursive.has(start)) {
      const seen = new Set();
      const queue = refsIn(resolve(document, schema));
      for (const ref of queue) {
        if (!seen.has(ref)) {
          seen.add(ref);
          queue.push(...refsIn(resolve(document, { $ref: ref })));
        }
      }
      recursive.set(start, seen.has(schema.$ref));
    }
    return recursive.get(start);
  }

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
  function varies(document, schema) {
    if (!schema.$ref) {
      return (
        Boolean(schema.enum) || schema.format === "binary" || partsOf(schema).some((part) => varies(document, part))
      );
    }
    const name = `${document.name}${schema.$ref}`;
    if (!varying.has(name)) {
      // What leads back here is decided by the rest.
      varying.set(name, false);
      const seen = new Set([schema.$ref]);
      const queue = [schema.$ref];
      const variesItself = (part) =>
        !part.$ref && (Boolean(part.enum) || part.format === "binary" || partsOf(part).some(variesItself));
      for (const ref of queue) {
        const target = resolve(document, { $ref: ref });
        if (variesItself(target)) {
          varying.set(name, true);
        }
        for (const next of refsIn(target).filter((one) => !seen.has(one))) {
          seen.add(next);
          queue.push(next);
        }
      }
    }
    return varying.get(name);
  }

  return { keyOf, varies };
}
