import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { EventDispatcher } from "lark-edge/event";
import { connect, type WebSocketLike } from "lark-edge/long-connection";
import { expect, onTestFinished, test } from "vitest";
import { binary } from "../../support/runtimes.ts";

const MAIN = fileURLToPath(new URL("../../../dist/cli/main.js", import.meta.url));

const RUNTIMES: Record<string, () => [command: string, ...args: string[]]> = {
  Node: () => [process.execPath],
  Deno: () => [binary("deno"), "run", "-A", "--no-remote"],
  Bun: () => [binary("bun")],
};

/** Starts the built command line and waits for its greeting. */
async function start(name: string): Promise<{ child: ChildProcess; address: string; env: Record<string, string> }> {
  const [command, ...args] = RUNTIMES[name]?.() ?? ["none"];
  const home = await mkdtemp(join(tmpdir(), "lark-edge-home-"));
  const child = spawn(command, [...args, MAIN, "emulator", "--port", "0"], {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, HOME: home, XDG_DATA_HOME: join(home, "data"), LOCALAPPDATA: home },
  });
  onTestFinished(async () => {
    child.kill("SIGKILL");
    await rm(home, { recursive: true, force: true });
  });
  let said = "";
  for await (const chunk of child.stdout ?? []) {
    said += chunk;
    if (said.includes("Ctrl-C ends it.")) {
      break;
    }
  }
  const env = Object.fromEntries([...said.matchAll(/^ {2}([A-Z_]+)=(.*)$/gm)].map(([, key, value]) => [key, value]));
  return { child, env, address: /runs on (\S+)/.exec(said)?.[1] ?? said };
}

test.each(Object.keys(RUNTIMES))("the command line starts, answers and ends on %s", async (name) => {
  const { child, address, env } = await start(name);
  const body = JSON.stringify({ app_id: env.APP_ID, app_secret: env.APP_SECRET });
  const url = `${address}/open-apis/auth/v3/tenant_access_token/internal`;
  const answer = await (await fetch(url, { method: "POST", body })).json();
  expect(answer).toMatchObject({ code: 0, tenant_access_token: expect.stringMatching(/^t-/) });
  const page = await fetch(`${address}/_emulator/`);
  expect([page.status, page.headers.get("content-type")]).toEqual([200, "text/html; charset=utf-8"]);
  child.kill("SIGINT");
  expect(await once(child, "exit")).toEqual([0, null]);
});

test.each(Object.keys(RUNTIMES))(
  "a bot without an address gets events and clicks of the command line on %s",
  async (name) => {
    const { address, env } = await start(name);
    const { WebSocket } = createRequire(import.meta.url)("ws") as { WebSocket: new (url: string) => WebSocketLike };
    const events = new EventDispatcher();
    const seen: string[] = [];
    events.on("im.message.receive_v1", ({ message }) => {
      seen.push(message.content);
    });
    events.onCardAction(() => ({ toast: { type: "success", content: "好" } }));
    const connection = connect({
      appId: env.APP_ID ?? "",
      appSecret: env.APP_SECRET ?? "",
      domain: address,
      events,
      openSocket: (url) => new WebSocket(url),
    });
    onTestFinished(() => connection.close());
    await connection.ready;
    const ask = async (path: string, body?: object) => {
      const headers = { "content-type": "application/json" };
      const init = body && { method: "POST", headers, body: JSON.stringify(body) };
      return (await fetch(`${address}/_emulator/api/${path}`, init)).json();
    };
    const { users, chats } = await ask("state");
    const text = "你好 🌏".repeat(20_000);
    const { delivery } = await ask("say", { user: users[0].openId, chat: chats[0].chatId, text });
    expect(delivery.status).toBe(200);
    expect(seen).toEqual([JSON.stringify({ text })]);
    const { delivery: click } = await ask("push", {
      type: "card.action.trigger",
      event: { action: { tag: "button" } },
    });
    expect(click.answer).toEqual({ toast: { type: "success", content: "好" } });
  },
);
