import { CALLS_BACK, FIELDS, FORM_ONLY, PLACES } from "./generated/facts.ts";
import { isObject, type Json } from "./json.ts";

/** The reserved key in the value of a callback. */
export const STAMP_KEY = "_card";

/** Between a button's name and the stamp. */
const SEAM = "__";

/** What a stamp says: the definition, the name of a field, and whether the card's author gave a value. */
export interface Stamp {
  mark: string;
  name?: string | undefined;
  hasValue: boolean;
}

const write = ({ mark, name, hasValue }: Stamp): string =>
  mark + (hasValue ? "" : "~") + (name === undefined ? "" : `:${name}`);

/** Reads the stamp in the value of a callback. */
export function readStamp(value: unknown): Stamp | undefined {
  const text = isObject(value) && Object.hasOwn(value, STAMP_KEY) ? value[STAMP_KEY] : undefined;
  const [, mark, bare, name] = typeof text === "string" ? (/^(\w+)(~)?(?::([\s\S]*))?$/.exec(text) ?? []) : [];
  return mark === undefined ? undefined : { mark, name, hasValue: bare === undefined };
}

/** Reads the name that a stamped button was given; `undefined` for the button of another card. */
export function readName(name: unknown, mark: string): string | undefined {
  const end = SEAM + mark;
  return typeof name === "string" && name.endsWith(end) ? name.slice(0, -end.length) : undefined;
}

function withStamp(behavior: Json, stamp: Stamp): Json {
  if (behavior.type !== "callback") {
    return behavior;
  }
  const { value } = behavior;
  if (value !== undefined && !isObject(value)) {
    throw new TypeError(
      "defineCard: the value of a callback must be an object, since a string has no room for the stamp",
    );
  }
  if (value !== undefined && STAMP_KEY in value) {
    throw new TypeError(`defineCard: ${STAMP_KEY} is reserved in the value of a callback`);
  }
  return { ...behavior, value: { ...value, [STAMP_KEY]: write({ ...stamp, hasValue: value !== undefined }) } };
}

/** The behaviors of a component with stamps, and one more where it calls back without. */
function behaviorsOf(node: Json, mark: string, inForm: boolean): Json[] {
  const tag = String(node.tag);
  const isField = FIELDS.includes(tag);
  const stamp = { mark, name: isField ? (node.name as string | undefined) : undefined, hasValue: true };
  const given = (Array.isArray(node.behaviors) ? node.behaviors : []) as Json[];
  const needsOne = CALLS_BACK.includes(tag) && !(inForm && isField);
  const all = given.some(({ type }) => type === "callback") || !needsOne ? given : [...given, { type: "callback" }];
  return all.map((behavior) => withStamp(behavior, stamp));
}

/**
 * Copies a card and stamps what calls back.
 *
 * @throws {TypeError} A value is a string or has the reserved key, or a component outside of a form cannot be stamped.
 */
export function stampCard<T>(node: T, mark: string, inForm = false): T {
  if (Array.isArray(node)) {
    return node.map((one) => stampCard(one, mark, inForm)) as T;
  }
  if (!isObject(node)) {
    return node;
  }
  const { tag, name } = node as Json;
  if (!inForm && FORM_ONLY.includes(String(tag))) {
    throw new TypeError(
      `defineCard: ${tag} ${name} stands outside of a form, where a click brings back neither value nor name`,
    );
  }
  const copy: Json = { ...node };
  for (const place of PLACES) {
    if (Object.hasOwn(copy, place)) {
      copy[place] = stampCard(copy[place], mark, inForm || tag === "form");
    }
  }
  const behaviors = typeof tag === "string" ? behaviorsOf(node, mark, inForm) : [];
  if (behaviors.length) {
    copy.behaviors = behaviors;
  }
  if (inForm && tag === "button" && typeof name === "string") {
    copy.name = name + SEAM + mark;
  }
  return copy as T;
}
