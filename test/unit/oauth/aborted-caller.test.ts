// Renewals whose caller does not wait for them to the end.
import { expect, test, vi } from "vitest";
import { Client } from "../../../src/index.ts";
import { recordingLogger } from "../../support/recording-logger.ts";
import { type Fleet, fleet, HOUR_MS, running, stateOf, useFakeClock } from "./fleet.ts";

useFakeClock();

/** A fleet with a session that has to be renewed, and a client that calls as its user. */
async function expired() {
  const made = fleet();
  const users = made.instance();
  await users.add(made.signIn("ou_1"));
  vi.advanceTimersByTime(3 * HOUR_MS);
  const sent: (string | null)[] = [];
  const client = new Client({
    appId: "cli_a",
    appSecret: "app-secret",
    loggerLevel: "silent",
    users,
    fetch: async (_, { headers }) => {
      sent.push(new Headers(headers).get("authorization"));
      return Response.json({ code: 0, msg: "ok", data: {} });
    },
  });
  return { ...made, users, client, sent };
}

/** Waits on the clock of the tests. */
const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

const SLOW: [what: string, fault: () => Fleet["faults"][number]][] = [
  ["before the platform has the request", () => () => pause(5_000)],
  ["when the platform has rotated the token", () => ({ answerAfter: () => pause(5_000) })],
];

test.each(SLOW)("a caller that aborts %s gets its error at once, and the new pair is stored", async (_, slow) => {
  const { client, users, faults, requests, owners, sent } = await expired();
  faults.push(slow());
  const controller = new AbortController();
  const call = client.request({ url: "/open-apis/x" }, { user: "ou_1", signal: controller.signal });
  const outcome = call.catch((error) => error);
  await vi.advanceTimersByTimeAsync(1_000);
  controller.abort();
  await vi.advanceTimersByTimeAsync(1);
  expect(await outcome).toMatchObject({ code: "LARK_ABORTED" });
  expect(sent).toEqual([]);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(await stateOf(users)).toBe(false);
  expect(owners.get(await users.accessToken("ou_1"))).toBe("ou_1");
  expect(requests).toHaveLength(1);
});

test("a caller whose deadline is over gets its error, and the next call uses the new pair", async () => {
  const { client, faults, requests, sent, users } = await expired();
  faults.push({ answerAfter: () => pause(5_000) });
  const call = client.request({ url: "/open-apis/x" }, { user: "ou_1", deadlineMs: 2_000 });
  await expect(running(call)).rejects.toMatchObject({ code: "LARK_TIMEOUT" });
  await vi.advanceTimersByTimeAsync(10_000);
  await running(client.request({ url: "/open-apis/x" }, { user: "ou_1" }));
  expect(sent).toEqual([`Bearer ${await users.accessToken("ou_1")}`]);
  expect(requests).toHaveLength(1);
});

test("of several callers that wait for one renewal, one aborts and the others get the token", async () => {
  const { client, faults, requests, sent } = await expired();
  faults.push({ answerAfter: () => pause(5_000) });
  const controller = new AbortController();
  const signals = [controller.signal, undefined, undefined];
  const calls = signals.map((signal) => client.request({ url: "/open-apis/x" }, { user: "ou_1", signal }));
  const outcomes = Promise.allSettled(calls);
  await vi.advanceTimersByTimeAsync(1_000);
  controller.abort();
  const states = (await running(outcomes)).map(({ status }) => status);
  expect(states).toEqual(["rejected", "fulfilled", "fulfilled"]);
  expect(new Set(sent).size).toBe(1);
  expect(requests).toHaveLength(1);
});

test.each([
  ["that still lives", 1.6],
  ["that has ended", 3],
])("a renewal of a token %s goes into the host's waitUntil, to its end", async (_, hours) => {
  const { instance, signIn, faults, requests } = fleet();
  const users = instance();
  const pair = signIn("ou_1");
  await users.add(pair);
  vi.advanceTimersByTime(hours * HOUR_MS);
  faults.push({ answerAfter: () => pause(5_000) });
  const works: Promise<unknown>[] = [];
  const waitUntil = (work: Promise<unknown>) => void works.push(work);
  const call = users.accessToken("ou_1", { waitUntil });
  await vi.advanceTimersByTimeAsync(100);
  expect(works).toHaveLength(1);
  await running(Promise.all(works));
  // The host may stop here: the new pair is stored.
  expect(await users.accessToken("ou_1")).not.toBe(pair.accessToken);
  expect(requests).toHaveLength(1);
  await running(call);
});

test("a waitUntil that is not bound costs a line in the log, and no token", async () => {
  const { logger, logged } = recordingLogger();
  const { instance, signIn, requests } = fleet({ logger, loggerLevel: "warn" });
  const users = instance();
  await users.add(signIn("ou_1"));
  vi.advanceTimersByTime(3 * HOUR_MS);
  const waitUntil = () => {
    throw new TypeError("Illegal invocation");
  };
  expect(await running(users.accessToken("ou_1", { waitUntil }))).toContain("ou_1");
  expect(requests).toHaveLength(1);
  expect(logged).toEqual([["warn", "lark-edge: waitUntil failed: TypeError"]]);
});
