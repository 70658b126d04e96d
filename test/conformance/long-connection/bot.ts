import { createEmulator } from "lark-edge/emulator";
import { EventDispatcher, once } from "lark-edge/event";
import { type ConnectOptions, connect, type LongConnection } from "lark-edge/long-connection";
import { memoryStore } from "lark-edge/store/memory";
import { assert, rejection, test } from "../../support/cases.ts";

const silent = { error() {}, warn() {}, info() {}, debug() {} };

function world() {
  const emulator = createEmulator();
  emulator.longConnections.configure({ ReconnectNonce: 0 });
  const ada = emulator.addUser({ name: "Ada" });
  const chat = emulator.addChat({ users: [ada] });
  const { appId, appSecret } = emulator.app;
  const open = (events: EventDispatcher, options: Partial<ConnectOptions> = {}) =>
    connect({
      appId,
      appSecret,
      events,
      fetch: emulator.fetch,
      openSocket: (url) => new emulator.WebSocket(url),
      logger: silent,
      ...options,
    });
  return { emulator, ada, chat, open };
}

/** The bot: what it saw, and its dispatcher, for both ways. */
function bot({ encryptKey, verificationToken }: { encryptKey: string; verificationToken: string }) {
  const seen: unknown[] = [];
  const events = new EventDispatcher({
    encryptKey,
    verificationToken,
    logger: silent,
    once: once({ store: memoryStore() }),
  });
  events.on("im.message.receive_v1", ({ message, sender }, ctx) => {
    seen.push([ctx.type, ctx.schema, ctx.header.tenant_key, message.content, sender.sender_type]);
    if (message.content.includes("fail")) {
      throw new Error("failed");
    }
  });
  events.onCardAction((action) => ({
    toast: { type: "info", content: `value ${Object(action.action.value).key} 好` },
  }));
  return { events, seen };
}

const until = async (connection: LongConnection, wanted: string) => {
  for await (const state of connection.states()) {
    if (state === wanted) {
      return;
    }
  }
};

test("the same bot sees and answers the same over the long connection as by webhook", async () => {
  const runs: unknown[] = [];
  for (const via of ["webhook", "long-connection"]) {
    const { emulator, ada, chat, open } = world();
    const { events, seen } = bot(emulator.app);
    const connection = via === "webhook" ? undefined : open(events);
    await (connection?.ready ?? emulator.connect(events.fetch));
    const said = await emulator.say(ada, chat, "hello 🌏");
    const failed = await emulator.say(ada, chat, "fail");
    const clicked = await emulator.click(emulator.messages(chat)[0] ?? "", { key: "v" }, { user: ada });
    const unknown = await emulator.push({ type: "never.registered_v1", event: { x: 1 } });
    await connection?.close();
    const outcomes = [said, failed, clicked, unknown].map(({ status, body, toast }) => ({ status, body, toast }));
    runs.push({ seen, outcomes });
  }
  assert.deepEqual(runs[1], runs[0]);
  assert.nestedPropertyVal(runs[1], "outcomes[2].toast.content", "value v 好");
});

test("an event in many parts arrives whole over the long connection", async () => {
  const { emulator, ada, chat, open } = world();
  const { events, seen } = bot(emulator.app);
  const connection = open(events);
  await connection.ready;
  emulator.longConnections.fragment(61);
  const { status } = await emulator.say(ada, chat, "你好 🌏 ".repeat(100));
  await connection.close();
  assert.equal(status, 200);
  assert.nestedPropertyVal(seen, "[0][3]", JSON.stringify({ text: "你好 🌏 ".repeat(100) }));
});

test("a long connection that was cut comes back, and the lost event is handled once", async () => {
  const { emulator, ada, chat, open } = world();
  const { events, seen } = bot(emulator.app);
  const connection = open(events);
  await connection.ready;
  emulator.longConnections.cut();
  const lost = await emulator.say(ada, chat, "hello");
  await until(connection, "reconnecting");
  await until(connection, "connected");
  const again = await emulator.advance(15_000);
  await connection.close();
  assert.equal(lost.status, 0);
  assert.deepEqual(
    again.map(({ status, attempt }) => [status, attempt]),
    [[200, 2]],
  );
  assert.lengthOf(seen, 1);
});

test("a long connection refuses a wrong secret, says what to check, and does not show the secret", async () => {
  const { open } = world();
  const connection = open(new EventDispatcher(), { appSecret: "the-wrong-secret" });
  const error = await rejection(connection.ready);
  assert.include(error.message, "check appId, appSecret, domain");
  assert.notInclude(`${error.message} ${JSON.stringify(error)}`, "the-wrong-secret");
  assert.equal(connection.state, "failed");
});

test("close of a long connection waits for the handler and sends its answer", async () => {
  const { emulator, ada, chat, open } = world();
  const events = new EventDispatcher();
  let finish = () => {};
  const started = new Promise<void>((resolve) => {
    events.on("im.message.receive_v1", () => {
      resolve();
      return new Promise<void>((done) => {
        finish = done;
      });
    });
  });
  const connection = open(events);
  await connection.ready;
  const saying = emulator.say(ada, chat, "hello");
  await started;
  const closing = connection.close();
  finish();
  await closing;
  assert.equal((await saying).status, 200);
  assert.lengthOf(emulator.longConnections.list(), 0);
});
