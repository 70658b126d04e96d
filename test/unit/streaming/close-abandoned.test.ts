import { describe, expect, test } from "vitest";
import { closeAbandoned } from "../../../src/streaming/index.ts";
import { silent, slowly, world } from "./world.ts";

const WORDS = Array.from({ length: 40 }, (_, index) => `word${index} `);

type World = Awaited<ReturnType<typeof world>>;

/** Streams until `ms` have passed, and kills the process then. */
async function abandon({ run, clock, connect, isolate }: World, ms: number): Promise<void> {
  const dying = isolate();
  void run(slowly(WORDS, dying.clock), { clock: dying.clock, store: dying.store }, connect(dying.fetch));
  await clock.wait(ms);
  dying.kill();
}

const close = ({ connect, store, emulator, clock }: World, more: object = {}) =>
  closeAbandoned(connect(), store, { appId: emulator.app.appId, clock, logger: silent, ...more });

const isOpen = (card: { config: { streaming_mode?: boolean } }) => card.config.streaming_mode === true;

describe("a stream whose process died", () => {
  test("is closed with what was stored, after its lease and not before", async () => {
    const given = await world();
    await abandon(given, 4_500);
    expect(await close(given)).toEqual([]);
    expect(given.cards().map(isOpen)).toEqual([true]);
    await given.clock.wait(61_000);
    const [result] = await close(given);
    expect(result).toMatchObject({ outcome: "stopped", attempt: 2, unsent: "" });
    expect(result?.text).not.toBe("");
    expect(WORDS.join("").startsWith(`${result?.text}`)).toBe(true);
    expect(given.cards().map(given.textIn)).toEqual([result?.text]);
    expect(given.cards().map(isOpen)).toEqual([false]);
    expect(JSON.stringify(given.cards())).toContain("Interrupted");
    expect(await close(given)).toEqual([]);
  });

  test("is opened again if its event is delivered again", async () => {
    const given = await world();
    await abandon(given, 4_500);
    await given.clock.wait(61_000);
    await close(given, { interrupted: "Cut off" });
    expect(JSON.stringify(given.cards())).toContain("Cut off");
    const result = await given.run(slowly(WORDS, given.clock));
    expect(result).toMatchObject({ outcome: "complete", attempt: 3 });
    expect(given.cards().map(given.textIn)).toEqual([WORDS.join("")]);
    expect(given.cards().map(isOpen)).toEqual([false]);
    expect(JSON.stringify(given.cards())).not.toContain("Cut off");
    await given.clock.wait(61_000);
    expect(await close(given)).toEqual([]);
  });

  test("is sent first if it died before that", async () => {
    const given = await world();
    const dying = given.isolate();
    const client = given.connect((request, init) => {
      if (String(request instanceof Request ? request.url : request).includes("/reply")) {
        dying.kill();
      }
      return dying.fetch(request, init);
    });
    void given.run(slowly(WORDS, dying.clock), { clock: dying.clock, store: dying.store }, client);
    await given.clock.wait(61_000);
    expect(given.cards()).toEqual([]);
    expect(await close(given)).toMatchObject([{ outcome: "stopped", text: "" }]);
    expect(given.cards()).toHaveLength(1);
    expect(given.cards().map(isOpen)).toEqual([false]);
  });

  test("shows an end that was stored, without a footer", async () => {
    const given = await world();
    const dying = given.isolate();
    let puts = 0;
    const client = given.connect((request, init) => {
      const { method = "", url = "" } =
        request instanceof Request ? request : { method: init?.method, url: String(request) };
      puts += method === "PUT" && /cards\/\d+$/.test(url) ? 1 : 0;
      if (puts === 1) {
        dying.kill();
      }
      return dying.fetch(request, init);
    });
    void given.run(["the whole answer"], { clock: dying.clock, store: dying.store }, client);
    await given.clock.wait(61_000);
    expect(await close(given)).toMatchObject([{ outcome: "complete", text: "the whole answer" }]);
    expect(JSON.stringify(given.cards())).not.toContain("Interrupted");
    const again = await given.run(() => {
      throw new Error("it was called");
    });
    expect(again).toMatchObject({ outcome: "complete", text: "the whole answer", calls: 0 });
  });
});

