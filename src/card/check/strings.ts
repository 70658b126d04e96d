import type { ShapeObject } from "./shape.ts";

/** Whether a number is in a range such as `[16,600]` or `[100,inf)`. */
function inRange(value: number, from: string, to: string): boolean {
  return value >= Number(from) && value <= (to === "inf" ? Number.POSITIVE_INFINITY : Number(to));
}

const NUMBER = "(-?\\d+(?:\\.\\d+)?)";

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** Whether a text has a shape: a keyword, or ranges with their units. `"range"`: only its numbers are wrong. */
function fits(text: string, shape: string): boolean | "range" {
  const ranges = [...shape.matchAll(/\[([^,\]]+),([^\])]+)[\])]/g)];
  const pattern = shape
    .split(/\[[^\])]+[\])]/)
    .map(escaped)
    .join(NUMBER);
  const found = new RegExp(`^${pattern}$`).exec(text);
  if (!found) {
    return false;
  }
  return ranges.every(([, from = "", to = ""], at) => inRange(Number(found[at + 1]), from, to)) || "range";
}

/** Whether a text is one, two or four lengths in pixels within their limits. Zero needs no unit. */
function fitsLengths(text: string, [least, most]: readonly [number, number]): boolean | "range" {
  const parts = text.trim().split(/\s+/);
  const numbers = parts.map((part) => /^(-?\d+(?:\.\d+)?)(px)?$/.exec(part));
  if (![1, 2, 4].includes(parts.length) || numbers.some((found) => !found || (!found[2] && Number(found[1]) !== 0))) {
    return false;
  }
  return numbers.every((found) => Number(found?.[1]) >= least && Number(found?.[1]) <= most) || "range";
}

/** What is wrong with a text: the rule that it breaks, and what was expected. */
export function stringFault(text: string, shape: ShapeObject): { rule: string; expected: string } | undefined {
  const { values, shapes, lengths, disputedLengths, pattern } = shape;
  if (values && !values.includes(text) && !shapes) {
    return { rule: "value", expected: `one of ${values.join(", ")}` };
  }
  if (lengths) {
    const fit = fitsLengths(text, lengths);
    const expected = `one, two or four lengths from ${lengths[0]}px to ${lengths[1]}px`;
    const rule = disputedLengths && fitsLengths(text, disputedLengths) === true ? "disputed" : "range";
    return fit === true ? undefined : { rule: fit ? rule : "value", expected };
  }
  if (shapes) {
    const all = shapes.map((one) => fits(text, one));
    const expected = `one of ${[...(values ?? []), ...shapes].join(", ")}`;
    return all.includes(true) ? undefined : { rule: all.includes("range") ? "range" : "value", expected };
  }
  return pattern && !new RegExp(pattern).test(text) ? { rule: "element-id", expected: pattern } : undefined;
}
