import type { TokenKind } from "../../platform/tokens.ts";
import { type Schema, type Shape, toSchema } from "./shape.ts";

/** How a request's body is written. */
export type BodyType = "json" | "multipart" | "form";

/** What a document says of one operation. The schemas are built when they are first read. */
export interface Operation {
  /** The platform's name, for example `contact.v3.user.list`. */
  readonly name: string;
  /** `METHOD /path/:param`. */
  readonly operation: string;
  /** Kinds of token it takes; none: no token is looked at. */
  readonly tokens: readonly TokenKind[];
  /** Any one of them is enough; none: it needs no scope. */
  readonly scopes: readonly string[];
  readonly bodyType: BodyType;
  /** The answer is a file. */
  readonly isFile: boolean;
  /** The answer stands in `data` of `{ code, msg, data }`. */
  readonly hasEnvelope: boolean;
  readonly path: Schema;
  readonly query: Schema;
  /** `undefined`: it takes none. */
  readonly body: Schema | undefined;
  /** `undefined`: there is no `data`. */
  readonly answer: Schema | undefined;
}

type Part = Shape | false;
type Line = readonly [
  name: string,
  method: string,
  path: string,
  tokens: string,
  flags: string,
  pathShape: Shape,
  query: Shape,
  body: Part,
  answer: Part,
  scopes?: readonly number[],
];

const KINDS: Readonly<Record<string, TokenKind>> = { t: "tenant", u: "user", a: "app" };

/** Reads the text of a generated module. */
export function readDomain(text: string): Operation[] {
  const { operations, scopes, shapes } = JSON.parse(text) as { operations: Line[]; scopes: string[]; shapes: Shape[] };
  return operations.map((line) => toOperation(line, scopes, shapes));
}

function toOperation(line: Line, scopeNames: readonly string[], shapes: readonly Shape[]): Operation {
  const [name, method, path, tokens, flags, pathShape, query, body, answer, scopes = []] = line;
  const schemas = new Map<Part, Schema>();
  const read = (part: Part): Schema | undefined => {
    if (part === false) {
      return undefined;
    }
    const schema = schemas.get(part) ?? toSchema(part, shapes);
    schemas.set(part, schema);
    return schema;
  };
  return {
    name,
    operation: `${method} ${path}`,
    tokens: [...tokens].flatMap((letter) => KINDS[letter] ?? []),
    scopes: scopes.flatMap((place) => scopeNames[place] ?? []),
    bodyType: flags.includes("m") ? "multipart" : flags.includes("f") ? "form" : "json",
    isFile: flags.includes("b"),
    hasEnvelope: !flags.includes("n"),
    get path() {
      return read(pathShape) ?? {};
    },
    get query() {
      return read(query) ?? {};
    },
    get body() {
      return read(body);
    },
    get answer() {
      return read(answer);
    },
  };
}