test("a card is sent only when its stream is in the list by which it would be closed", async () => {
  const given = await world();
  const order: string[] = [];
  const store = {
    ...given.store,
    async compareAndSet(...call: Parameters<typeof given.store.compareAndSet>) {
      const isList = call[0].includes("open%3A");
      await new Promise((resolve) => setTimeout(resolve, isList ? 60 : 0));
      const isSet = await given.store.compareAndSet(...call);
      order.push(isList ? "listed" : "stored");
      return isSet;
    },
  };
  const client = given.connect((request, init) => {
    if (String(request instanceof Request ? request.url : request).includes("/reply")) {
      order.push("sent");
    }
    return given.clock.during(given.emulator.fetch(request, init));
  });
  await given.run(["a"], { store }, client);
  expect(order.indexOf("listed")).toBeGreaterThanOrEqual(0);
  expect(order.indexOf("listed")).toBeLessThan(order.indexOf("sent"));
});

test("a stream whose source is slow keeps its lease", async () => {
  const given = await world();
  const running = given.run(slowly(["a", "b"], given.clock, 90_000));
  await given.clock.wait(85_000);
  expect(await close(given)).toEqual([]);
  expect(await running).toMatchObject({ outcome: "complete", attempt: 1 });
});

test("streams that have ended are not listed any more, and those of another app are left alone", async () => {
  const given = await world();
  await given.run(["done"]);
  await abandon(await world(), 100);
  await given.clock.wait(61_000);
  expect(await close(given)).toEqual([]);
  expect(await close(given, { appId: "cli_other" })).toEqual([]);
});

test("a stream that cannot be closed is logged, and closed by the next call", async () => {
  const given = await world();
  await abandon(given, 4_500);
  await given.clock.wait(61_000);
  const remove = given.fault({ kind: "refusal", code: 12345, path: "/cardkit/", times: Number.POSITIVE_INFINITY });
  const logged: unknown[] = [];
  const logger = { ...silent, error: (...message: unknown[]) => logged.push(message.join(" ")) };
  expect(await close(given, { logger })).toEqual([]);
  expect(logged).toEqual([expect.stringMatching(/closeAbandoned: a stream was not closed: /)]);
  remove();
  await given.clock.wait(61_000);
  expect(await close(given)).toMatchObject([{ outcome: "stopped" }]);
});

test.each([undefined, "", 7])("appId %s is a TypeError", async (appId) => {
  const given = await world();
  await expect(close(given, { appId })).rejects.toThrow(/closeAbandoned: appId must name the app/);
});

test("a stream is handed over after its time, and the next run completes it", async () => {
  const given = await world();
  const first = await given.run(slowly(WORDS, given.clock, 1_000), { handOverMs: 25_000 });
  expect(first).toMatchObject({ outcome: "handed_over", unsent: "", attempt: 1 });
  expect(first.text.length).toBeGreaterThan(100);
  const second = await given.run(({ text }) => slowly([text ? "" : "lost", "the rest"], given.clock));
  expect(second).toMatchObject({ outcome: "complete", text: `${first.text}the rest`, attempt: 2 });
  expect(given.cards().map(given.textIn)).toEqual([`${first.text}the rest`]);
});

test("a stream that is handed over to nobody is closed", async () => {
  const given = await world();
  const { text } = await given.run(slowly(WORDS, given.clock, 1_000), { handOverMs: 25_000 });
  await given.clock.wait(61_000);
  expect(await close(given)).toMatchObject([{ outcome: "stopped", text }]);
  expect(given.cards().map(given.textIn)).toEqual([text]);
});

test.each([0, -1, Number.NaN])("handOverMs %d is a RangeError", async (handOverMs) => {
  const { run } = await world();
  await expect(run(["a"], { handOverMs })).rejects.toThrow(/handOverMs must be positive/);
});
