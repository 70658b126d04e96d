import { expect, test } from "vitest";
import { startBot, startPlatform } from "../world.ts";
import { expectHonest, peopleOf, talk, until } from "./chat.ts";

async function start(protocol: "http" | "ws") {
  const { emulator, env } = await startPlatform();
  const people = peopleOf(emulator);
  const address = await startBot("bots/koishi.mjs", { ...env, PROTOCOL: protocol });
  if (protocol === "http") {
    await emulator.connect(address);
  }
  return { emulator, ...people };
}

export function koishi(): void {
  test("answers, quotes, sends pictures and cards, edits, recalls and lists", async () => {
    const { emulator, ada, direct, team } = await start("http");
    const say = talk(emulator, ada, direct);
    expect((await say("hello")).text).toBe("Hello!");
    const inTeam = talk(emulator, ada, team, { mentionBot: true });
    expect((await inTeam("hello")).text).toBe("Hello!");
    expect((await inTeam("members")).text).toBe("Ada, Bob");
    expect((await say("quote")).parent_id).toBe(emulator.messages(direct).at(-2)?.message_id);
    expect((await say("image")).content).toMatch(/"image_key":"img_/);
    const edited = await say("edit");
    await until(emulator, () => edited.text === "final");
    // Before a message is recalled: the adapter cannot read the text that stands in its place.
    expect((await say("history")).text).toBe(`${emulator.messages(direct).length - 1} messages`);
    const removed = await say("remove");
    await until(emulator, () => removed.deleted === true);
    expect((await say("chats")).text).toContain("Team");
    const card = await say("card");
    await emulator.press(card, "Approve", { user: ada });
    expect((await emulator.waitForMessage(direct, { after: card.message_id, timeoutMs: 20_000 })).text).toBe(
      `Approved by ${ada.openId}`,
    );
    expectHonest(emulator);
  }, 60_000);

  test("answers on the long connection", async () => {
    const { emulator, ada, direct } = await start("ws");
    expect((await talk(emulator, ada, direct)("hello")).text).toBe("Hello!");
    expectHonest(emulator);
  }, 60_000);
}
