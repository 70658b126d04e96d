// Names that mean something to JavaScript mean nothing here.

import { assert, test } from "../../support/cases.ts";
import { assertAccepted, assertRefused, receive, setup, TOKEN_ONLY } from "../../support/dispatcher.ts";
import { event1, event2, post, sealed, TOKEN } from "../../support/platform-callbacks.ts";

const NAMES = ["__proto__", "constructor", "prototype", "toString", "hasOwnProperty", "valueOf", "then", "length"];

for (const name of NAMES) {
  test(`"${name}" is an event type like any other`, async () => {
    await assertAccepted(await sealed(event2(name)), name);
    await assertAccepted(await sealed(event1(name)), name);
    const { events } = setup();
    let calls = 0;
    events.on(name, () => {
      calls++;
    });
    await receive(events, await sealed(event2(name)));
    await receive(events, await sealed(event2()));
    assert.equal(calls, 1);
  });

  test(`"${name}" is a field like any other, at any depth of a body`, async () => {
    const text = JSON.stringify(event2()).replaceAll(
      /\{/g,
      `{${JSON.stringify(name)}:{"polluted":true,"token":"x","encrypt":"x","event_type":"x"},`,
    );
    await assertAccepted(post(text), "contact.user.created_v3", TOKEN_ONLY);
    await assertAccepted(await sealed(text), "contact.user.created_v3");
    assert.isUndefined(({} as { polluted?: boolean }).polluted);
  });

  test(`"${name}" is a field like any other in the flat shape`, async () => {
    const { events } = setup(TOKEN_ONLY);
    const flat: unknown[] = [];
    events.register({
      user_add_v1: (event) => {
        flat.push(event);
      },
    });
    const value = `{${JSON.stringify(name)}:{"polluted":true},"name":"Ada"}`;
    const text = JSON.stringify(event2("user_add_v1", "EVENT")).replace('"EVENT"', value);
    assert.equal((await receive(events, post(text))).status, 200);
    assert.isTrue(Object.hasOwn(flat[0] as object, name));
    assert.equal((flat[0] as { name: string }).name, "Ada");
    assert.isUndefined((flat[0] as { polluted?: boolean }).polluted);
    assert.isUndefined(({} as { polluted?: boolean }).polluted);
  });
}

test("what a body inherits proves nothing", async () => {
  const header = `{"event_type":"user_add_v1","token":${JSON.stringify(TOKEN)}}`;
  for (const text of [
    `{"__proto__":{"header":${header}},"schema":"2.0","event":{}}`,
    `{"__proto__":{"token":${JSON.stringify(TOKEN)}},"event":{"type":"user_add"}}`,
    `{"schema":"2.0","header":{"__proto__":${header}},"event":{}}`,
    `{"constructor":{"prototype":${header}},"event":{"type":"user_add"}}`,
  ]) {
    await assertRefused(post(text), "token_mismatch", TOKEN_ONLY);
  }
});

test("a `__proto__` that holds an `encrypt` makes no encrypted body, and a `type` in it no URL verification", async () => {
  await assertRefused(post('{"__proto__":{"encrypt":"x"}}'), "not_encrypted");
  const text = `{"__proto__":{"type":"url_verification","challenge":"x"},"token":${JSON.stringify(TOKEN)}}`;
  await assertRefused(post(text), "not_encrypted");
  await assertRefused(post(text), "invalid_body", TOKEN_ONLY);
});

test("of a field that comes twice the last one counts, as JSON has it", async () => {
  const text = JSON.stringify(event2()).replace('"event_type":', '"event_type":"first_v1","event_type":');
  await assertAccepted(await sealed(text), "contact.user.created_v3");
});

test("register and on take a handler of any name", async () => {
  const { events } = setup(TOKEN_ONLY);
  const calls: string[] = [];
  events.register(Object.fromEntries(NAMES.map((name) => [name, () => calls.push(name)])));
  for (const name of NAMES) {
    await receive(events, post(event2(name)));
  }
  assert.deepEqual(calls, NAMES);
});
