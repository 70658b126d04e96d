import { readFile } from "node:fs/promises";
import { createEmulator } from "lark-edge/emulator";
import { expect, test } from "vitest";
import { connectInWorkerd } from "../../support/bot-in-workerd.ts";

const root = new URL("../../../", import.meta.url).pathname;

test("the bot of the README answers, as it is written there", async () => {
  const readme = await readFile(`${root}README.md`, "utf8");
  const code = /```ts\n([\s\S]*?)```/.exec(readme)?.[1] ?? "";
  expect(code).toContain("export default worker");
  const emulator = createEmulator();
  const end = await connectInWorkerd(emulator, { stdin: { contents: code, resolveDir: root, loader: "ts" } });
  try {
    const user = emulator.addUser({ name: "Ada" });
    const chat = emulator.addChat({ users: [user] });
    await emulator.say(user, chat, "hello");
    expect((await emulator.waitForMessage(chat)).text).toBe("Hello!");
  } finally {
    await end();
  }
});
