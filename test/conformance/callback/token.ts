// The verification token, and what happens when secrets are missing.
import type { EventDispatcherOptions } from "lark-edge/event";
import { assert, test } from "../../support/cases.ts";
import { assertAccepted, assertRefused, BOTH, KEY_ONLY, receive, setup, TOKEN_ONLY } from "../../support/dispatcher.ts";
import {
  challenge,
  event1,
  event2,
  type Fields,
  oldCard,
  post,
  sealed,
  TOKEN,
} from "../../support/platform-callbacks.ts";

const V1 = "user_add";
const V2 = "contact.user.created_v3";

/** The token's place is the header in schema 2.0, the body in 1.0. */
const withToken = (token: unknown): [string, Fields][] => [
  [V2, event2(V2, {}, { token })],
  [V1, event1(V1, {}, { token })],
];

const WRONG: [string, unknown][] = [
  ["missing", undefined],
  ["empty", ""],
  ["another app's", "verification-token-of-another-app"],
  ["one character short", TOKEN.slice(0, -1)],
  ["one character long", `${TOKEN}x`],
  ["in upper case", TOKEN.toUpperCase()],
  ["between spaces", ` ${TOKEN} `],
  ["null", null],
  ["true", true],
  ["a number", 0],
  ["an array of it", [TOKEN]],
  ["an object", { toString: TOKEN }],
];

for (const [name, token] of WRONG) {
  test(`without a key, a plain event whose verification token is ${name} is refused`, async () => {
    for (const [, body] of withToken(token)) {
      await assertRefused(post(body), "token_mismatch", TOKEN_ONLY);
      await assertRefused(post(body), "token_mismatch", { ...TOKEN_ONLY, allowUnverified: true });
    }
  });
  if (token !== undefined) {
    test(`a signed event whose verification token is ${name} is refused`, async () => {
      for (const [, body] of withToken(token)) {
        await assertRefused(await sealed(body), "token_mismatch");
      }
    });
  }
}

test("without a key, a plain event with the right verification token is accepted", async () => {
  for (const [type, body] of withToken(TOKEN)) {
    await assertAccepted(post(body), type, TOKEN_ONLY);
  }
});

test("without a key, signature headers prove and disprove nothing", async () => {
  const headers = { "x-lark-signature": "0", "x-lark-request-timestamp": "NaN", "x-lark-request-nonce": "" };
  await assertAccepted(post(event2(), headers), V2, TOKEN_ONLY);
  await assertRefused(post(event2(V2, {}, { token: "x" }), headers), "token_mismatch", TOKEN_ONLY);
});

test("a signed event without any verification token is accepted", async () => {
  for (const [type, body] of withToken(undefined)) {
    await assertAccepted(await sealed(body), type);
  }
});

test("a signed event is accepted whatever its token when none is configured", async () => {
  for (const [type, body] of withToken("anything")) {
    await assertAccepted(await sealed(body), type, KEY_ONLY);
  }
});

test("a verification token in the wrong place does not count", async () => {
  const header = { event_type: V2, event_id: "event-1" };
  await assertRefused(post({ schema: "2.0", header, event: {}, token: TOKEN }), "token_mismatch", TOKEN_ONLY);
  await assertRefused(post({ schema: "2.0", header, event: { token: TOKEN } }), "token_mismatch", TOKEN_ONLY);
  await assertRefused(post(event1(V1, { token: TOKEN }, { token: undefined })), "token_mismatch", TOKEN_ONLY);
});

const NOT_CONFIGURED = {
  status: 500,
  headers: [["content-type", "application/json"]],
  body: "{}",
};

// The text "false" is what an environment variable gives: only `true` itself opens the door.
for (const allowUnverified of [undefined, false, "false", "", "yes", 1, {}] as boolean[]) {
  const options = { allowUnverified };
  test(`with no secret and ${JSON.stringify(options)}, every POST is answered with 500 and the log says the fix`, async () => {
    for (const request of [post(event2()), post(event1()), post(challenge()), post(oldCard()), post("")]) {
      const { events, seen, lines } = setup(options);
      assert.deepEqual(await receive(events, request), NOT_CONFIGURED as never);
      assert.deepEqual(seen, []);
      assert.lengthOf(lines, 1);
      assert.match(lines[0] ?? "", /encryptKey.*verificationToken/);
    }
  });
}

test("allowUnverified accepts events and old card callbacks without any proof", async () => {
  const options = { allowUnverified: true };
  await assertAccepted(post(event2()), V2, options);
  await assertAccepted(post(event1(V1, {}, { token: undefined })), V1, options);
  await assertAccepted(post(oldCard()), "card.action.trigger_v1", options);
  await assertRefused(post("hello"), "invalid_body", options);
});

for (const name of ["encryptKey", "verificationToken"] as const) {
  for (const value of [undefined, "", null, 0, 1, true, {}]) {
    test(`a ${name} of ${value === "" ? "no characters" : JSON.stringify(value)} is a TypeError that names it`, () => {
      for (const options of [{}, KEY_ONLY, TOKEN_ONLY, { allowUnverified: true }]) {
        const given = { ...options, [name]: value } as EventDispatcherOptions;
        assert.throws(() => setup(given), TypeError, new RegExp(`^${name} must be.*string.*variable`));
      }
    });
  }
}

test("the verification token is taken out of what handlers see", async () => {
  for (const [options, type, request] of [
    [BOTH, V2, await sealed(event2())],
    [BOTH, V1, await sealed(event1())],
    [TOKEN_ONLY, V2, post(event2())],
    [TOKEN_ONLY, V1, post(event1())],
    [KEY_ONLY, V2, await sealed(event2())],
  ] as const) {
    const { events } = setup(options);
    let given = "";
    events.on(type, (event, ctx) => {
      given = JSON.stringify([event, ctx.header, ctx.raw, ctx]);
    });
    assert.equal((await receive(events, request)).status, 200);
    assert.include(given, type);
    assert.notInclude(given, TOKEN);
  }
});
