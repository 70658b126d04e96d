// Callbacks that were made and judged elsewhere, sent on this runtime. Web APIs and lark-edge alone.
import { assert, test } from "../support/cases.ts";
import { fromBase64 } from "../support/platform-callbacks.ts";
import { withEndlessTries } from "../support/time.ts";
import { createBots, type Outcome } from "./fuzz-apps.ts";

/** A request and what it must lead to, as JSON. */
export interface Judged {
  app: number;
  headers: [name: string, value: string][];
  /** The body in base64. */
  body: string;
  expected: Outcome;
}

for (const whole of [true, false]) {
  test(`fuzzed callbacks are decided as the oracle decides them, ${whole ? "as requests" : "without web objects"}`, () =>
    withEndlessTries(async () => {
      const { callbacks } = (globalThis as unknown as { setting: { callbacks: Judged[] } }).setting;
      const send = createBots();
      const wrong: string[] = [];
      for (const { app, headers, body, expected } of callbacks) {
        const outcome = await send({ app, headers, body: fromBase64(body) }, whole);
        if (outcome !== expected) {
          wrong.push(`bot ${app}: "${outcome}" and not "${expected}": ${JSON.stringify(headers)} ${atob(body)}`);
        }
      }
      assert.deepEqual(wrong.slice(0, 5), []);
      assert.isAbove(callbacks.length, 1_000);
    }));
}
