// Complete requests and their outcomes, from test/vectors.
import type { EventDispatcherOptions } from "lark-edge/event";
import { assert, test } from "../../support/cases.ts";
import { REFUSAL, receive, setup } from "../../support/dispatcher.ts";
import { post } from "../../support/platform-callbacks.ts";
import vectors from "../../vectors/webhook_requests.json";

interface Vector {
  name: string;
  input: {
    config: { encrypt_key: string; verification_token: string };
    headers: Record<string, string>;
    body: string;
  };
  expected: {
    kind: "challenge" | "event" | "error";
    body?: object;
    schema?: string;
    event_type?: string;
    dedupe_key?: string;
    error?: string;
  };
}

/** When the vectors were signed. */
const SIGNED_AT = 1_608_725_989_000;

for (const { name, input, expected } of vectors as unknown as Vector[]) {
  test(`known answer webhook_requests/${name}`, async () => {
    const options: EventDispatcherOptions = { now: () => SIGNED_AT };
    if (input.config.encrypt_key) {
      options.encryptKey = input.config.encrypt_key;
    }
    if (input.config.verification_token) {
      options.verificationToken = input.config.verification_token;
    }
    const { events, lines } = setup(options);
    const handled: object[] = [];
    events.onAny((_, { schema, type, header }) => {
      handled.push({ schema, type, id: header.event_id });
    });
    const answer = await receive(events, post(input.body, input.headers));
    if (expected.kind === "event") {
      const { schema, event_type: type, dedupe_key: id } = expected;
      assert.deepEqual(handled, [{ schema, type, id }]);
      assert.equal(answer.status, 200);
      return;
    }
    assert.deepEqual(handled, []);
    if (expected.kind === "challenge") {
      assert.equal(answer.status, 200);
      assert.deepEqual(JSON.parse(answer.body), expected.body);
    } else if (expected.error === "not_configured") {
      assert.equal(answer.status, 500);
      assert.match(lines.join(), /encryptKey.*verificationToken/);
    } else {
      assert.deepEqual(answer, REFUSAL);
      assert.include(lines.join(), `callback refused: ${expected.error?.replace("_json", "_body")}`);
    }
  });
}

test("there are 22 known requests", () => {
  assert.lengthOf(vectors, 22);
});
