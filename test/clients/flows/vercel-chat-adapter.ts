import { expect, test } from "vitest";
import { startBot, startPlatform } from "../world.ts";
import { expectHonest, peopleOf, talk, until } from "./chat.ts";

/** The bot is on the long connection, and its official SDK takes no port. */
async function start() {
  const { emulator, proxied } = await startPlatform();
  const people = peopleOf(emulator);
  await startBot("bots/vercel-chat-adapter.mjs", proxied);
  return { emulator, ...people };
}

export function vercelChatAdapter(): void {
  test("answers, streams, edits, recalls, reacts and reads the history", async () => {
    const { emulator, ada, direct, team } = await start();
    const say = talk(emulator, ada, direct);
    expect(await say("hello")).toMatchObject({ text: "Hello!", parent_id: expect.stringMatching(/^om_/) });
    const inTeam = talk(emulator, ada, team, { mentionBot: true });
    expect((await inTeam("hello")).text).toBe("Hello!");
    expect((await inTeam("info")).text).toBe("This is Team");
    const streamed = await say("stream");
    await until(emulator, () => streamed.text.includes("one two three"));
    expect(streamed.msg_type).toBe("interactive");
    const edited = await say("edit");
    await until(emulator, () => edited.text === "final");
    const removed = await say("remove");
    await until(emulator, () => removed.deleted === true);
    expect((await say("history")).text).toMatch(/^history, .*final, edit, .*Hello!, hello$/s);
    await emulator.say(ada, direct, "react");
    const reacted = emulator.messages(direct).at(-1);
    await until(emulator, () => reacted?.reactions?.[0]?.emoji_type === "THUMBSUP");
    await emulator.react(ada, streamed, "HEART");
    expect((await emulator.waitForMessage(direct, { after: reacted?.message_id, timeoutMs: 20_000 })).text).toBe(
      "heart added",
    );
    expectHonest(emulator);
  }, 60_000);
}
