import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { createEmulator } from "../../src/emulator/index.ts";
import { signHook } from "../../src/emulator/services/webhook/sign.ts";
import type { Parsed } from "../support/emulator-api.ts";

const NOW = 1_700_000_000_000;
const text = (value: string) => ({ msg_type: "text", content: { text: value } });

function world(hook: { keywords?: string[]; secret?: string } = {}) {
  const clock = { now: NOW };
  const emulator = createEmulator({ now: () => clock.now });
  const ada = emulator.addUser({ name: "Ada" });
  const chat = emulator.addChat({ name: "Team", chatType: "group", users: [ada] });
  const url = emulator.addWebhook({ chat, ...hook });
  const post = async (body: unknown, to = url): Promise<Parsed> => {
    const answer = await emulator.fetch(to, {
      method: "POST",
      body: typeof body === "string" ? body : JSON.stringify(body),
    });
    expect(answer.status).toBe(200);
    return answer.json();
  };
  return { emulator, ada, chat, url, clock, post };
}

test("takes every type of message", async () => {
  const { emulator, ada, chat, url, post } = world();
  expect(url).toMatch(/^https:\/\/open\.feishu\.cn\/open-apis\/bot\/v2\/hook\/[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/);
  const image_key = emulator.addFile({ bytes: new Uint8Array([1]), name: "a.png", kind: "image" });
  const success = { StatusCode: 0, StatusMessage: "success", code: 0, data: {}, msg: "success" };
  const line = [{ tag: "text", text: "hi" }];
  const bodies = [
    text(`<at user_id="${ada.openId}">x</at> hi`),
    { msg_type: "post", content: { post: { zh_cn: { title: "T", content: [line] } } } },
    { msg_type: "image", content: { image_key } },
    { msg_type: "share_chat", content: { share_chat_id: chat.chatId } },
    { msg_type: "interactive", card: { elements: [{ tag: "markdown", content: "card" }] } },
  ];
  for (const body of bodies) {
    expect(await post(body)).toEqual(success);
  }
  expect(emulator.messages(chat).map((message) => [message.msg_type, message.text])).toEqual([
    ["text", "@Ada hi"],
    ["post", "T\nhi"],
    ["image", "[image]"],
    ["share_chat", "[share_chat]"],
    ["interactive", "card"],
  ]);
  expect((await emulator.waitForMessage(chat)).sender.sender_type).toBe("app");
});

test.each([
  ["{", 9499],
  ["[]", 9499],
  [{}, 19002],
  [{ msg_type: "" }, 19002],
  [{ msg_type: "audio", content: {} }, 9499],
  [{ msg_type: "__proto__", content: {} }, 9499],
  [{ msg_type: "text" }, 9499],
  [{ msg_type: "text", content: { text: "" } }, 9499],
  [{ msg_type: "text", content: '{"text":"x"}' }, 9499],
  [{ msg_type: "post", content: { zh_cn: { content: [] } } }, 9499],
  [{ msg_type: "image", content: { image_key: "img_x" } }, 9499],
  [{ msg_type: "share_chat", content: { chat_id: "oc_x" } }, 9499],
  [{ msg_type: "interactive", content: { elements: [] } }, 19002],
  [{ msg_type: "interactive", card: { elements: Array(201).fill({ tag: "hr" }) } }, 9499],
  [text("x".repeat(20 * 1024)), 19036],
])("refuses %j with %i", async (body, code) => {
  const { emulator, chat, post } = world();
  expect(await post(body)).toEqual({ code, data: {}, msg: expect.any(String) });
  expect(emulator.messages(chat)).toEqual([]);
});

test("an unknown address, and one of a disbanded group, is refused", async () => {
  const { emulator, chat, url, post } = world();
  expect((await post(text("x"), `${url}x`)).code).toBe(19001);
  chat.dissolved = true;
  expect((await post(text("x"))).code).toBe(19001);
  expect(() => emulator.addWebhook({ chat: emulator.addChat() })).toThrow(TypeError);
  expect(() => emulator.addWebhook({ chat, keywords: Array(11).fill("x") })).toThrow(TypeError);
});

test("wants one of its keywords in what is read", async () => {
  const { post } = world({ keywords: ["Alert", "警告"] });
  expect(await post(text("all is well"))).toEqual({ code: 19024, data: {}, msg: "Key Words Not Found" });
  expect((await post(text("an Alert!"))).code).toBe(0);
  expect((await post({ msg_type: "interactive", card: { header: { title: { content: "警告" } } } })).code).toBe(0);
});

describe("a signature", () => {
  const vectors: Parsed[] = JSON.parse(readFileSync(new URL("../vectors/bot_hmac_sign.json", import.meta.url), "utf8"));

  test.each(vectors)("$name", async ({ input, expected }) => {
    const { timestamp, secret, sign = expected.sign } = input;
    if (secret === "") {
      // A bot without a secret looks at no signature.
      expect(await signHook(timestamp, secret)).toBe(sign);
      return;
    }
    const { post, clock } = world({ secret });
    clock.now = Number(timestamp.slice(0, 10)) * 1000;
    const body = expected.body ?? { ...text("hi"), timestamp, sign };
    expect((await post(body)).code).toBe(expected.valid === false ? 19021 : 0);
  });

  test("is checked with its time", async () => {
    const { post, clock } = world({ secret: "SEC" });
    const timestamp = String(NOW / 1000);
    const sign = await signHook(timestamp, "SEC");
    const signed = { ...text("x"), timestamp, sign };
    expect((await post(signed)).code).toBe(0);
    expect((await post({ ...signed, timestamp: Number(timestamp) })).code).toBe(0);
    clock.now += 3_600_000;
    expect((await post(signed)).code).toBe(0);
    clock.now += 1000;
    expect((await post(signed)).msg).toBe("sign match fail or timestamp is not within one hour from current time");
    clock.now = NOW;
    for (const wrong of [{ sign: "x" }, { sign: undefined }, { timestamp: "x" }, { timestamp: "1700000001" }]) {
      expect((await post({ ...signed, ...wrong })).code).toBe(19021);
    }
    expect((await post({ ...signed, sign: await signHook(timestamp, "other") })).code).toBe(19021);
  });
});

test("no more than 5 a second and 100 a minute", async () => {
  const { post, clock } = world();
  const many = async (count: number) => {
    const codes: number[] = [];
    for (let index = 0; index < count; index += 1) {
      codes.push((await post(text("x"))).code);
    }
    return codes;
  };
  expect(await many(6)).toEqual([0, 0, 0, 0, 0, 11232]);
  for (let second = 1; second < 20; second += 1) {
    clock.now += 1000;
    await many(5);
  }
  clock.now += 1000;
  expect(await many(1)).toEqual([11232]);
  clock.now += 40_000;
  expect(await many(1)).toEqual([0]);
});
