import { isDeepStrictEqual } from "node:util";
import { apis } from "../../../src/api/index.ts";
import { ITERATOR_SUFFIX, type Method, methodOf, versionedMethods } from "../parity/methods.ts";
import { type Operation, readOperations } from "../parity/operations.ts";
import { type Payload, payloadFor, withFiles } from "../parity/payload.ts";
import { type DescribedRequest, describeRequest, type SentRequest } from "./describe-request.ts";
import { type Answer, type Recorder, recorder } from "./recorder.ts";

/** The tokens of the calls that bring one of each kind: the record shows which of them the client sends. */
const GIVEN = { userAccessToken: "given-user", tenantAccessToken: "given-tenant", appAccessToken: "given-app" };
/** How many operations are called at a time. */
const PARALLEL = 50;
const CURSOR = "cursor-2";

const unavailable: Answer = () => Response.json({ code: 1, msg: "unavailable" }, { status: 503 });
const success: Answer = () => Response.json({ code: 0, msg: "", data: {} });
const file: Answer = () => new Response("file");
const firstPage: Answer = () =>
  Response.json({ code: 0, msg: "", data: { has_more: true, page_token: CURSOR, next_cursor_id: CURSOR } });

/** Fills the texts at the top: an empty one gives no idempotency, and the record is to show which fields do. */
const withTexts = <T extends object | undefined>(values: T): T =>
  values && (Object.fromEntries(Object.entries(values).map(([name, value]) => [name, value || `${name} 1`])) as T);

/** A call's request, and whether the client sent it again after the answer HTTP 503. */
interface Outcome extends DescribedRequest {
  retry: string;
}

async function outcomeOf(sent: SentRequest[] | string, payload: Payload): Promise<Outcome | string> {
  if (typeof sent === "string") {
    return sent;
  }
  const [first, ...others] = await Promise.all(sent.map((request) => describeRequest(request, payload)));
  if (!first || others.length > 1 || (others[0] && !isDeepStrictEqual(first, others[0]))) {
    return `sent ${sent.length} requests: ${JSON.stringify([first, ...others])}`;
  }
  return { ...first, retry: others.length > 0 ? "retried" : "not retried" };
}

const lineOf = (outcome: Outcome | string): string =>
  typeof outcome === "string"
    ? outcome
    : [outcome.target + outcome.query, outcome.token, outcome.body, ...outcome.headers, outcome.retry].join(" | ");

/** The call with nothing but its path: its line is short if all else is as one expects. */
function lineOfBare(bare: Outcome | string, full: Outcome | string): string {
  if (typeof bare === "string" || typeof full === "string") {
    return lineOf(bare);
  }
  const expected = { ...full, query: "", token: bare.token, body: "no body", retry: bare.retry };
  return isDeepStrictEqual(bare, expected) ? `${bare.token} | ${bare.retry}` : lineOf(bare);
}

/** The query and the body of the second page's request. */
async function secondPage(method: Method, send: Recorder["send"], payload: Payload): Promise<string> {
  const run = async () => {
    const pages = (method(payload) as { pages(): AsyncGenerator }).pages();
    await pages.next();
    await pages.next();
  };
  const sent = await send(run, [firstPage]);
  if (typeof sent === "string" || !sent[1]) {
    return `${sent}`;
  }
  const { query, body } = await describeRequest(sent[1], payload);
  return `${query} ${body}`.trim();
}

/** The lines of one operation, one for each way of calling it. */
async function recordOperation(name: string, operation: Operation): Promise<string[]> {
  const { client, send } = recorder({ recordsTokens: name.startsWith("auth.v3.") });
  const method = methodOf(client, name) as Method;
  const made = payloadFor(operation);
  const full = { ...made, params: withTexts(made.params), data: withTexts(made.data) };
  const path = full.path ? { path: full.path } : {};
  const call = async (payload: Payload, options: object) =>
    outcomeOf(await send(() => method(payload, options), [unavailable, operation.binary ? file : success]), payload);

  const withBytes = { ...full, data: withFiles(full.data, ({ bytes }) => bytes) };
  const outcome = await call(withBytes, GIVEN);
  const lines = [`${name} | ${lineOf(outcome)}`, `  bare | ${lineOfBare(await call(path, {}), outcome)}`];
  if (Object.values(withBytes.data ?? {}).some((value) => value instanceof Uint8Array)) {
    const named = withFiles(full.data, ({ bytes }) => new File([bytes], "a b.txt", { type: "text/plain" }));
    lines.push(`  file | ${lineOf(await call({ ...full, data: named }, GIVEN))}`);
  }
  if (methodOf(client, name + ITERATOR_SUFFIX)) {
    lines.push(`  next | ${await secondPage(method, send, path)}`);
  }
  return lines;
}

/** Every operation of the client, in the order of their names. */
export function operationNames(): string[] {
  const { client } = recorder();
  const domains = Object.keys(apis).map((name) => [name, Object(client)[name]]);
  return versionedMethods(Object.fromEntries(domains))
    .filter((name) => !name.endsWith(ITERATOR_SUFFIX))
    .sort();
}

/** Calls every operation in each way, and describes the requests. */
export async function recordOperations(): Promise<string[]> {
  const operations = readOperations();
  const names = operationNames();
  const lines: string[] = [];
  for (let start = 0; start < names.length; start += PARALLEL) {
    const recorded = names.slice(start, start + PARALLEL).map(async (name) => {
      const operation = operations.get(name);
      return operation ? recordOperation(name, operation) : [`${name} | is in no document`];
    });
    lines.push(...(await Promise.all(recorded)).flat());
  }
  return lines;
}
