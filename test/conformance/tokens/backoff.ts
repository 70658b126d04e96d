// A token endpoint that fails, and tokens that are refused again and again, are remembered for a short, growing time.
import { memoryStore } from "lark-edge/store/memory";
import { assert, rejection, test } from "../../support/cases.ts";
import { clientFor } from "../../support/demo-api.ts";
import { type FakePlatform, fakePlatform, tokenAnswer } from "../../support/fake-platform.ts";
import { withClock } from "../../support/time.ts";

const path = { id: "1" };
const SECOND = 1_000;
const MINUTE = 60_000;
const ONCE = { retry: { maxRetries: 0 } };

const WRONG_SECRET = () => Response.json({ code: 10014, msg: "app secret invalid" });
const DOWN = () => Response.json({ code: 1, msg: "internal" }, { status: 500 });
const NO_NETWORK = (): never => {
  throw new TypeError("fetch failed");
};
const FAILURES: [what: string, answer: () => Response, code: string][] = [
  ["refuses the secret", WRONG_SECRET, "LARK_AUTH"],
  ["answers 500", DOWN, "LARK_AUTH"],
  ["does not answer", NO_NETWORK, "LARK_NETWORK"],
  ["answers no token", () => Response.json({ code: 0 }), "LARK_AUTH"],
];

/** A platform whose token endpoint fails as long as the test says so. */
function failing(answer: () => Response): FakePlatform & { isDown: boolean } {
  const state = { isDown: true };
  const platform = fakePlatform(undefined, (_, count) => (state.isDown ? answer() : tokenAnswer(`t-${count}`)));
  return Object.defineProperty(platform as FakePlatform & { isDown: boolean }, "isDown", {
    get: () => state.isDown,
    set: (next: boolean) => {
      state.isDown = next;
    },
  });
}

for (const [what, answer, code] of FAILURES) {
  test(`of a hundred calls one after the other two ask an endpoint that ${what}; all have its error`, async () => {
    const platform = failing(answer);
    const client = clientFor(platform.fetch, { ...ONCE, loggerLevel: "silent" });
    await rejection(client.demo.v1.thing.get({ path }));
    await rejection(client.demo.v1.thing.get({ path }));
    const requests = platform.tokenRequests.length;
    for (let count = 0; count < 98; count++) {
      assert.equal((await rejection(client.demo.v1.thing.get({ path }))).code, code);
    }
    assert.equal(platform.tokenRequests.length, requests);
    assert.isEmpty(platform.sent);
  });
}

test("after the hold the endpoint is tried again, and a success forgets the failure", () =>
  withClock(async (forward) => {
    const platform = failing(DOWN);
    const client = clientFor(platform.fetch, ONCE);
    await rejection(client.demo.v1.thing.get({ path }));
    await rejection(client.demo.v1.thing.get({ path }));
    platform.isDown = false;
    await rejection(client.demo.v1.thing.get({ path }));
    forward(SECOND);
    await client.demo.v1.thing.get({ path });
    assert.lengthOf(platform.tokenRequests, 3);
    // The next failure is the first again.
    platform.isDown = true;
    forward(121 * MINUTE);
    await rejection(client.demo.v1.thing.get({ path }));
    platform.isDown = false;
    await client.demo.v1.thing.get({ path });
    assert.lengthOf(platform.tokenRequests, 5);
  }));

test("a single failure is not remembered: the next call asks again", async () => {
  const platform = failing(DOWN);
  const client = clientFor(platform.fetch, ONCE);
  await rejection(client.demo.v1.thing.get({ path }));
  platform.isDown = false;
  await client.demo.v1.thing.get({ path });
});

test("a hundred calls at once that find a hold share the error, and send nothing", async () => {
  const platform = failing(DOWN);
  const client = clientFor(platform.fetch, ONCE);
  await rejection(client.demo.v1.thing.get({ path }));
  await rejection(client.demo.v1.thing.get({ path }));
  const errors = await Promise.all(Array.from({ length: 100 }, () => rejection(client.demo.v1.thing.get({ path }))));
  assert.equal(new Set(errors).size, 1);
  assert.lengthOf(platform.tokenRequests, 2);
});

