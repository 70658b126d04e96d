import { describe, expect, test } from "vitest";
import { readForward, toMarkdown, toPlainText } from "../../../src/message/index.ts";

const item = (id: string, parent: string | undefined, at: number, more: object = {}) => ({
  message_id: id,
  ...(parent && { upper_message_id: parent }),
  msg_type: "text",
  create_time: String(at),
  sender: { id: `ou_${id}`, id_type: "open_id", sender_type: "user" },
  body: { content: JSON.stringify({ text: `text of ${id}` }) },
  ...more,
});

const root = (id = "om_0") =>
  item(id, undefined, 0, { msg_type: "merge_forward", body: { content: "Merged and Forwarded Message" } });
const merged = (id: string, parent: string, at: number) => item(id, parent, at, { msg_type: "merge_forward" });

function clientWith(items: unknown) {
  const requests: object[] = [];
  return {
    requests,
    request: async <Answer>(request: object) => {
      requests.push(request);
      return { code: 0, data: { items } } as Answer;
    },
  };
}

describe("a merged forward", () => {
  test("is a tree, got with one request, in the order of writing", async () => {
    const client = clientWith([
      root(),
      item("b", "om_0", 2000),
      item("a", "om_0", 1000),
      merged("m", "om_0", 3000),
      item("c", "m", 1),
    ]);
    const forward = await readForward(client, "om_0");
    expect(client.requests).toEqual([
      { method: "GET", url: "/open-apis/im/v1/messages/:message_id", path: { message_id: "om_0" } },
    ]);
    expect(forward.truncated).toBe(false);
    expect(forward.message).toMatchObject({ type: "merge_forward", message_id: "om_0" });
    expect(forward.children.map(({ message }) => message.message_id)).toEqual(["a", "b", "m"]);
    expect(forward.children[2]?.children[0]?.message).toMatchObject({ type: "text", text: "text of c" });
    const shown = `[1970-01-01T00:00:01.000Z] ou_a:
    text of a
[1970-01-01T00:00:02.000Z] ou_b:
    text of b
[1970-01-01T00:00:03.000Z] ou_m:
    [1970-01-01T00:00:00.001Z] ou_c:
        text of c`;
    expect(toPlainText(forward)).toBe(shown);
    expect(toMarkdown(forward)).toBe(shown);
  });

  test("has at most 50 messages and 3 levels, and says that there are more", async () => {
    const many = await readForward(
      clientWith([root(), ...Array.from({ length: 60 }, (_, at) => item(`${at}`, "om_0", at))]),
      "om_0",
    );
    expect(many.children).toHaveLength(50);
    expect(many.truncated).toBe(true);
    const deep = await readForward(
      clientWith([root(), merged("1", "om_0", 1), merged("2", "1", 1), merged("3", "2", 1), item("4", "3", 1)]),
      "om_0",
    );
    expect(deep.children[0]?.children[0]?.children[0]).toMatchObject({ message: { message_id: "3" }, children: [] });
    expect(deep.truncated).toBe(true);
  });

  test("that holds itself, or messages in a circle, ends", async () => {
    const forward = await readForward(
      clientWith([root(), merged("a", "om_0", 1), merged("om_0", "a", 1), merged("b", "c", 1), merged("c", "b", 1)]),
      "om_0",
    );
    expect(JSON.stringify(forward).length).toBeLessThan(2000);
  });

  test.each([[undefined], [null], ["x"], [{}], [[]], [[null, 7, "x", []]], [[{ message_id: {} }]]])(
    "whose answer is odd holds what can be read: %j",
    async (items) => {
      const forward = await readForward(clientWith(items), "om_0");
      expect(forward.message).toMatchObject({ type: "merge_forward", message_id: "om_0" });
      expect(typeof toPlainText(forward)).toBe("string");
    },
  );

  test("passes on why the platform refused", async () => {
    const client = { request: () => Promise.reject(new Error("230002")) };
    await expect(readForward(client, "om_0")).rejects.toThrow("230002");
  });
});
