// The old card callback: plain, and signed by SHA-1 with the verification token.

import { EventDispatcher, type EventDispatcherOptions } from "lark-edge/event";
import { assert, test } from "../../support/cases.ts";
import {
  assertAccepted,
  assertRefused,
  BOTH,
  KEY_ONLY,
  REFUSAL,
  receive,
  setup,
  TOKEN_ONLY,
} from "../../support/dispatcher.ts";
import {
  event2,
  NOW,
  newCard,
  oldCard,
  post,
  sealed,
  sign,
  signCard,
  TOKEN,
  toBytes,
} from "../../support/platform-callbacks.ts";
import vectors from "../../vectors/card_sha1_signature.json";

const TYPE = "card.action.trigger_v1";
const CONFIGURED = [
  ["with a key", BOTH],
  ["without a key", TOKEN_ONLY],
  ["without a key but allowUnverified", { ...TOKEN_ONLY, allowUnverified: true }],
] as const;

for (const [name, options] of CONFIGURED) {
  test(`an old card callback with its SHA-1 signature is accepted, ${name}`, async () => {
    await assertAccepted(post(oldCard(), await signCard(oldCard())), TYPE, options);
  });

  test(`an old card callback with another signature is refused, ${name}`, async () => {
    const body = oldCard();
    const wrong = [
      await sign(body),
      await sign(body, { secret: TOKEN }),
      await signCard(body, { secret: "another" }),
      await signCard(body, { secret: "" }),
      await signCard({ ...body, open_id: "ou_2" }),
      { ...(await signCard(body)), "x-lark-signature": "" },
      { ...(await signCard(body)), "x-lark-request-nonce": "nonce-2" },
    ];
    for (const headers of wrong) {
      await assertRefused(post(body, headers), "signature_mismatch", options);
    }
  });

  test(`an old card callback without a signature is refused, ${name}`, async () => {
    await assertRefused(post(oldCard()), "timestamp_outside_window", options);
    const { "x-lark-signature": _, ...headers } = await signCard(oldCard());
    await assertRefused(post(oldCard(), headers), "signature_mismatch", options);
  });

  test(`an old card callback whose body holds the verification token is refused without a signature, ${name}`, async () => {
    await assertRefused(post(oldCard({ token: TOKEN })), "timestamp_outside_window", options);
  });

  test(`an old card callback is refused outside the time window, ${name}`, async () => {
    const headers = await signCard(oldCard());
    for (const seconds of [28_801, -301]) {
      const later = { ...options, now: () => NOW + seconds * 1000 };
      await assertRefused(post(oldCard(), headers), "timestamp_outside_window", later);
    }
    const late = { ...options, now: () => NOW + 28_800_000 };
    await assertAccepted(post(oldCard(), headers), TYPE, late);
  });
}

test("an old card callback is refused when only a key is configured: nothing can prove it", async () => {
  for (const options of [KEY_ONLY, { ...KEY_ONLY, allowUnverified: true }]) {
    await assertRefused(post(oldCard()), "not_encrypted", options);
    await assertRefused(post(oldCard(), await sign(oldCard())), "not_encrypted", options);
  }
});

test("the SHA-1 signature lets in nothing but an old card callback", async () => {
  for (const body of [event2(), { ...oldCard(), type: "event_callback" }, { ...oldCard(), header: {} }]) {
    await assertRefused(post(body, await signCard(body)), "not_encrypted", BOTH);
  }
});

test("a body that is half an old card callback is none", async () => {
  for (const change of [{ action: undefined }, { action: "text" }, { action: [] }, { open_message_id: undefined }]) {
    const body = oldCard(change);
    await assertRefused(post(body, await signCard(body)), "not_encrypted", BOTH);
    await assertRefused(post(body, await signCard(body)), "token_mismatch", TOKEN_ONLY);
  }
});

test("an encrypted body of the old shape is refused: its token is not the app's", async () => {
  await assertRefused(await sealed(oldCard()), "token_mismatch", BOTH);
});

