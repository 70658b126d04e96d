// Twenty isolates on Workers KV that is as late as it may be: a minute, also for what was not there.
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Fleet, startFleet } from "./start.ts";

const ISOLATES = 20;
const MINUTE = 60_000;
const isolates = Array.from({ length: ISOLATES }, (_, at) => at);

let fleet: Fleet;
beforeEach(async () => {
  fleet = await startFleet("KV");
});
afterEach(() => fleet?.[Symbol.asyncDispose]());

/** Lets each isolate answer a message of its own, all at the same time. */
async function sayToEach(text: string): Promise<void> {
  const statuses = await Promise.all(isolates.map((isolate) => fleet.say(`${text} ${isolate}`, isolate)));
  expect(statuses).toEqual(isolates.map(() => 200));
  for (const isolate of isolates) {
    expect(await fleet.handled(`${text} ${isolate}`)).toEqual([`${isolate}`]);
  }
  const replies = fleet.replies();
  expect(isolates.filter((isolate) => !replies.includes(`${text} ${isolate}`))).toEqual([]);
}

/** How many token requests the isolates made since they were asked last, each. */
let before: Record<string, number>;
beforeEach(() => {
  before = {};
});
async function tokenRequests(): Promise<number[]> {
  const { tokenRequests: now } = await fleet.told();
  const made = isolates.map((isolate) => (now[isolate] ?? 0) - (before[isolate] ?? 0));
  before = now;
  return made;
}

test("every isolate answers at once, and asks for a token once at most in each of its lives", async () => {
  await sayToEach("cold");
  const cold = await tokenRequests();
  expect(Math.max(...cold)).toBe(1);
  await sayToEach("warm");
  expect(Math.max(...(await tokenRequests()))).toBe(0);
  // The platform gives a new one half an hour before the old one ends; here it has two minutes left.
  for (const life of ["second", "third"]) {
    await fleet.advance(118 * MINUTE);
    await sayToEach(`${life} life`);
    await sayToEach(`still the ${life} life`);
    const made = await tokenRequests();
    expect(Math.max(...made)).toBe(1);
  }
  expect((await fleet.told()).lines).toEqual([]);
});

test("who starts while KV still says that there is no token asks once; who starts a minute later finds it", async () => {
  expect(await fleet.say("first", 0)).toBe(200);
  // It has read nothing yet, so it reads what is there.
  expect(await fleet.say("second", 1)).toBe(200);
  expect((await tokenRequests()).slice(0, 2)).toEqual([1, 0]);
  await fleet.advance(2 * MINUTE);
  await sayToEach("later");
  expect(await tokenRequests()).toEqual(isolates.map(() => 0));
});

test("a token declared invalid is asked for once more by each, though KV still gives the old one", async () => {
  await sayToEach("before");
  await fleet.advance(2 * MINUTE);
  // Now each isolate's location has the token in its cache.
  await sayToEach("known");
  await tokenRequests();
  fleet.invalidateTokens();
  await sayToEach("after");
  const made = await tokenRequests();
  expect(Math.max(...made)).toBe(1);
  await sayToEach("after that");
  expect(Math.max(...(await tokenRequests()))).toBe(0);
});

test("an event is handled once by one isolate, and by another no more when the mark has reached it", async () => {
  await fleet.say("once", 0);
  expect(await fleet.again("once", 0)).toBe(200);
  expect(await fleet.again("once", 1)).toBe(200);
  await fleet.advance(2 * MINUTE);
  expect(await fleet.again("once", 0)).toBe(200);
  expect(await fleet.again("once", 2)).toBe(200);
  expect(await fleet.handled("once")).toEqual(["0"]);
});

test("an isolate that has read that there is no mark handles the event again within the minute, and not after it", async () => {
  for (const [text, minutes, handled] of [
    ["fail, early", 0.5, ["1", "0"]],
    ["fail, late", 1.1, ["1"]],
  ] as const) {
    // Isolate 0 looks for the mark and fails, isolate 1 succeeds.
    expect(await fleet.say(text, 0)).toBe(500);
    expect(await fleet.again(text, 1)).toBe(200);
    await fleet.advance(minutes * MINUTE);
    expect(await fleet.again(text, 0)).toBe(200);
    expect(await fleet.again(text, 1)).toBe(200);
    expect(await fleet.handled(text)).toEqual(handled);
  }
});
