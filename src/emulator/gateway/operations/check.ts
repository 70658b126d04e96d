import { Validator } from "@cfworker/json-schema";
import { asText } from "../../platform/json.ts";
import { type FieldViolation, fieldError, PlatformError, violation } from "../errors.ts";
import type { Input, ReadInput } from "./input.ts";
import type { Operation } from "./operation.ts";
import { resolve, type Schema } from "./shape.ts";

/** A place of the request that its schema does not allow. */
interface Finding {
  keyword: string;
  /** Names and indexes that lead to the value. */
  at: string[];
  value: unknown;
  /** What the schema says there: the list of an `enum`, the number of a limit, the names of `required`. */
  limit: unknown;
}

type Validate = (value: unknown) => Finding[];

const stepsOf = (pointer: string): string[] =>
  pointer
    .split("/")
    .slice(1)
    .map((step) => decodeURIComponent(step).replaceAll("~1", "/").replaceAll("~0", "~"));

const partOf = (value: unknown, step: string): unknown => (Object(value) as Record<string, unknown>)[step];

/** What a keyword's place in a schema holds. */
function limitAt(root: Schema, pointer: string): unknown {
  let here: unknown = root;
  for (const step of stepsOf(pointer)) {
    here = step === "$ref" ? resolve(root, here as Schema) : partOf(here, step);
  }
  return here;
}

/** Errors that only report an error inside. Of alternatives the whole is reported, and not the failure of each. */
const isOuter = (keyword: string, place: string): boolean =>
  /^(\$ref|properties|items|additionalProperties)$/.test(keyword) || /\/anyOf\/\d/.test(place);

function createValidate(schema: Schema): Validate {
  const validator = new Validator(schema as ConstructorParameters<typeof Validator>[0], "2019-09", false);
  return (value) =>
    validator
      .validate(value)
      .errors.filter(({ keyword, keywordLocation }) => !isOuter(keyword, keywordLocation))
      .map(({ keyword, keywordLocation, instanceLocation }) => {
        const at = stepsOf(instanceLocation);
        return { keyword, at, value: at.reduce(partOf, value), limit: limitAt(schema, keywordLocation) };
      });
}

/** `["a", "0", "b"]` is `a[0].b`. The dots are observed, the brackets assumed. */
const fieldOf = (at: readonly string[]): string =>
  at.reduce((field, step) => (/^\d+$/.test(step) ? `${field}[${step}]` : field ? `${field}.${step}` : step), "");

/** The platform's words. Those of `required`, `enum` and `minLength` are observed, the others formed like them. */
const DESCRIPTIONS: Readonly<Record<string, (field: string, limit: string) => string>> = {
  enum: (field, limit) => `${field} is optional, options: [${limit}]`,
  minLength: (_, limit) => `the min len is ${limit}`,
  maxLength: (_, limit) => `the max len is ${limit}`,
  minItems: (_, limit) => `the min len is ${limit}`,
  maxItems: (_, limit) => `the max len is ${limit}`,
  minimum: (_, limit) => `the min value is ${limit}`,
  maximum: (_, limit) => `the max value is ${limit}`,
};

function toViolations({ keyword, at, value, limit }: Finding): FieldViolation[] {
  if (keyword === "required") {
    const missing = (limit as string[]).filter((name) => !Object.hasOwn(Object(value), name));
    return missing.map((name) => {
      const field = fieldOf([...at, name]);
      return violation(field, undefined, `${field} is required`);
    });
  }
  const field = fieldOf(at);
  const description = DESCRIPTIONS[keyword]?.(field, String(limit)) ?? `${field} is invalid`;
  return [violation(field, asText(value), description)];
}

/**
 * 9499: a field of the body has another JSON type than the document says. It names the innermost field (observed in many
 * public reports), and no other: the platform stops reading there.
 */
function wrongType({ at, value }: Finding): PlatformError {
  const name = at.findLast((step) => !/^\d+$/.test(step)) ?? "";
  const fault = `Invalid parameter type in json: ${name}. Invalid parameter value: ${JSON.stringify(value)}.`;
  return new PlatformError(9499, `${fault} Please check and modify accordingly.`);
}

/** Checks requests against the documents; each operation's validator is built once, at its first request. */
export interface Checks {
  /** @throws {PlatformError} 9499 or 99992402. */
  check(operation: Operation, read: ReadInput): void;
}

export function createChecks(): Checks {
  const validators = new Map<string, Readonly<Record<"path" | "query" | "body", Validate | undefined>>>();

  function validatorsOf(operation: Operation) {
    let known = validators.get(operation.name);
    if (known === undefined) {
      const { path, query, body } = operation;
      known = { path: createValidate(path), query: createValidate(query), body: body && createValidate(body) };
      validators.set(operation.name, known);
    }
    return known;
  }

  /** Files stand in the form as the texts of their names: their content has no schema. */
  const bodyOf = ({ body, files }: Input) => ({ ...body, ...Object.fromEntries([...files.keys()].map((n) => [n, n])) });

  return {
    check(operation, { input, violations }) {
      const { path, query, body } = validatorsOf(operation);
      const found = body?.(bodyOf(input)) ?? [];
      const wrong = found.find(({ keyword }) => keyword === "type" || keyword === "anyOf");
      if (wrong !== undefined) {
        throw wrongType(wrong);
      }
      const all = [...(path?.(input.path) ?? []), ...(query?.(input.query) ?? []), ...found].flatMap(toViolations);
      // One word per field, the first: a value that is no number was left out of the input and is not missing as well, and
      // `required` is found once for each missing name, each time with the whole list.
      const once = new Map([...violations, ...all].reverse().map((one) => [one.field, one]));
      if (once.size > 0) {
        throw fieldError(...[...once.values()].reverse());
      }
    },
  };
}
