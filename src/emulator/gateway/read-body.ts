import { parseJson } from "../platform/json.ts";
import { badRequest, type FieldViolation, fieldError, violation } from "./errors.ts";
import type { OpenCall } from "./route.ts";

/** Reads a JSON object body, or refuses as the platform does. */
export async function readJson(call: OpenCall): Promise<Record<string, unknown>> {
  let value: unknown;
  try {
    value = parseJson(await call.request.text());
  } catch {
    throw badRequest("Invalid JSON body.");
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw badRequest("The body is not an object.");
  }
  return value as Record<string, unknown>;
}

/** Demands string fields: wrong JSON types are 9499, missing or empty ones 99992402. */
export function requireStrings<const K extends string>(
  body: Record<string, unknown>,
  names: readonly K[],
): Record<K, string> {
  const missing: FieldViolation[] = [];
  const out: Record<string, string> = {};
  for (const name of names) {
    const value = body[name];
    if (value === undefined || value === null || value === "") {
      missing.push(violation(name, value, `${name} is required`));
    } else if (typeof value !== "string") {
      throw badRequest(`Invalid parameter type in json: ${name}.`);
    } else {
      out[name] = value;
    }
  }
  if (missing.length > 0) {
    throw fieldError(...missing);
  }
  return out as Record<K, string>;
}

/** An optional string of at most `maxLength` characters. */
export function optionalString(body: Record<string, unknown>, name: string, maxLength: number): string | undefined {
  const value = body[name];
  if (value === undefined || value === null || value === "") {
    return undefined;
  }
  if (typeof value !== "string") {
    throw badRequest(`Invalid parameter type in json: ${name}.`);
  }
  if (value.length > maxLength) {
    throw fieldError(violation(name, value, `the max len is ${maxLength}`));
  }
  return value;
}

/** Demands a query value out of a list. */
export function requireQuery<const K extends string>(call: OpenCall, name: string, allowed: readonly K[]): K {
  const value = call.query.get(name);
  if (value === null || value === "") {
    throw fieldError(violation(name, value, `${name} is required`));
  }
  const match = allowed.find((entry) => entry === value);
  if (match === undefined) {
    throw fieldError(violation(name, value, `${name} is optional, options: [${allowed}]`));
  }
  return match;
}
