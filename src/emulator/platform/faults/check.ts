import type { Fault, FaultKind } from "../types.ts";

const KINDS: Readonly<Record<FaultKind, true>> = {
  "rate-limit": true,
  "server-error": true,
  html: true,
  cut: true,
  slow: true,
  network: true,
  lost: true,
  "invalid-token": true,
  "expired-token": true,
  quota: true,
  "card-limit": true,
  refusal: true,
  "not-json": true,
  redirect: true,
  hang: true,
  "drop-ack": true,
  duplicate: true,
  reorder: true,
};

const isText = (value: unknown): boolean => typeof value === "string" && value !== "";
const isCount = (value: unknown): boolean => Number.isInteger(value) && Number(value) >= 1;
const isDuration = (value: unknown): boolean => Number.isFinite(value) && Number(value) >= 0;

/** No answer with one of these has a body, and the answer of a fault has one. */
const BODILESS: readonly unknown[] = [204, 205, 304];

/** What each field may be, and how to say it. `null` for `times` is what JSON makes of `Infinity`. */
const FIELDS: Readonly<Record<keyof Fault, readonly [isRight: (value: unknown) => boolean, words: string]>> = {
  kind: [
    (value) => typeof value === "string" && Object.hasOwn(KINDS, value),
    `one of ${Object.keys(KINDS).join(", ")}`,
  ],
  operation: [
    (value) => typeof value === "string" && /^(\w+(\.\w+)*(\.\*)?|\*)$/.test(value),
    'a name such as "im.v1.message.create" or "im.*"',
  ],
  path: [(value) => value instanceof RegExp || isText(value), "a part of the URL's path"],
  method: [(value) => typeof value === "string" && /^[a-z]+$/i.test(value), "an HTTP method"],
  event: [isText, 'the name of an event such as "im.message.receive_v1"'],
  times: [
    (value) => isCount(value) || value === Number.POSITIVE_INFINITY || value === null,
    "a positive whole number, or null for every request",
  ],
  atRequest: [isCount, "a positive whole number"],
  afterMs: [isDuration, "milliseconds, 0 or more"],
  code: [isCount, "a positive whole number"],
  status: [
    (value) => Number.isInteger(value) && Number(value) >= 200 && Number(value) <= 599 && !BODILESS.includes(value),
    `an HTTP status from 200 to 599 other than ${BODILESS.join(", ")}`,
  ],
  resetSeconds: [(value) => value === null || isDuration(value), "seconds, or null for no rate headers"],
  delayMs: [isDuration, "milliseconds, 0 or more"],
  location: [(value) => typeof value === "string" && /^[\x21-\x7e]+$/.test(value), "a URL in ASCII"],
  http200: [(value) => typeof value === "boolean", "true or false"],
};

const OF_EVENTS: readonly string[] = ["drop-ack", "duplicate", "reorder"];
const EVENT_FIELDS: readonly string[] = ["kind", "event", "times", "atRequest", "afterMs"];
const REQUEST_FIELDS: readonly string[] = Object.keys(FIELDS).filter((name) => name !== "event");

const show = (value: unknown): string => JSON.stringify(value) ?? "nothing";

/**
 * Reads a fault, from code or from JSON.
 *
 * @param where - How the message calls it, for example `faults[2]`.
 * @throws {TypeError} It is none; the message names the wrong field.
 */
export function checkFault(given: unknown, where = "fault"): Fault {
  if (typeof given !== "object" || given === null || Array.isArray(given)) {
    throw new TypeError(`${where} must be an object with a kind, got ${show(given)}`);
  }
  const out: Record<string, unknown> = {};
  for (const [name, value] of Object.entries({ kind: undefined, ...given })) {
    if (!Object.hasOwn(FIELDS, name)) {
      throw new TypeError(`${where}.${name} is not known: a fault has ${Object.keys(FIELDS).join(", ")}`);
    }
    if (value === undefined && name !== "kind") {
      continue;
    }
    const [isRight, words] = FIELDS[name as keyof Fault];
    if (!isRight(value)) {
      throw new TypeError(`${where}.${name} must be ${words}, got ${show(value)}`);
    }
    out[name] = name === "times" ? (value ?? Number.POSITIVE_INFINITY) : value;
  }
  const isOfEvents = OF_EVENTS.includes(String(out.kind));
  const stray = Object.keys(out).find((name) => !(isOfEvents ? EVENT_FIELDS : REQUEST_FIELDS).includes(name));
  if (stray !== undefined) {
    throw new TypeError(
      `${where}.${stray} is for faults of ${isOfEvents ? "requests" : "events"}, and ${out.kind} is none`,
    );
  }
  return out as unknown as Fault;
}

/**
 * Reads a list of faults: what a scenario file holds under `faults`.
 *
 * @throws {TypeError} One is none; the message names it and its wrong field.
 */
export function checkFaults(given: unknown, where = "faults"): Fault[] {
  if (!Array.isArray(given)) {
    throw new TypeError(`${where} must be a list of faults, got ${show(given)}`);
  }
  return given.map((fault, index) => checkFault(fault, `${where}[${index}]`));
}

/**
 * Reads a scenario, `{ "faults": [...] }`.
 *
 * @throws {TypeError} It is none.
 */
export function checkScenario(given: unknown): Fault[] {
  if (typeof given !== "object" || given === null || Array.isArray(given)) {
    throw new TypeError(`a scenario must be an object with a list of faults, got ${show(given)}`);
  }
  const strange = Object.keys(given).find((name) => name !== "faults");
  if (strange !== undefined) {
    throw new TypeError(`${strange} is not known: a scenario has faults`);
  }
  return checkFaults(Reflect.get(given, "faults"));
}
