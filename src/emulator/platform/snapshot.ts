/** Something that cannot be written down, or is not what was written. */
export class SnapshotError extends Error {
  override readonly name: string = "SnapshotError";
}

/** A value in a record: itself, or a list that says what it stands for. */
type Encoded = string | number | boolean | null | readonly ["#", number] | readonly ["n", string] | readonly ["u"];

/** An object, once; others refer to it by its place, so that two references to one stay two references to one. */
type Entry =
  | { o: [string, Encoded][] }
  | { a: Encoded[] }
  | { m: [Encoded, Encoded][] }
  | { s: Encoded[] }
  | { b: string };

/** A graph of plain objects, lists, maps, sets and bytes as JSON. */
export type Graph = readonly Entry[];

function toBase64(bytes: Uint8Array): string {
  let binary = "";
  for (let start = 0; start < bytes.length; start += 0x8000) {
    binary += String.fromCharCode(...bytes.subarray(start, start + 0x8000));
  }
  return btoa(binary);
}

const isPlain = (value: object): boolean => [Object.prototype, null].includes(Object.getPrototypeOf(value));

/**
 * Writes a graph down. Functions are left out.
 *
 * @throws {SnapshotError} It holds something else than plain data; the message says where.
 */
export function freeze(root: object): Graph {
  const table: Entry[] = [];
  const places = new Map<object, number>();

  function encode(value: unknown, path: string): Encoded {
    if (typeof value === "number") {
      return Number.isFinite(value) ? value : ["n", String(value)];
    }
    if (value === null || typeof value === "string" || typeof value === "boolean") {
      return value;
    }
    if (value === undefined) {
      return ["u"];
    }
    if (typeof value !== "object") {
      throw new SnapshotError(`${path} is a ${typeof value} and cannot be saved`);
    }
    let place = places.get(value);
    if (place === undefined) {
      place = table.length;
      places.set(value, place);
      // The place is taken before the inside is looked at: it may lead back here.
      table.push({ a: [] });
      table[place] = entryOf(value, path);
    }
    return ["#", place];
  }

  function entryOf(value: object, path: string): Entry {
    if (Array.isArray(value)) {
      return { a: value.map((item, index) => encode(item, `${path}[${index}]`)) };
    }
    if (value instanceof Map) {
      return { m: [...value].map(([key, item]) => [encode(key, path), encode(item, `${path}.${String(key)}`)]) };
    }
    if (value instanceof Set) {
      return { s: [...value].map((item) => encode(item, path)) };
    }
    if (value instanceof Uint8Array) {
      return { b: toBase64(value) };
    }
    if (!isPlain(value)) {
      throw new SnapshotError(`${path} is a ${value.constructor.name} and cannot be saved`);
    }
    const own = Object.entries(value).filter(([, item]) => typeof item !== "function");
    return { o: own.map(([key, item]) => [key, encode(item, `${path}.${key}`)]) };
  }

  encode(root, "state");
  return table;
}

function emptyOf(entry: Entry): object {
  if ("o" in entry) {
    return {};
  }
  if ("a" in entry) {
    return [];
  }
  if ("m" in entry) {
    return new Map();
  }
  if ("s" in entry) {
    return new Set();
  }
  return Uint8Array.from(atob(entry.b), (character) => character.charCodeAt(0));
}

/**
 * Reads what `freeze` wrote.
 *
 * @throws {SnapshotError} It is not that.
 */
export function thaw(graph: Graph): object {
  try {
    const objects = graph.map(emptyOf);
    const decode = (value: Encoded): unknown => {
      if (!Array.isArray(value)) {
        return value;
      }
      const [kind, what] = value;
      if (kind === "#") {
        return required(objects[Number(what)]);
      }
      return kind === "n" ? Number(what) : undefined;
    };
    graph.forEach((entry, place) => {
      const object = objects[place];
      if ("o" in entry) {
        // `__proto__` is a name like any other here.
        for (const [key, value] of entry.o) {
          const field = { value: decode(value), writable: true, enumerable: true, configurable: true };
          Object.defineProperty(object, key, field);
        }
      } else if ("a" in entry) {
        (object as unknown[]).push(...entry.a.map(decode));
      } else if ("m" in entry) {
        for (const [key, value] of entry.m) {
          (object as Map<unknown, unknown>).set(decode(key), decode(value));
        }
      } else if ("s" in entry) {
        for (const value of entry.s) {
          (object as Set<unknown>).add(decode(value));
        }
      }
    });
    return required(objects[0]);
  } catch (error) {
    if (error instanceof SnapshotError) {
      throw error;
    }
    throw new SnapshotError("the record is not a graph");
  }
}

function required(object: object | undefined): object {
  if (object === undefined) {
    throw new SnapshotError("the record refers to what it does not hold");
  }
  return object;
}
