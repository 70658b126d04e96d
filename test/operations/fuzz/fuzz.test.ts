import { expect, test } from "vitest";
import { MADE_UP_HEADER } from "../../../src/emulator/index.ts";
import { insideOf } from "../../../src/emulator/inside.ts";
import { readDescribed } from "../../support/described-operations.ts";
import { createPool } from "./pool.ts";
import { createRandom } from "./random.ts";
import { type Drawn, drawRequest, spoilTemplate } from "./requests.ts";
import { makeWorld } from "./scenario.ts";

// By hand: FUZZ_REQUESTS=100000 FUZZ_SEED=7 npx vitest run test/operations/fuzz
const REQUESTS = Number(process.env.FUZZ_REQUESTS ?? 2500);
const SEED = Number(process.env.FUZZ_SEED ?? 1);

const operations = readDescribed();

test(`${REQUESTS} random requests over all operations are answered without a failure of the emulator (seed ${SEED})`, async () => {
  const random = createRandom(SEED);
  let pool = createPool();
  let { emulator, tokens, templates } = await makeWorld();
  const servedNames = new Set(insideOf(emulator).routes.map(({ operation }) => shapeOf(operation)));
  const served = operations.filter((one) => servedNames.has(shapeOf(`${one.method.toUpperCase()} ${one.path}`)));
  expect(served.length).toBeGreaterThan(130);
  const failures: string[] = [];
  const reached = new Set<string>();
  let done = 0;
  for (let count = 0; count < REQUESTS && failures.length < 20; count += 1) {
    const described =
      count < operations.length ? operations[count] : random.pick(random.chance(0.75) ? served : operations);
    if (described === undefined) {
      continue;
    }
    if (count % 1000 === 999) {
      // What random requests have made of the platform is not what bots find.
      ({ emulator, tokens, templates } = await makeWorld());
      pool = createPool();
    }
    const drawn = random.chance(0.5)
      ? spoilTemplate(random, random.pick(templates), tokens)
      : drawRequest(random, pool, described, tokens);
    try {
      const { method, path, headers, body } = drawn;
      const response = await emulator.fetch(`https://open.feishu.cn${path}`, { method, headers, body: body ?? null });
      const text = await response.text();
      if (response.status >= 500) {
        failures.push(`${response.status} ${show(drawn)}: ${text.slice(0, 300)}`);
      }
      if ((response.headers.get("content-type") ?? "").includes("json")) {
        const answer = JSON.parse(text);
        if (answer.code === 0 && !response.headers.has(MADE_UP_HEADER)) {
          done += 1;
          reached.add(emulator.requests.at(-1)?.operation ?? "");
          pool.gather(answer);
          pool.keepPath({ ...drawn.ids, ...idsOf(answer.data) });
        }
      }
    } catch (error) {
      failures.push(`rejected ${show(drawn)}: ${error instanceof Error ? error.stack?.slice(0, 400) : error}`);
    }
  }
  expect(failures).toEqual([]);
  expect(Object.hasOwn(Object.prototype, "polluted")).toBe(false);
  // Most of them were understood: a fuzzer whose requests are all refused at the door proves nothing.
  expect(done / REQUESTS).toBeGreaterThan(0.1);
  if (process.env.FUZZ_REQUESTS) {
    const never = served
      .filter(
        (one) => ![...reached].some((name) => shapeOf(name) === shapeOf(`${one.method.toUpperCase()} ${one.path}`)),
      )
      .map(({ id }) => id);
    console.log(`${done} done by ${reached.size} services; never done: ${never.join(" ")}`);
  }
}, 3_600_000);

const shapeOf = (operation: string): string => operation.replace(/[:{][^/]+/g, ":");

const show = ({ id, method, path, body }: Drawn): string =>
  `${id} ${method} ${path.slice(0, 200)} ${typeof body === "string" ? short(body) : body ? "form" : ""}`;

const short = (text: string): string => text.replace(/(.{1,6}?)\1{8,}/gs, "$1…").slice(0, 300);

/** What an answer calls the thing that it made, as paths name it. */
function idsOf(data: unknown): Record<string, string> {
  const ids: Record<string, string> = {};
  const collect = (value: unknown, depth: number): void => {
    if (typeof value !== "object" || value === null || Array.isArray(value) || depth > 2) {
      return;
    }
    for (const [name, part] of Object.entries(value)) {
      if (typeof part === "string" && /(_id|_token|Token|sheetId)$/.test(name)) {
        ids[name] = part;
      }
      collect(part, depth + 1);
    }
  };
  collect(data, 0);
  return ids;
}
