// What a developer sees who prints a dispatcher, an error or a context on Node.
import { inspect } from "node:util";
import { expect, test, vi } from "vitest";
import { EventDispatcher } from "../../../src/event/index.ts";
import { ENCRYPT_KEY, event1, event2, NOW, sealed, TOKEN } from "../../support/platform-callbacks.ts";

const inspected = (value: unknown) => inspect(value, { showHidden: true, depth: 20, getters: true, showProxy: true });

function expectSilent(text: string): void {
  // `Uint8Array(26) [ 101, 110, …` and `<Buffer 65 6e …>`: bytes are shown as numbers, in columns.
  const plain = text.replace(/\s+/g, "");
  for (const secret of [ENCRYPT_KEY, TOKEN]) {
    const bytes = Buffer.from(secret).subarray(0, 6);
    for (const form of [secret, bytes.toString("hex"), bytes.join()]) {
      expect(plain).not.toContain(form);
    }
  }
}

function setup(onError?: (...heard: unknown[]) => void) {
  const options = { encryptKey: ENCRYPT_KEY, verificationToken: TOKEN, now: () => NOW, onError };
  return new EventDispatcher(options);
}

test("inspect with hidden fields finds what is there: the test below can fail", () => {
  for (const telltale of [
    { options: { encryptKey: ENCRYPT_KEY } },
    Object.defineProperty({}, "key", { value: ENCRYPT_KEY }),
    Object.assign(() => {}, { key: ENCRYPT_KEY }),
    Buffer.from(TOKEN),
    new TextEncoder().encode(TOKEN),
  ]) {
    expect(() => expectSilent(inspected(telltale))).toThrow();
  }
});

test("a dispatcher shows no secret to inspect, console.log, JSON.stringify or template text, before and after use", async () => {
  const events = setup();
  events.on("a_v1", () => {});
  for (const round of ["before", "after"]) {
    expectSilent(inspected(events));
    expectSilent(inspected([events, { events }]));
    expectSilent(inspected(events.fetch));
    expectSilent(`${JSON.stringify(events)} ${events} ${round}`);
    await events.fetch(await sealed(event2("a_v1")));
  }
});

test("a context shows no secret", async () => {
  const events = setup();
  const seen: string[] = [];
  events.onAny((event, ctx) => {
    seen.push(inspected([event, ctx]));
  });
  await events.fetch(await sealed(event2()));
  await events.fetch(await sealed(event1()));
  expect(seen).toHaveLength(2);
  expectSilent(seen.join());
});

test("the failure that onError gets shows no secret", async () => {
  const seen: string[] = [];
  const events = setup((...heard) => seen.push(inspected(heard)));
  events.onAny(() => Promise.reject(new Error("no database")));
  await events.fetch(await sealed(event2()));
  expect(seen).toHaveLength(1);
  expectSilent(seen.join());
});

test("the default logger is console, at warn", async () => {
  const spies = (["error", "warn", "info", "debug", "log"] as const).map((level) =>
    vi.spyOn(console, level).mockImplementation(() => {}),
  );
  try {
    const events = setup();
    events.on("fails_v1", () => Promise.reject(new Error("no database")));
    await events.fetch(await sealed(event2(), { secret: "another" }));
    await events.fetch(await sealed(event2("fails_v1")));
    await events.fetch(await sealed(event2()));
    // A refusal, and an event without a handler.
    expect(spies.map((spy) => spy.mock.calls.length)).toEqual([1, 2, 0, 0, 0]);
    expectSilent(inspected(spies.map((spy) => spy.mock.calls)));
  } finally {
    spies.forEach((spy) => {
      spy.mockRestore();
    });
  }
});

test("loggerLevel silences what is less important", async () => {
  for (const [loggerLevel, expected] of [
    ["silent", []],
    ["error", ["error"]],
    ["warn", ["warn", "error"]],
  ] as const) {
    const lines: string[] = [];
    const at = (level: string) => () => void lines.push(level);
    const logger = { error: at("error"), warn: at("warn"), info: at("info"), debug: at("debug") };
    const events = new EventDispatcher({ encryptKey: ENCRYPT_KEY, now: () => NOW, logger, loggerLevel });
    events.on("fails_v1", () => Promise.reject(new Error("no database")));
    await events.fetch(await sealed(event2(), { secret: "another" }));
    await events.fetch(await sealed(event2("fails_v1")));
    expect(lines).toEqual(expected);
  }
});
