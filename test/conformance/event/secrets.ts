// No secret shows: not in logs, errors, answers, nor in the dispatcher itself.
import { memoryStore } from "lark-edge/store/memory";
import { assert, test } from "../../support/cases.ts";
import { BOTH, receive, setup } from "../../support/dispatcher.ts";
import {
  challenge,
  ENCRYPT_KEY,
  event1,
  event2,
  newCard,
  oldCard,
  post,
  sealed,
  sealedUnsigned,
  signCard,
  TOKEN,
} from "../../support/platform-callbacks.ts";
import { testBothWays } from "../../support/ways.ts";

const TICKET = "app-ticket-nobody-may-see";

function assertSilent(what: string): void {
  for (const secret of [ENCRYPT_KEY, TOKEN, TICKET]) {
    assert.notInclude(what, secret);
    assert.notInclude(what, btoa(secret));
  }
}

test("no secret is in an answer, a log line or an error, whatever comes in", async () => {
  const heard: unknown[] = [];
  const failingStore = { ...memoryStore(), set: () => Promise.reject(new Error("no database")) };
  for (const options of [
    { ...BOTH },
    { ...BOTH, onError: (error: unknown) => heard.push(error) },
    { ...BOTH, store: failingStore },
    { verificationToken: TOKEN },
    { encryptKey: ENCRYPT_KEY },
    {},
  ]) {
    const { events, lines } = setup({ ...options, answerBudgetMs: 20 });
    events.on("fails_v1", () => Promise.reject(new Error("no database")));
    events.on("late.callback", () => new Promise(() => {}));
    const ctx = { waitUntil: () => {} };
    const answers: unknown[] = [];
    for (const request of [
      await sealed(event2()),
      await sealed(event1()),
      await sealed(event2("fails_v1")),
      await sealed(event2("late.callback")),
      await sealed(newCard()),
      await sealed(event1("app_ticket", { app_ticket: TICKET })),
      await sealed(event2("a_v1", {}, { token: `${TOKEN}-of-another` })),
      await sealed(event2(), { secret: "another" }),
      await sealed(event2(), { timestamp: "1" }),
      await sealed(`{"token":"${TOKEN}"`),
      await sealed({ token: TOKEN }),
      await sealedUnsigned(event2()),
      await sealedUnsigned(challenge({ token: "another" })),
      post(event2()),
      post(event2("fails_v1")),
      post(challenge()),
      post(`{"token":"${TOKEN}"`),
      post({ token: TOKEN, key: ENCRYPT_KEY }),
      post(oldCard(), await signCard(oldCard())),
      post(oldCard(), await signCard(oldCard(), { secret: "another" })),
    ]) {
      answers.push(await receive(events, request, ctx));
    }
    assert.isNotEmpty(lines);
    assertSilent(lines.join("\n"));
    assertSilent(JSON.stringify(answers));
  }
  assert.isNotEmpty(heard);
  assertSilent(heard.map((error) => `${error} ${(error as Error).stack} ${JSON.stringify(error)}`).join("\n"));
});

testBothWays("what onError gets as context holds no secret", async () => {
  const contexts: string[] = [];
  const { events } = setup({ ...BOTH, onError: (_, info) => contexts.push(JSON.stringify(info)) });
  events.onAny(() => Promise.reject(new Error("no database")));
  await receive(events, await sealed(event2()));
  await receive(events, await sealed(event1()));
  assert.lengthOf(contexts, 2);
  assertSilent(contexts.join());
});

test("the error of a dispatch holds no secret", async () => {
  const { events } = setup();
  const error = await events.dispatch({ token: TOKEN, schema: "2.0", header: { token: TOKEN } }).catch((e) => e);
  assert.instanceOf(error, Error);
  assertSilent(`${error.stack} ${JSON.stringify(error)} ${error.cause}`);
});

test("the error of a bad option does not hold the option", () => {
  for (const value of [[ENCRYPT_KEY, ""], { key: ENCRYPT_KEY }, new String(ENCRYPT_KEY)]) {
    try {
      setup({ encryptKey: value as never, verificationToken: TOKEN });
      assert.fail("no error");
    } catch (error) {
      assert.instanceOf(error, TypeError);
      assertSilent(String((error as Error).stack));
    }
  }
});

testBothWays("the dispatcher holds no secret that JSON.stringify, keys or structured access would show", async () => {
  const { events } = setup();
  await receive(events, await sealed(event2()));
  assertSilent(JSON.stringify(events));
  assertSilent(String(events));
  const own = Reflect.ownKeys(events).map((key) => String(Reflect.get(events, key)));
  assert.isNotEmpty(own);
  assertSilent(own.join());
});
