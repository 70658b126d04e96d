// Writes schemas as TypeScript. One writer per file of output: it names what is shared or recursive, the rest stays inline.
import { resolve } from "./documents.mjs";
import { toKey, toPascal } from "./names.mjs";
import { createShapes, partsOf } from "./shapes.mjs";
import { block, declaration, isUnion } from "./text.mjs";

/** A shape that is written again gets a name when that saves at least this much text. */
const WORTH_A_NAME = 160;

/** Property names that say nothing about what they hold. */
const VAGUE = /^(items?|data|list|info|detail|details|value|values|result|results)$/;

const singular = (name) => name.replace(/(ies|s|_list)$/, (end) => (end === "ies" ? "y" : "")).replace(/_$/, "");

const inArray = (type) => (isUnion(type) ? `(${type})[]` : `${type}[]`);

const isWritten = ({ type, properties }) => type === "object" && Object.keys(properties ?? {}).length > 0;

/**
 * Makes a writer.
 *
 * @param taken - Names that the file already uses.
 */
export function createTypes(taken) {
  const { keyOf, varies } = createShapes();
  /** How often a shape stands inline, by its key. */
  const counts = new Map();
  /** The names of shapes, by key and mode. */
  const names = new Map();
  const used = new Set(taken);
  const declarations = new Map();

  const modeOf = (document, schema, mode) => (varies(document, schema) ? mode : "answer");

  function count(document, schema, seen = new Set()) {
    if (schema.$ref) {
      if (seen.has(schema.$ref)) {
        return;
      }
      seen.add(schema.$ref);
      return count(document, resolve(document, schema), seen);
    }
    if (isWritten(schema)) {
      const key = keyOf(document, schema);
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    for (const part of partsOf(schema)) {
      count(document, part, seen);
    }
  }

  /** The first free name: the plain one, with its place before it, with a number. */
  function nameOf(key, mode, wish, place) {
    const id = `${key} ${mode}`;
    if (!names.has(id)) {
      const end = mode === "request" ? "Input" : "";
      const bases = VAGUE.test(wish) ? [place + toPascal(wish)] : [toPascal(wish), place + toPascal(wish)];
      const all = [...bases, ...Array.from({ length: 99 }, (_, index) => bases.at(-1) + (index + 2))];
      const name = all.map((base) => base + end).find((one) => !used.has(one));
      used.add(name);
      names.set(id, name);
    }
    return names.get(id);
  }

  function declare(document, schema, mode, wish, place) {
    const name = nameOf(keyOf(document, schema), mode, wish, place);
    if (!declarations.has(name)) {
      declarations.set(name, "");
      const type = write(document, resolve(document, schema), mode, { wish, place, isNamed: true });
      declarations.set(name, declaration(name, type));
    }
    return name;
  }

  function writeEnum({ enum: values, type }, mode) {
    const union = values.map((value) => JSON.stringify(value)).join(" | ");
    // The platform adds values to what it answers without notice.
    return mode === "answer" ? `${union} | (${type === "integer" ? "number" : type} & {})` : union;
  }

  function writeObject(document, schema, mode, { wish, place }) {
    const { properties = {}, required = [], additionalProperties } = schema;
    const lines = Object.entries(properties).map(([key, part]) => {
      const type = write(document, part, mode, { wish: key, place });
      return `${toKey(key)}${required.includes(key) ? "" : "?"}: ${type};`;
    });
    const others = additionalProperties && write(document, additionalProperties, mode, { wish, place });
    if (!lines.length) {
      return `Record<string, ${others ?? "unknown"}>`;
    }
    if (others) {
      lines.push("[key: string]: unknown;");
    }
    return block(lines);
  }

  /** Writes a schema as a type. `mode` is `request` or `answer`; events are answers. */
  function write(document, schema, mode, { wish, place, isNamed = false }) {
    const own = modeOf(document, schema, mode);
    if (schema.$ref) {
      const target = resolve(document, schema);
      return isWritten(target) || keyOf(document, schema).includes("#")
        ? declare(document, schema, own, schema.$ref.split("/").pop(), place)
        : write(document, target, mode, { wish, place });
    }
    if (schema.enum) {
      return writeEnum(schema, mode);
    }
    if (schema.anyOf) {
      return [...new Set(schema.anyOf.map((part) => write(document, part, mode, { wish, place })))].join(" | ");
    }
    switch (schema.type) {
      case "string":
        return schema.format === "binary" ? "FileInput" : "string";
      case "integer":
      case "number":
        return "number";
      case "boolean":
      case "null":
        return schema.type;
      case "array":
        return schema.items
          ? inArray(write(document, schema.items, mode, { wish: singular(wish), place }))
          : "unknown[]";
      case "object": {
        const key = keyOf(document, schema);
        const isShared = !isNamed && isWritten(schema);
        if (isShared && names.has(`${key} ${own}`)) {
          return names.get(`${key} ${own}`);
        }
        const text = writeObject(document, schema, mode, { wish, place });
        const saved = ((counts.get(key) ?? 1) - 1) * text.length;
        return isShared && saved > WORTH_A_NAME ? declare(document, schema, own, wish, place) : text;
      }
      default:
        return "unknown";
    }
  }

  return {
    count,
    write,
    /** The named types, in the order of their names. */
    declarations: () => [...declarations].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, text]) => text),
  };
}