interface Vector {
  name: string;
  input: { timestamp: string; nonce: string; verification_token: string; body: string; signature?: string };
  expected: { signature?: string; valid?: boolean };
}

for (const { name, input, expected } of vectors as Vector[]) {
  test(`known answer card_sha1_signature/${name}`, async () => {
    const { events, seen, lines } = setup({
      verificationToken: input.verification_token,
      now: () => Number(input.timestamp) * 1000,
    });
    const headers: Record<string, string | undefined> = {
      "x-lark-request-timestamp": input.timestamp,
      "x-lark-request-nonce": input.nonce,
      "x-lark-signature": expected.signature ?? input.signature,
    };
    const answer = await events.handle(toBytes(input.body), (header) => headers[header]);
    // Some vectors sign what is no card action: those get past the signature, or never ask for one.
    const isCard = input.body.includes("open_message_id");
    if (isCard) {
      const valid = expected.valid ?? true;
      assert.equal(answer.status, valid ? 200 : 401);
      assert.deepEqual(seen, valid ? [TYPE] : []);
      assert.match(lines.join(), valid ? /^$/ : /signature_mismatch/);
    } else {
      assert.notMatch(lines.join(), /signature/);
      assert.equal(answer.status, input.body.includes("url_verification") ? 200 : 401);
    }
  });
}

/** A bot whose handlers are these alone. */
function bot(options: EventDispatcherOptions = BOTH) {
  const lines: string[] = [];
  const write = (...message: unknown[]) => lines.push(message.join(" "));
  const logger = { error: write, warn: write, info: write, debug: write };
  const events = new EventDispatcher({ now: () => NOW, logger, ...options });
  const click = async () => receive(events, post(oldCard(), await signCard(oldCard())));
  return { events, lines, click };
}

test("an old card callback is accepted only while a handler for it is registered", async () => {
  for (const options of [BOTH, TOKEN_ONLY]) {
    const { events, lines, click } = bot(options);
    let any = 0;
    events
      .onAny(() => {
        any++;
      })
      .on("card.action.trigger", () => undefined)
      .register({ "im.message.receive_v1": () => {} });
    assert.deepEqual(await click(), REFUSAL);
    assert.equal(any, 0);
    assert.match(lines.join(), /callback refused: (old_cards_off|signature_mismatch)$/);
    // It is looked up with each request.
    events.on(TYPE, () => ({ a: 1 }));
    assert.equal((await click()).body, '{"a":1}');
    assert.equal(any, 1);
  }
});

for (const [name, add] of [
  ["onCardAction", (events) => events.onCardAction(() => undefined)],
  ["on", (events) => events.on(TYPE, () => undefined)],
  ["register", (events) => events.register({ [TYPE]: () => undefined })],
] as [string, (events: EventDispatcher) => unknown][]) {
  test(`a handler added by ${name} lets old card callbacks in`, async () => {
    const { events, click } = bot();
    add(events);
    assert.equal((await click()).status, 200);
  });

  // The text "false" is what an environment variable gives: whatever is not `true` closes.
  for (const oldCards of [false, "false", 0, null] as boolean[]) {
    test(`oldCards: ${JSON.stringify(oldCards)} keeps them out, also with a handler added by ${name}`, async () => {
      for (const options of [BOTH, TOKEN_ONLY, { allowUnverified: true }]) {
        const { events, click } = bot({ ...options, oldCards });
        add(events);
        assert.deepEqual(await click(), REFUSAL);
      }
    });
  }
}

test("a new card callback needs no handler of the old one", async () => {
  const { events } = bot({ ...BOTH, oldCards: false });
  events.onCardAction(() => ({ toast: { content: "ok" } }));
  assert.include((await receive(events, await sealed(newCard()))).body, "ok");
});

test("an old card callback of a megabyte is believed by its signature, and refused unparsed without it", async () => {
  const large = oldCard({ action: { value: { pad: "x".repeat(900_000) }, tag: "button" } });
  await assertAccepted(post(large, await signCard(large)), TYPE, BOTH);
  await assertRefused(post(large, await signCard("another body")), "signature_mismatch", BOTH);
});
