import { KNOWN, SHAPES } from "../generated/rules.ts";
import { isObject, type Json, textOf } from "../json.ts";
import { type Path, type Report, shown } from "./report.ts";
import type { Shape, ShapeObject } from "./shape.ts";
import { stringFault } from "./strings.ts";

/** What a check of values needs to know of the card. */
export interface Scope {
  readonly report: Report;
  /** Names beside those that are always known, by their list. The names of a list that is missing are not checked. */
  readonly declared: Readonly<Record<string, readonly string[] | undefined>>;
  /** Checks a list of components. */
  readonly elements: (list: readonly unknown[], group: string, path: Path) => void;
}

/** A shape with its references followed. */
export function resolve(shape: Shape): ShapeObject {
  if (typeof shape === "string") {
    return resolve(SHAPES[shape] as Shape);
  }
  const { ref, ...rest } = shape;
  if (!ref) {
    return shape;
  }
  const { any, ...base } = resolve(ref);
  // Values beside a reference are further ones: `laser` beside the colours of a background.
  return any && rest.shapes
    ? { ...base, ...rest, shapes: undefined, any: [...any, { shapes: rest.shapes }] }
    : { any, ...base, ...rest };
}

/** The rules about names that clients know, by the list of names. */
const KNOWN_RULES: Readonly<Record<string, string>> = { Color: "color", TextSize: "text-size", IconToken: "icon" };

const typeName = (value: unknown): string => (Array.isArray(value) ? "array" : value === null ? "null" : typeof value);

function hasType(value: unknown, type: string): boolean {
  if (type === "integer") {
    return Number.isInteger(value);
  }
  return type === "number" ? typeof value === "number" && Number.isFinite(value) : typeName(value) === type;
}

const ARTICLE = (type: string) => (/^[aeiou]/.test(type) ? `an ${type}` : `a ${type}`);

/** Checks a value by its shape. */
export function checkValue(value: unknown, shape: Shape, path: Path, scope: Scope): void {
  const own = resolve(shape);
  const { report } = scope;
  if (own.any) {
    checkAny(value, own.any, path, scope);
    return;
  }
  if (own.is !== undefined && value !== own.is) {
    report(path.at(-1) === "tag" ? "tag" : "value", path, `Expected ${shown(own.is)}, got ${shown(value)}`);
    return;
  }
  if (own.type && !hasType(value, own.type)) {
    report("type", path, `Expected ${ARTICLE(own.type)}, got ${shown(value)}`);
    return;
  }
  if (typeof value === "string") {
    checkString(value, own, path, scope);
  } else if (typeof value === "number") {
    checkNumber(value, own, path, report);
  } else if (own.values && !own.values.includes(value as boolean)) {
    report("value", path, `Expected ${own.values.join(" or ")}, got ${shown(value)}`);
  } else if (Array.isArray(value)) {
    checkList(value, own, path, scope);
  } else if (isObject(value)) {
    checkObject(value, own, path, scope);
  }
  if (own.characters && isObject(value) && typeof value.content === "string") {
    checkLength(value.content, own.characters, [...path, "content"], report);
  }
}

/** The `type` by which a shape among several is meant. */
function typeOf(shape: Shape): string | undefined {
  const { type } = resolve(shape).props ?? {};
  return type && resolve(type).is;
}

/** Of several shapes, the one that says by its `type` that it is meant, or that fits best. */
function checkAny(value: unknown, any: readonly Shape[], path: Path, scope: Scope): void {
  const types = any.map(typeOf);
  if (isObject(value) && types.every((type) => type !== undefined)) {
    const meant = any[types.indexOf(textOf(value.type))];
    if (meant === undefined) {
      scope.report("value", [...path, "type"], `Expected one of ${types.join(", ")}, got ${shown(value.type)}`);
    } else {
      checkValue(value, meant, path, scope);
    }
    return;
  }
  const all = any.map((shape) => {
    const faults: Parameters<Report>[] = [];
    checkValue(value, shape, path, { ...scope, report: (...fault) => faults.push(fault) });
    return faults;
  });
  const [best = []] = all.sort((a, b) => a.length - b.length);
  for (const fault of best) {
    scope.report(...fault);
  }
}

function checkLength(text: string, most: number, path: Path, report: Report): void {
  const length = [...text].length;
  if (length > most) {
    report("characters", path, `The text has ${length} characters, ${most} are allowed`, most);
  }
}

/** Half of a pair: no character, and no JSON that every reader takes. */
const SURROGATE = /\p{Surrogate}/u;

const LINK = /^(https?|lark):\/\//i;

