import { EventDispatcher } from "lark-edge/event";
import { connect } from "lark-edge/long-connection";
import { assert, test } from "../../support/cases.ts";

declare const setting: { appId: string; appSecret: string; domain: string };

test("a bot on this runtime's own socket gets an event and a click, and answers them", async () => {
  const events = new EventDispatcher();
  const seen: string[] = [];
  const done = new Promise<void>((resolve) => {
    events.on("im.message.receive_v1", ({ message }) => {
      seen.push(message.content);
    });
    events.onCardAction(() => {
      resolve();
      return { toast: { type: "success", content: "好" } };
    });
  });
  const connection = connect({ ...setting, events });
  await connection.ready;
  await done;
  await connection.close();
  assert.deepEqual(seen, [JSON.stringify({ text: "你好 🌏" })]);
  assert.equal(connection.state, "closed");
});
