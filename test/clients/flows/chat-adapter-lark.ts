import { expect, test } from "vitest";
import { startBot, startPlatform } from "../world.ts";
import { expectHonest, peopleOf, talk, until } from "./chat.ts";

/** Without an encrypt key: with one, the client wants the URL check signed, which the platform does not do. */
const PLAIN = { app: { encryptKey: "" } };

async function start() {
  const { emulator, env } = await startPlatform(PLAIN);
  const people = peopleOf(emulator);
  await emulator.connect(await startBot("bots/chat-adapter-lark.mjs", env));
  return { emulator, ...people };
}

export function chatAdapterLark(): void {
  test("answers, sends cards and files, streams, edits, recalls and reads the history", async () => {
    const { emulator, ada, bob, direct, team } = await start();
    const say = talk(emulator, ada, direct);
    expect((await say("hello")).text).toBe("Hello!");
    const inTeam = talk(emulator, bob, team, { mentionBot: true });
    expect((await inTeam("hello")).text).toBe("Hello!");
    expect((await inTeam("info")).text).toBe("This is Team");
    const card = await say("card");
    expect(card).toMatchObject({ msg_type: "interactive", text: expect.stringContaining("Is it right?") });
    await emulator.press(card, "Approve", { user: ada });
    expect((await emulator.waitForMessage(direct, { after: card.message_id, timeoutMs: 20_000 })).text).toBe(
      "approve is 42",
    );
    const streamed = await say("stream");
    await until(emulator, () => streamed.text === "one two three");
    const edited = await say("edit");
    await until(emulator, () => edited.text === "final");
    const removed = await say("remove");
    await until(emulator, () => removed.deleted === true);
    expect(await say("file")).toMatchObject({ msg_type: "file", content: expect.stringContaining("file_key") });
    expect((await say("history")).text).toContain("final");
    expectHonest(emulator);
  }, 60_000);

  test("downloads a person's file, reacts, hears reactions and opens a direct chat", async () => {
    const { emulator, ada, bob, direct, team } = await start();
    const file_key = emulator.addFile({ bytes: new TextEncoder().encode("a,b"), name: "data.csv" });
    await emulator.say(ada, direct, "", { msgType: "file", content: { file_key, file_name: "data.csv" } });
    expect((await emulator.waitForMessage(direct, { timeoutMs: 20_000 })).text).toBe("Read: a,b");
    await emulator.say(ada, direct, "react");
    const reacted = emulator.messages(direct).at(-1);
    await until(emulator, () => reacted?.reactions?.[0]?.emoji_type === "THUMBSUP");
    await emulator.react(ada, reacted ?? "", "HEART");
    // The bot hears of its own reaction, too.
    await until(emulator, () => emulator.messages(direct).at(-1)?.text === "heart added");
    const told: string[] = [];
    emulator.changes.listen((change) => change.type === "message" && told.push(change.message.text));
    await emulator.say(bob, team, "direct", { mentionBot: true });
    await until(emulator, () => told.includes("Only for you"));
    expectHonest(emulator);
  }, 60_000);
}
