import { readFile } from "node:fs/promises";
import { build } from "esbuild";
import { createEmulator } from "lark-edge/emulator";
import { Miniflare } from "miniflare";
import { expect, test } from "vitest";
import { COMPATIBILITY_DATE } from "../conformance/runtimes.ts";

const root = new URL("../../", import.meta.url).pathname;

test("the bot of the README answers, as it is written there", async () => {
  const readme = await readFile(`${root}README.md`, "utf8");
  const code = /```ts\n(\/\/ Cloudflare Worker\n[\s\S]*?)```/.exec(readme)?.[1] ?? "";
  expect(code).toContain("export default worker");
  const { outputFiles } = await build({
    stdin: { contents: code, resolveDir: root, loader: "ts" },
    bundle: true,
    format: "esm",
    conditions: ["workerd", "worker", "browser"],
    write: false,
    logLevel: "error",
  });
  const emulator = createEmulator();
  const { appId, appSecret, encryptKey, verificationToken } = emulator.app;
  const workerd = new Miniflare({
    modules: true,
    script: outputFiles[0]?.text ?? "",
    compatibilityDate: COMPATIBILITY_DATE,
    bindings: { APP_ID: appId, APP_SECRET: appSecret, ENCRYPT_KEY: encryptKey, VERIFICATION_TOKEN: verificationToken },
    outboundService: async (request: {
      url: string;
      method: string;
      headers: Headers;
      arrayBuffer(): Promise<ArrayBuffer>;
    }) => {
      const { url, method, headers } = request;
      const body = method === "GET" ? undefined : await request.arrayBuffer();
      return emulator.fetch(new Request(url, { method, headers: [...headers], body })) as never;
    },
  });
  try {
    // The platform gives the URL check a second, which is for the bot and not for the start of workerd.
    await workerd.ready;
    await workerd.dispatchFetch("https://bot.example/");
    await emulator.connect(async ({ url, method, headers, body }) => {
      const init = { method, headers: [...headers], body, duplex: "half" } as never;
      return (await workerd.dispatchFetch(url, init)) as never;
    });
    const user = emulator.addUser({ name: "Ada" });
    const chat = emulator.addChat({ users: [user] });
    await emulator.say(user, chat, "hello");
    expect((await emulator.waitForMessage(chat)).text).toBe("hi");
  } finally {
    await workerd.dispose();
  }
});
