import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import { type CustomBotOptions, createCustomBot } from "../../../src/custom-bot/bot.ts";
import { customBot } from "../../../src/custom-bot/index.ts";
import { createEmulator } from "../../../src/emulator/index.ts";
import {
  at,
  audio,
  card,
  file,
  image,
  type MessageContent,
  markdown,
  media,
  post,
  shareChat,
  shareUser,
  sticker,
  text,
} from "../../../src/message/index.ts";
import { recordingLogger } from "../../support/recording-logger.ts";
import vectors from "../../vectors/message_bodies.json" with { type: "json" };

const URL_TOKEN = "MARKED-0b1c2d3e";
const URL_OF_BOT = `https://open.feishu.cn/open-apis/bot/v2/hook/${URL_TOKEN}`;
const SECRET = "MARKED-secret";

type Answer = (body: Record<string, unknown>, count: number) => Response | Promise<Response>;

/** A custom bot whose platform is a function, and whose clock only waiting moves. */
function setup(options: Partial<CustomBotOptions> = {}, answer: Answer = () => Response.json({ code: 0 })) {
  const bodies: Record<string, unknown>[] = [];
  const clock = { now: 1_700_000_000_000, waited: 0 };
  const bot = createCustomBot(
    {
      url: URL_OF_BOT,
      fetch: async (_, init) => {
        const body = JSON.parse(String(init.body));
        bodies.push(body);
        return answer(body, bodies.length);
      },
      ...options,
    },
    {
      now: () => clock.now,
      wait: async (ms) => {
        clock.now += ms;
        clock.waited += ms;
      },
    },
  );
  return { bot, bodies, clock };
}

/** The emulator's custom bot in a group, and ours, by one clock. */
function emulated(hook: { keywords?: string[]; secret?: string } = {}, options: Partial<CustomBotOptions> = {}) {
  const clock = { now: 1_700_000_000_000 };
  const emulator = createEmulator({ now: () => clock.now });
  const user = emulator.addUser({ name: "Ada" });
  const chat = emulator.addChat({ users: [user], chatType: "group" });
  const url = emulator.addWebhook({ chat, ...hook });
  const bot = createCustomBot(
    { url, fetch: emulator.fetch, ...options },
    {
      now: () => clock.now,
      wait: async (ms) => {
        clock.now += ms;
      },
    },
  );
  return { emulator, user, chat, url, bot, clock, messages: () => emulator.messages(chat) };
}

const refusalOf = (promise: Promise<unknown>) =>
  promise.then(
    () => expect.unreachable("it was sent"),
    (error) => error,
  );

test.each([
  ["http://hooks.example.com", ["lark-edge: http://hooks.example.com: secrets are sent in the clear, use https"]],
  ["http://127.0.0.1:3000", []],
  ["https://open.feishu.cn", []],
])("an address at %s logs what it should", (origin, lines) => {
  const { logger, logged } = recordingLogger();
  setup({ url: `${origin}/open-apis/bot/v2/hook/${URL_TOKEN}`, logger });
  expect(logged.map(([, line]) => line)).toEqual(lines);
});

