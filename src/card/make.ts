import type { Off } from "./node.ts";

type Json = Record<string, unknown>;

/** Turns the strings at a path into text objects. Lists on the way are gone through, `*` stands for every name. */
function withText(value: unknown, path: readonly string[]): unknown {
  const [key, ...rest] = path;
  if (Array.isArray(value)) {
    return value.map((one) => withText(one, path));
  }
  if (key === undefined) {
    return typeof value === "string" ? { tag: "plain_text", content: value } : value;
  }
  const names = key === "*" ? Object.keys(Object(value)) : [key];
  return names.reduce(
    (object, name) =>
      (object as Json)?.[name] == null
        ? object
        : { ...(object as Json), [name]: withText((object as Json)[name], rest) },
    value,
  );
}

/** Makes an object of the wire. `texts` are the places where the wire wants a text object: `text confirm.title`. */
export const make = <T>(main: object, props?: object, texts = ""): T =>
  texts.split(" ").reduce<unknown>((made, path) => withText(made, path.split(".")), { ...main, ...props }) as T;

/** Leaves out what is no component. */
export const present = <T>(list: readonly (T | Off)[]): T[] => list.filter(Boolean) as T[];
