import type { Random } from "./random.ts";

/** Texts that break readers which expect friendly ones. */
export const HOSTILE_TEXTS: readonly string[] = [
  "",
  " ",
  "\0",
  "\ud800",
  "a\udfff",
  "constructor",
  "__proto__",
  "prototype",
  "toString",
  "hasOwnProperty",
  "valueOf",
  "../../etc/passwd",
  "%",
  "%E0%A4",
  "%00",
  "null",
  "undefined",
  "NaN",
  "Infinity",
  "-0",
  "1e309",
  "-1",
  "0",
  "00000000000000000000000001",
  "9007199254740993",
  "99999999999999999999999999999999",
  "true",
  "[]",
  "{}",
  '{"a":',
  '["\\ud800"]',
  "[[[[[[[[[[",
  '<at user_id=""></at>',
  '<at user_id="all">',
  "A1:ZZZZZZ99999999",
  "!A1:B",
  "AND(OR(NOT(",
  'CurrentValue.[a]="',
  "(((((((((((((((((((((((((((((((((((((((((((((((((((((((((",
  "$&$1$`$'",
  "\u202e\u0000\uffff",
  "🙂".repeat(50),
  "x".repeat(20_000),
  "=SUM(",
  "data:,x",
  "javascript:alert(1)",
  "2024-02-30",
  "-62198755200000",
  "8640000000000001",
  "oc_",
  "om_",
  "ou_",
  "omt_",
  "c-x",
];

/** A value nested so deep that a function which calls itself for each level runs out of stack. */
export function deep(levels: number, isList: boolean): unknown {
  let value: unknown = "end";
  for (let level = 0; level < levels; level += 1) {
    value = isList ? [value] : { a: value };
  }
  return value;
}

/** The same as text, which `JSON.stringify` could not write. */
export const deepText = (levels: number, isList: boolean): string =>
  isList ? "[".repeat(levels) + "]".repeat(levels) : `${'{"a":'.repeat(levels)}1${"}".repeat(levels)}`;

/** A JSON value of any kind. */
export function hostileValue(random: Random): unknown {
  return random.pick<() => unknown>([
    () => random.pick(HOSTILE_TEXTS),
    () => random.pick([0, -1, 1.5, 2 ** 53, -(2 ** 53), 1e308, 1e-308, 1e15, 8.64e15 + 1, 4294967296]),
    () => random.pick([true, false, null]),
    () => [],
    () => ({}),
    () => [null],
    () => [[], {}, null, "", 0],
    () => Array(random.below(300)).fill(random.pick([0, "", null, {}])),
    () => deep(random.pick([3, 20, 150, 900]), random.chance(0.5)),
    () => JSON.parse('{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"toString":1}'),
    () => ({ tag: random.pick(HOSTILE_TEXTS), type: random.pick(HOSTILE_TEXTS), value: random.pick(HOSTILE_TEXTS) }),
  ])();
}

/** Puts hostile values into one to three places of a value. */
export function spoil(random: Random, value: unknown): unknown {
  if (random.chance(0.25) || typeof value !== "object" || value === null) {
    return hostileValue(random);
  }
  if (Array.isArray(value)) {
    if (value.length === 0 || random.chance(0.2)) {
      return [...value, hostileValue(random)];
    }
    const place = random.below(value.length);
    return value.map((item, index) => (index === place ? spoil(random, item) : item));
  }
  const names = Object.keys(value);
  const name = names.length > 0 && random.chance(0.85) ? random.pick(names) : random.pick(HOSTILE_TEXTS);
  const old = Object.hasOwn(value, name) ? Reflect.get(value, name) : undefined;
  if (random.chance(0.1)) {
    return Object.fromEntries(Object.entries(value).filter(([one]) => one !== name));
  }
  return Object.fromEntries([...Object.entries(value), [name, spoil(random, old)]]);
}
