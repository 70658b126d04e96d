import { expect, onTestFinished, test } from "vitest";
import { EventDispatcher } from "../../../src/event/index.ts";
import { connect } from "../../../src/long-connection/index.ts";
import type { Parsed } from "../../support/emulator-api.ts";
import { makeControl } from "./helpers.ts";

const PATH = "api/long-connection";

/** A page's API, and a bot on the long connection. */
async function world() {
  const made = makeControl();
  const { emulator } = made;
  emulator.longConnections.configure({ ReconnectNonce: 0 });
  const { appId, appSecret } = emulator.app;
  const connection = connect({
    appId,
    appSecret,
    events: new EventDispatcher({ loggerLevel: "silent" }).onAny(() => {}),
    fetch: emulator.fetch,
    openSocket: (url) => new emulator.WebSocket(url),
    loggerLevel: "silent",
  });
  onTestFinished(() => connection.close({ timeoutMs: 1 }));
  await connection.ready;
  return { ...made, connection };
}

test("the page sees connections, frames and acknowledgements", async () => {
  const { ask, emulator, user, chat } = await world();
  await ask("POST", PATH, { action: "fragment", bytes: 300 });
  await ask("POST", "api/say", { user: user.openId, chat: chat.chatId, text: "hello" });
  const { body } = await ask("GET", PATH);
  expect(body.connections).toMatchObject([{ appId: emulator.app.appId, isFrozen: false }]);
  expect(body.partBytes).toBe(300);
  const shown = body.frames.map(({ from, type, part, code }: Parsed) => [from, type, part ?? code]);
  const parts = shown.filter(([, type]: string[]) => type === "event").length;
  expect(parts).toBeGreaterThan(1);
  expect(shown.slice(0, 3)).toEqual([
    ["bot", "ping", undefined],
    ["gateway", "pong", undefined],
    ["gateway", "event", `1/${parts}`],
  ]);
  expect(shown.at(-1)).toEqual(["bot", "answer", 200]);
});

test("the page cuts and freezes connections", async () => {
  const { ask, emulator, connection } = await world();
  const frozen = await ask("POST", PATH, { action: "freeze", app: emulator.app.appId });
  expect(frozen.body.connections).toMatchObject([{ isFrozen: true }]);
  const cut = await ask("POST", PATH, { action: "cut" });
  expect(cut.body.connections).toEqual([]);
  await expect.poll(() => connection.state).toBe("reconnecting");
});

test.each([
  [{}, /action/],
  [{ action: "burn" }, /cut, freeze or fragment/],
  [{ action: "fragment" }, /bytes/],
  [{ action: "fragment", bytes: 0 }, /bytes/],
  [{ action: "cut", app: "cli_none" }, /cli_none/],
])("%j is refused", async (body, words) => {
  const { ask } = makeControl();
  const answer = await ask("POST", PATH, body);
  expect(answer.status).toBeGreaterThanOrEqual(400);
  expect(answer.body.error).toMatch(words);
});