function checkString(text: string, shape: ShapeObject, path: Path, scope: Scope): void {
  const { report } = scope;
  if (SURROGATE.test(text)) {
    report("surrogate", path, "The text has half of a surrogate pair");
  }
  const fault = stringFault(text, shape);
  if (fault) {
    report(fault.rule, path, `Expected ${fault.expected}, got ${shown(text)}`);
  }
  if (shape.characters) {
    checkLength(text, shape.characters, path, report);
  }
  if (shape.link && text && !LINK.test(text)) {
    report("link", path, `Expected a link of http or https, got ${shown(text)}`);
  }
  if (path.at(-1) === "img_key" && LINK.test(text)) {
    report("image-key", path, `Expected the key of an upload, got ${shown(text)}`);
  }
  const { known = "" } = shape;
  const rule = KNOWN_RULES[known];
  const declared = scope.declared[known];
  if (rule && text && declared && !KNOWN[known]?.split(" ").includes(text) && !declared.includes(text)) {
    report(rule, path, `${shown(text)} is not known`);
  }
}

function checkNumber(value: number, { values, min, max }: ShapeObject, path: Path, report: Report): void {
  if (values && !values.includes(value)) {
    report("value", path, `Expected one of ${values.join(", ")}, got ${value}`);
  } else if (value < (min ?? value) || value > (max ?? value)) {
    const range = min === undefined ? `at most ${max}` : max === undefined ? `at least ${min}` : `${min} to ${max}`;
    report("range", path, `Expected ${range}, got ${value}`, value < (min ?? value) ? min : max);
  }
}

function checkList(list: readonly unknown[], shape: ShapeObject, path: Path, scope: Scope): void {
  const { minItems = 0, maxItems = Number.POSITIVE_INFINITY, shown: visible, items, of } = shape;
  if (list.length < minItems || list.length > maxItems) {
    const limit = list.length < minItems ? minItems : maxItems;
    const word = list.length < minItems ? "at least" : "at most";
    scope.report("items", path, `Expected ${word} ${limit}, got ${list.length}`, limit);
  }
  if (visible && list.length > visible) {
    const rule = path.at(-1) === "columns" ? "columns" : "text-tags";
    scope.report(rule, path, `${list.length} entries, of which clients show ${visible}`, visible);
  }
  if (of) {
    scope.elements(list, of, path);
  } else if (items) {
    for (const [at, item] of list.entries()) {
      checkValue(item, items, [...path, at], scope);
    }
  }
}

function checkObject(object: Json, shape: ShapeObject, path: Path, scope: Scope): void {
  const { props, required = [], keys, rest } = shape;
  for (const name of props ? required : []) {
    if (object[name] === undefined || object[name] === null) {
      scope.report("required", [...path, name], `${name} is missing`);
    }
  }
  for (const [name, value] of Object.entries(object)) {
    const part = props && Object.hasOwn(props, name) ? props[name] : rest;
    if (keys && !resolve(keys).values?.includes(name)) {
      scope.report("property", [...path, name], `${name} is no language of cards`);
    } else if (part === undefined) {
      if (props) {
        scope.report("property", [...path, name], `${name} is no property here${suggestion(name, Object.keys(props))}`);
      }
    } else if (value !== undefined && value !== null) {
      checkPart(value, part, required.includes(name), [...path, name], scope);
    }
  }
}

const isEmpty = (value: unknown) => isObject(value) && Object.keys(value).length === 0;

function checkPart(value: unknown, part: Shape, isRequired: boolean, path: Path, scope: Scope): void {
  if (isEmpty(value) && (isRequired ? path.at(-1) === "chart_spec" : resolve(part).required)) {
    scope.report("empty-value", path, `${path.at(-1)} is an empty object`);
    return;
  }
  if (typeof value === "string" && path.at(-1) === "value" && path.at(-3) === "behaviors") {
    scope.report("string-value", path, `The value is ${shown(value)}`);
  }
  const { legacy, unsupported } = typeof part === "string" ? ({} as ShapeObject) : part;
  if (legacy || unsupported) {
    scope.report("legacy", path, `${path.at(-1)} is left from JSON 1.0`);
  }
  checkValue(value, part, path, scope);
}

/** Names a property of nearly the same letters. */
function suggestion(name: string, names: readonly string[]): string {
  const bare = (text: string) => text.replace(/_/g, "").toLowerCase();
  const near = names.find((one) => bare(one) === bare(name) || (name.length > 3 && bare(one).startsWith(bare(name))));
  return near ? `; there is ${near}` : "";
}