describe("a custom bot", () => {
  test("sends every type that it can, as the platform's other side takes it", async () => {
    const { emulator, user, chat, bot, messages } = emulated();
    const key = emulator.addFile({ bytes: new Uint8Array([1]), name: "a.png", kind: "image" });
    await bot.send(text`Hi ${at(user.openId)}`);
    await bot.send(post([["a ", { tag: "a", text: "link", href: "https://a.example" }]], "Title"));
    await bot.send(image(key));
    await bot.send(shareChat(chat.chatId));
    await bot.send(card({ schema: "2.0", body: { elements: [{ tag: "markdown", content: "**42 €**" }] } }));
    await bot.send(card({ template_id: "AAq1", template_variable: { name: "Ada" } }));
    expect(messages().map(({ msg_type }) => msg_type)).toEqual([
      "text",
      "post",
      "image",
      "share_chat",
      "interactive",
      "interactive",
    ]);
    expect(messages()[0]?.text).toBe("Hi @Ada");
    expect(messages()[1]?.text).toBe("Title\na \nlink");
  });

  test.each(vectors.filter(({ input }) => "target" in input))(
    "writes its body as in the vector $name",
    async ({ input, expected }) => {
      const { bot, bodies } = setup();
      await bot.send(input.kind === "card" ? card(input.card as object) : shareChat(input.chat_id as string));
      expect(bodies).toEqual([expected]);
    },
  );

  test("writes a post one level deeper than an app", async () => {
    const { bot, bodies } = setup();
    await bot.send(post(["a"], "T"));
    expect(bodies).toEqual([
      { msg_type: "post", content: { post: { zh_cn: { title: "T", content: [[{ tag: "text", text: "a" }]] } } } },
    ]);
  });

  test("signs with the second in which a message is sent, and is believed", async () => {
    const { bot, messages, clock } = emulated({ secret: SECRET }, { secret: SECRET });
    await bot.send(text`one`);
    clock.now += 2 * 60 * 60 * 1000;
    await bot.send(text`two hours later`);
    expect(messages()).toHaveLength(2);
    const { bodies, bot: other, clock: time } = setup({ secret: "demo" });
    time.now = 1_599_360_473_999;
    await other.send(text`hi`);
    expect(bodies[0]).toEqual({
      timestamp: "1599360473",
      sign: "l1N0gAcBjdwBvGm1xMjOF0XSyaLRpR7tuO5dHfhAYc8=",
      msg_type: "text",
      content: { text: "hi" },
    });
  });

  test.each([
    ["a wrong secret", { secret: SECRET }, { secret: "wrong" }, 19021],
    ["no secret", { secret: SECRET }, {}, 19021],
    ["no keyword", { keywords: ["Alert"] }, {}, 19024],
  ])("is refused with %s inside an HTTP 200", async (_, hook, options, platformCode) => {
    const { bot, messages } = emulated(hook, options);
    const error = await refusalOf(bot.send(text`hello`));
    expect(error).toMatchObject({ name: "LarkApiError", platformCode, status: 200, category: "refused" });
    expect(messages()).toEqual([]);
  });

  test("is told that its address is unknown", async () => {
    const { bot } = emulated({}, { url: URL_OF_BOT });
    expect(await refusalOf(bot.send(text`hello`))).toMatchObject({ platformCode: 19001 });
  });

  test("adds the keyword to what lacks it, and leaves alone what has it", async () => {
    const keyword = "Alert";
    const { bot, messages } = emulated({ keywords: [keyword] }, { keyword });
    const contents = [
      text`disk full`,
      text`Alert: disk full`,
      post(["disk full"]),
      post(["disk full"], "Alert"),
      post({ zh_cn: { content: ["满"] }, en_us: { content: ["full"] } }),
      card({ schema: "2.0", body: { elements: [{ tag: "markdown", content: "disk full" }] } }),
      card({ elements: [{ tag: "markdown", content: "disk full" }] }),
      card({ header: { title: { tag: "plain_text", content: "Alert" } }, elements: [] }),
    ];
    for (const content of contents) {
      await bot.send(content);
    }
    expect(messages()).toHaveLength(contents.length);
    expect(messages().map(({ text: shown }) => shown.match(/Alert/g)?.length)).toEqual([1, 1, 1, 1, 2, 1, 1, 1]);
  });

  test.each([
    ["image", image("img_1")],
    ["share_chat", shareChat("oc_1")],
    ["interactive", card({ template_id: "AAq1" })],
  ])("cannot add the keyword to %s", async (type, content) => {
    const { bot, bodies } = setup({ keyword: "Alert" });
    await expect(bot.send(content)).rejects.toThrow(`customBot: ${type} has no room for the keyword`);
    expect(bodies).toEqual([]);
  });

  test("sends as fast as the platform allows, in the order of the calls, and is never refused for its rate", async () => {
    const { bot, messages, clock } = emulated();
    const begin = clock.now;
    for (let index = 0; index < 120; index++) {
      await bot.send(text`${index}`);
    }
    expect(messages().map(({ text: shown }) => shown)).toEqual(Array.from({ length: 120 }, (_, index) => `${index}`));
    expect(clock.now - begin).toBeGreaterThan(60_000);
    expect(clock.now - begin).toBeLessThan(70_000);
  });

  test("tries again what was refused for its rate: another bot in the process is not counted", async () => {
    const { bot, bodies } = setup({}, (_, count) =>
      Response.json(count === 1 ? { code: 11232, msg: "frequency limited" } : { code: 0 }),
    );
    await bot.send(text`hello`);
    expect(bodies).toHaveLength(2);
  });

  test("does not send twice what may have arrived", async () => {
    const { bot, bodies } = setup({}, () => Promise.reject(new Error("reset")));
    expect(await refusalOf(bot.send(text`hello`))).toMatchObject({ code: "LARK_NETWORK" });
    expect(bodies).toHaveLength(1);
  });

  test.each([
    [{ StatusCode: 0, StatusMessage: "success", code: 0, data: {}, msg: "success" }],
    [{ Extra: null, StatusCode: 0, StatusMessage: "success" }],
    [{ code: 0, msg: "success", data: {} }],
  ])("takes %j as a success", async (answer) => {
    const { bot } = setup({}, () => Response.json(answer));
    await expect(bot.send(text`hello`)).resolves.toBeUndefined();
  });

  test.each([
    [{ code: 19001, msg: "token invalid" }, 19001],
    [{ StatusCode: 19024, StatusMessage: "Key Words Not Found" }, 19024],
    [{ code: 0, StatusCode: 9499, StatusMessage: "Bad Request" }, 9499],
  ])("takes %j as a refusal", async (answer, platformCode) => {
    const { bot } = setup({}, () => Response.json(answer));
    const error = await refusalOf(bot.send(text`hello`));
    expect(error).toMatchObject({ platformCode, operation: "customBot.send" });
    expect(error.message).toContain(`${platformCode}`);
  });

  test.each([["hello"], ["[]"], [""]])("takes %j as no answer", async (answer) => {
    const { bot } = setup({}, () => new Response(answer));
    expect(await refusalOf(bot.send(text`hello`))).toMatchObject({ code: "LARK_BAD_ANSWER" });
  });

  test("refuses a message over 20 KB before it waits, and sends one of 20 KB", async () => {
    const { bot, bodies, clock } = setup();
    const room = 20 * 1024 - JSON.stringify({ msg_type: "text", content: { text: "" } }).length;
    await bot.send(text`${"a".repeat(room)}`);
    await expect(bot.send(text`${"a".repeat(room + 1)}`)).rejects.toThrow(/takes 20481 bytes, more than 20480/);
    await expect(bot.send(text`${"ä".repeat(room)}`)).rejects.toThrow(RangeError);
    expect(bodies).toHaveLength(1);
    expect(clock.waited).toBe(0);
  });

  test.each([
    ["file", file("f")],
    ["audio", audio("f")],
    ["media", media("f")],
    ["sticker", sticker("f")],
    ["share_user", shareUser("ou_1")],
    ["constructor", { msg_type: "constructor", content: "{}" }],
  ] as [string, MessageContent][])("cannot send %s", async (type, content) => {
    const { bot, bodies } = setup();
    await expect(bot.send(content)).rejects.toThrow(
      `customBot: expected text, post, image, share_chat, interactive, got ${type}`,
    );
    expect(bodies).toEqual([]);
  });

  test.each([
    [{ msg_type: "text", content: "hello" }],
    [{ msg_type: "text", content: { text: "hello" } }],
    [{ msg_type: "post", content: "null" }],
    [card({ card_id: "7355" })],
  ])("cannot send %j", async (content) => {
    await expect(setup().bot.send(content as MessageContent)).rejects.toThrow(TypeError);
  });

  test.each([
    ["nothing", undefined],
    ["no text", 7],
    ["an empty text", ""],
    ["another address", "https://open.feishu.cn/open-apis/im/v1/messages"],
    ["the address of the old kind", `https://open.feishu.cn/open-apis/bot/hook/${URL_TOKEN}`],
    ["an address without the last part", "https://open.feishu.cn/open-apis/bot/v2/hook/"],
    ["another protocol", `ftp://open.feishu.cn/open-apis/bot/v2/hook/${URL_TOKEN}`],
    ["an address with a user", `https://user:MARKED@open.feishu.cn/open-apis/bot/v2/hook/${URL_TOKEN}`],
  ])("is not made from %s", (_, url) => {
    let error: unknown;
    try {
      customBot({ url: url as string });
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(TypeError);
    expect(String(error)).toContain("customBot: url must be like https://open.feishu.cn/open-apis/bot/v2/hook/");
    expect(inspect(error)).not.toContain("MARKED");
  });

  test.each([["secret"], ["keyword"]])("is not made with an empty %s: its variable is probably missing", (name) => {
    expect(() => customBot({ url: URL_OF_BOT, [name]: "" })).toThrow(new RegExp(name));
  });

  test("shows its address and its secret to nobody", async () => {
    const foreign = () =>
      Promise.reject(
        Object.assign(new Error(`${URL_OF_BOT} ${SECRET}`), { cause: new Error(URL_OF_BOT), url: URL_OF_BOT }),
      );
    const answers: Answer[] = [
      foreign,
      () => Response.json({ code: 19001, msg: "no" }),
      () => new Response("<html>", { status: 502 }),
      () => new Response(null, { status: 302, headers: { location: URL_OF_BOT } }),
    ];
    for (const answer of answers) {
      const { bot } = setup({ secret: SECRET }, answer);
      const error = await refusalOf(bot.send(text`hello`));
      const shown = inspect(error, { showHidden: true, depth: 9, getters: true }) + JSON.stringify(error) + error.stack;
      expect(shown).not.toContain("MARKED");
    }
    const { bot } = setup({ secret: SECRET });
    expect(inspect(bot, { showHidden: true, depth: 9 }) + JSON.stringify(bot)).not.toContain("MARKED");
  });

  test("sends Markdown as it is, though its page names no md nodes", async () => {
    const { bot, messages } = emulated();
    await bot.send(markdown("**bold**"));
    expect(messages()[0]?.msg_type).toBe("post");
  });
});