test("the hold doubles to a minute, with jitter", () =>
  withClock(async (forward) => {
    const platform = failing(DOWN);
    const client = clientFor(platform.fetch, ONCE);
    const at: number[] = [];
    for (let now = 0; now < 20 * MINUTE; now += SECOND / 4) {
      const before = platform.tokenRequests.length;
      await rejection(client.demo.v1.thing.get({ path }));
      if (platform.tokenRequests.length > before) {
        at.push(now);
      }
      forward(SECOND / 4);
    }
    assert.isAtMost(at[1] as number, SECOND / 2, "a single failure is held");
    const holds = at.slice(2).map((time, index) => time - (at[index + 1] as number));
    for (const [index, hold] of holds.entries()) {
      const most = Math.min(SECOND * 2 ** index, MINUTE);
      assert.isAtLeast(hold, most / 2, `hold ${index}`);
      assert.isAtMost(hold, most + SECOND, `hold ${index}`);
    }
    assert.isAbove(holds.length, 15);
    assert.isAbove(new Set(holds.slice(6)).size, 1, "all holds have the same length");
  }));

test("while the endpoint fails a token that lives is used, and asked for twice", () =>
  withClock(async (forward) => {
    const platform = failing(DOWN);
    platform.isDown = false;
    const client = clientFor(platform.fetch, { ...ONCE, loggerLevel: "silent" });
    await client.demo.v1.thing.get({ path });
    platform.isDown = true;
    forward(118 * MINUTE);
    for (let count = 0; count < 100; count++) {
      await client.demo.v1.thing.get({ path });
    }
    assert.lengthOf(platform.sent, 101);
    assert.lengthOf(platform.tokenRequests, 3);
  }));

test("a clock that is set back holds no longer", () =>
  withClock(async (forward) => {
    const platform = failing(DOWN);
    const client = clientFor(platform.fetch, ONCE);
    await rejection(client.demo.v1.thing.get({ path }));
    await rejection(client.demo.v1.thing.get({ path }));
    platform.isDown = false;
    forward(-60 * MINUTE);
    await client.demo.v1.thing.get({ path });
  }));

test("clients do not share what they remember", async () => {
  const platform = failing(WRONG_SECRET);
  const store = memoryStore();
  const client = clientFor(platform.fetch, { ...ONCE, store });
  await rejection(client.demo.v1.thing.get({ path }));
  await rejection(client.demo.v1.thing.get({ path }));
  platform.isDown = false;
  await clientFor(platform.fetch, { ...ONCE, store }).demo.v1.thing.get({ path });
});

/** A platform that refuses every token, and gives the same one or another each time. */
const refusing = (gives: (count: number) => string, isRefused: () => boolean = () => true) =>
  fakePlatform(
    () =>
      isRefused()
        ? Response.json({ code: 99991663, msg: "invalid access token" }, { status: 400 })
        : Response.json({ code: 0, msg: "ok", data: {} }),
    (_, count) => tokenAnswer(gives(count)),
  );

const GIVES: [what: string, gives: (count: number) => string][] = [
  ["the same token", () => "t-same"],
  ["another token each time", (count) => `t-${count}`],
];

for (const [what, gives] of GIVES) {
  for (const kept of [false, true]) {
    test(`a hundred calls whose token is refused for good make three token requests at most (${what}, store: ${kept})`, async () => {
      const platform = refusing(gives);
      const client = clientFor(platform.fetch, kept ? { store: memoryStore() } : {});
      for (let count = 0; count < 100; count++) {
        assert.equal((await rejection(client.demo.v1.thing.get({ path }))).category, "token_invalid");
      }
      assert.isAtMost(platform.tokenRequests.length, 3);
    });
  }

  test(`a thousand calls at once whose token is refused for good make two token requests (${what})`, async () => {
    const platform = refusing(gives);
    const client = clientFor(platform.fetch);
    await Promise.all(Array.from({ length: 1_000 }, () => rejection(client.demo.v1.thing.get({ path }))));
    assert.lengthOf(platform.tokenRequests, 2);
  });
}

test("a token that is refused for a while works again at once when the platform takes it", async () => {
  let isRefused = true;
  const platform = refusing(
    () => "t-same",
    () => isRefused,
  );
  const client = clientFor(platform.fetch);
  await rejection(client.demo.v1.thing.get({ path }));
  await rejection(client.demo.v1.thing.get({ path }));
  isRefused = false;
  await client.demo.v1.thing.get({ path });
});

test("a token that the platform replaces a second after it replaced another is replaced", () =>
  withClock(async (forward) => {
    let valid = 1;
    const platform = fakePlatform(
      ({ headers }) =>
        headers.get("authorization") === `Bearer t-${valid}`
          ? Response.json({ code: 0, msg: "ok", data: {} })
          : Response.json({ code: 99991663, msg: "invalid access token" }, { status: 400 }),
      () => tokenAnswer(`t-${valid}`),
    );
    const client = clientFor(platform.fetch);
    for (valid = 1; valid < 5; valid++) {
      await client.demo.v1.thing.get({ path });
      forward(2 ** valid * SECOND);
    }
    assert.lengthOf(platform.tokenRequests, 4);
  }));
