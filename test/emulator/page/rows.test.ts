import { describe, expect, test } from "vitest";
import type { PageMessage } from "../../../src/emulator/control/protocol.ts";
import { toChunks } from "../../../src/emulator/page/chat/rows.ts";
import { CHAT_STEP as CHUNK } from "../../../src/emulator/page/model/state.ts";

const NOON = new Date(2024, 3, 1, 12).getTime();
const message = (index: number, more: Partial<PageMessage> = {}): PageMessage => ({
  ...{ message_id: `m${index}`, chat_id: "c", msg_type: "text", content: "{}", text: "" },
  sender: { id: "ada", sender_type: "user" },
  create_time: String(NOON + index * 1000),
  ...more,
});
const many = Array.from({ length: 2 * CHUNK + 3 }, (_, index) => message(index));

describe("the rows of a chat", () => {
  test("no message makes no chunk, and the last one is as long as it is", () => {
    expect(toChunks([])).toEqual([]);
    expect(toChunks(many).map((chunk) => chunk.length)).toEqual([CHUNK, CHUNK, 3]);
  });

  test("only the chunk that changed is another one", () => {
    const before = toChunks(many);
    const longer = toChunks([...many, message(many.length)], before);
    expect(longer.map((chunk, index) => chunk === before[index])).toEqual([true, true, false]);
    const changed = toChunks(many.with(CHUNK + 1, message(CHUNK + 1, { updated: true })), before);
    expect(changed.map((chunk, index) => chunk === before[index])).toEqual([true, false, true]);
  });

  test("a reply is drawn again when what it answers has changed", () => {
    const reply = message(many.length, { parent_id: "m0" });
    const before = toChunks([...many, reply]);
    expect(before.at(-1)?.at(-1)?.parent).toBe(many[0]);
    const after = toChunks([...many.with(0, message(0, { deleted: true })), reply], before);
    expect(after.map((chunk, index) => chunk === before[index])).toEqual([false, true, false]);
    expect(toChunks([message(1, { parent_id: "gone" })])[0]?.[0]?.parent).toBeUndefined();
  });

  test("a day begins once, and a name stands over what follows it soon", () => {
    const rows = toChunks([
      message(0),
      message(1),
      message(2, { sender: { id: "bob", sender_type: "user" } }),
      message(3, { msg_type: "system", sender: { id: "bob", sender_type: "user" } }),
      message(4, { sender: { id: "bob", sender_type: "user" } }),
      message(5, { create_time: String(NOON + 10 * 60_000), sender: { id: "bob", sender_type: "user" } }),
      message(6, { create_time: String(NOON + 24 * 3_600_000), sender: { id: "bob", sender_type: "user" } }),
    ]).flat();
    expect(rows.map(({ isFollowing }) => isFollowing)).toEqual([false, true, false, true, false, false, false]);
    expect(rows.map(({ day }) => day !== undefined)).toEqual([true, false, false, false, false, false, true]);
  });
});
