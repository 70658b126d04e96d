import { isObject, type Json } from "../json.ts";
import { type Path, type Report, shown } from "./report.ts";
import type { ComponentShape, ShapeObject } from "./shape.ts";
import { resolve } from "./value.ts";
import type { Visit } from "./walk.ts";

/** Reports every value that was there before. */
function checkTwice(
  found: readonly { value: unknown; path: Path }[],
  rule: string,
  what: string,
  report: Report,
): void {
  const seen = new Map<unknown, Path>();
  for (const { value, path } of found) {
    if (typeof value !== "string" || value === "") {
      continue;
    }
    if (seen.has(value)) {
      report(rule, path, `${what} ${shown(value)} is there twice`);
    }
    seen.set(value, path);
  }
}

/** Every `element_id` of an object and what is in it, that of texts and tags included. */
function* idsIn(value: unknown, path: Path): Generator<{ value: unknown; path: Path }> {
  if (isObject(value) && "element_id" in value) {
    yield { value: value.element_id, path: [...path, "element_id"] };
  }
  const skipped = ["behaviors", "chart_spec", "rows"];
  for (const [key, part] of Array.isArray(value) ? value.entries() : Object.entries(isObject(value) ? value : {})) {
    if (!skipped.includes(String(key))) {
      yield* idsIn(part, [...path, key]);
    }
  }
}

/** Whether no two options may have the same value. */
function isUnique({ props }: ComponentShape): boolean {
  const { items } = props?.options ? resolve(props.options) : ({} as ShapeObject);
  const value = items && resolve(items).props?.value;
  return value !== undefined && resolve(value).unique === true;
}

/** Ids, names and values that are there once. */
export function checkUnique(card: Json, visits: readonly Visit[], report: Report): void {
  checkTwice([...idsIn(card, [])], "element-id-unique", "The element_id", report);
  const values = (key: string) => visits.map(({ node, path }) => ({ value: node[key], path: [...path, key] }));
  checkTwice(values("name"), "name-unique", "The name", report);
  checkTwice(values("audio_id"), "audio-id-unique", "The audio_id", report);
  for (const { node, path, shape } of visits) {
    const options = isUnique(shape) && Array.isArray(node.options) ? node.options : [];
    const found = options.map((option, at) => ({
      value: isObject(option) ? option.value : undefined,
      path: [...path, "options", at, "value"],
    }));
    checkTwice(found, "option-unique", "The option", report);
  }
}
