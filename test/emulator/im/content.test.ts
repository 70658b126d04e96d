import { describe, expect, test } from "vitest";
import { tenantToken } from "../../support/emulator-api.ts";
import { world } from "../../support/im-world.ts";

const png = { bytes: new Uint8Array([1, 2, 3]), name: "a.png", contentType: "image/png", kind: "image" };

/** Uploads as the bot and gives the key. */
async function upload(given: Awaited<ReturnType<typeof world>>, type: string) {
  const { emulator } = given;
  const form = new FormData();
  const isImage = type === "image";
  form.set(isImage ? "image_type" : "file_type", isImage ? "message" : type);
  if (!isImage) {
    form.set("file_name", "a.bin");
  }
  form.set(isImage ? "image" : "file", new File([new Uint8Array([1, 2, 3])], "a.bin"));
  const url = "https://open.feishu.cn/open-apis";
  const headers = { authorization: `Bearer ${await tenantToken(emulator)}` };
  const answer = await emulator.fetch(`${url}/im/v1/${isImage ? "images" : "files"}`, {
    method: "POST",
    headers,
    body: form,
  });
  const { data } = await answer.json();
  return String(data.image_key ?? data.file_key);
}

test("messages of every type are sent", async () => {
  const given = await world();
  const { emulator, ada, group, p2p, post } = given;
  const image_key = await upload(given, "image");
  const video = await upload(given, "mp4");
  await emulator.connect(
    async (request) => {
      const event = JSON.parse(await request.text());
      return Response.json({ challenge: event.challenge });
    },
    Object.assign(emulator.app, { encryptKey: "", verificationToken: "" }),
  );
  await emulator.say(ada, group, "", { msgType: "sticker", content: { file_key: "file_sticker" } });
  const sent: [string, unknown, typeof group?][] = [
    ["text", { text: "hi" }],
    ["post", { zh_cn: { title: "T", content: [[{ tag: "text", text: "hi" }], [{ tag: "img", image_key }]] } }],
    ["image", { image_key }],
    ["file", { file_key: await upload(given, "pdf") }],
    ["audio", { file_key: await upload(given, "opus") }],
    ["media", { file_key: video, image_key }],
    ["sticker", { file_key: "file_sticker" }],
    ["interactive", { elements: [{ tag: "div", text: { tag: "plain_text", content: "hi" } }] }],
    ["interactive", { schema: "2.0", body: { elements: [{ tag: "markdown", content: "hi" }] } }],
    ["interactive", { type: "template", data: { template_id: "AAq1", template_variable: { name: "Ada" } } }],
    ["share_chat", { chat_id: group.chatId }],
    ["share_user", { user_id: ada.openId }],
    ["system", { type: "divider", params: { divider_text: { text: "今天 today" } } }, p2p],
  ];
  for (const [type, content, chat] of sent) {
    expect(await post(type, content, chat), type).toMatchObject({ msg_type: type, message_id: expect.any(String) });
  }
});

describe("refuses", () => {
  test.each([
    ["post", { post: { zh_cn: { content: [] } } }, 230001],
    ["post", {}, 230001],
    ["post", { zh_cn: { content: [[{ tag: "blink" }]] } }, 230001],
    ["post", { zh_cn: { content: [{ tag: "text" }] } }, 230001],
    [
      "post",
      {
        zh_cn: {
          content: [
            [
              { tag: "md", text: "a" },
              { tag: "text", text: "b" },
            ],
          ],
        },
      },
      230001,
    ],
    ["post", { zh_cn: { content: [[{ tag: "img", image_key: "img_x" }]] } }, 230001],
    ["image", { image_key: "img_x" }, 230001],
    ["image", { image_key: "" }, 230001],
    ["file", { file_key: "__proto__" }, 230001],
    ["sticker", { file_key: "file_x" }, 230001],
    ["share_chat", { chat_id: "oc_x" }, 230001],
    ["share_user", { user_id: "ou_x" }, 230001],
    ["system", { type: "divider", params: { divider_text: { text: "x" } } }, 230001],
    ["interactive", { type: "card", data: { card_id: "7" } }, 230099],
    ["__proto__", {}, 230001],
  ])("%s %j with %i", async (type, content, code) => {
    const { emulator, group, post } = await world();
    expect((await post(type, content)).code).toBe(code);
    expect(emulator.messages(group)).toEqual([]);
  });

  test("dividers that are empty, too wide, or of another kind", async () => {
    const { p2p, post } = await world();
    const divider = (text: string, type = "divider") => ({ type, params: { divider_text: { text } } });
    for (const content of [divider(""), divider("x".repeat(21)), divider("字".repeat(11)), divider("x", "y")]) {
      expect((await post("system", content, p2p)).code).toBe(230001);
    }
    expect((await post("system", divider("字".repeat(10)), p2p)).msg_type).toBe("system");
  });

  test("files sent as another type, by another app, or never uploaded as a message's", async () => {
    const given = await world();
    const { emulator, group, post, as } = given;
    const file = await upload(given, "mp4");
    expect((await post("file", { file_key: file })).code).toBe(230055);
    expect((await post("audio", { file_key: file })).code).toBe(230055);
    expect((await post("image", { image_key: emulator.addFile(png) })).code).toBe(230017);
    const other = emulator.addApp();
    await emulator.addBot(group, other);
    const body = { receive_id: group.chatId, msg_type: "media", content: JSON.stringify({ file_key: file }) };
    const send = await as(other);
    expect((await send("POST", "im/v1/messages?receive_id_type=chat_id", body)).code).toBe(230017);
  });

  test("cards of too many components, tables, or what 2.0 has no more", async () => {
    const { post } = await world();
    const card = (elements: unknown[], schema = "2.0") => ({ schema, body: { elements } });
    const many = (count: number) => Array.from({ length: count }, () => ({ tag: "hr" }));
    expect((await post("interactive", card(many(200)))).msg_type).toBe("interactive");
    const over = await post("interactive", card(many(201)));
    expect([over.code, over.msg]).toEqual([230099, expect.stringContaining("ErrCode: 11310; ErrMsg: element exceeds")]);
    const tables = Array.from({ length: 6 }, () => ({ tag: "table", columns: [], rows: [] }));
    expect((await post("interactive", card(tables))).msg).toBe(
      "Failed to create card content, ext=ErrCode: 11310; ErrMsg: card table number over limit; ErrorValue: table; ",
    );
    expect((await post("interactive", card([{ tag: "action", actions: [] }]))).msg).toContain("unsupported tag action");
    expect((await post("interactive", { elements: [{ tag: "action", actions: [] }] })).msg_type).toBe("interactive");
    const table = "| a | b |\n| --- | :-: |\n| 1 | 2 |\n";
    const text = (count: number, more = "") => card([{ tag: "markdown", content: `${table}\n`.repeat(count) + more }]);
    expect((await post("interactive", text(5, `\`\`\`\n${table}\`\`\``))).msg_type).toBe("interactive");
    expect((await post("interactive", text(6))).msg).toContain("card table number over limit");
    const twice = [
      { tag: "hr", element_id: "a" },
      { tag: "hr", element_id: "a" },
    ];
    expect((await post("interactive", card(twice))).code).toBe(230099);
    expect((await post("interactive", card([{ tag: "hr", element_id: "1a" }]))).code).toBe(230099);
  });
});

test("people who are named become placeholders and mentions", async () => {
  const { emulator, ada, bob, group, post } = await world();
  const text = `<at user_id="${ada.openId}">x</at> <at user_id="all"></at> <at user_id="ou_nobody">y</at>`;
  const sent = await post("text", { text });
  expect(JSON.parse(sent.body.content).text).toBe('@_user_1 @_all <at user_id="ou_nobody">y</at>');
  expect(sent.mentions).toEqual([
    { key: "@_user_1", id: ada.openId, id_type: "open_id", name: "Ada", tenant_key: ada.tenantKey },
  ]);
  const at = { tag: "at", user_id: bob.openId };
  const rich = await post("post", { en_us: { title: "T", content: [[at, { tag: "text", text: "!" }]] } });
  expect(JSON.parse(rich.body.content)).toEqual({
    title: "T",
    content: [
      [
        { tag: "at", user_id: "@_user_1" },
        { tag: "text", text: "!" },
      ],
    ],
  });
  expect(emulator.messages(group)[0]?.text).toBe('@Ada @_all <at user_id="ou_nobody">y</at>');
});

test("a card is read as rows, or as it was sent", async () => {
  const { post, send, emulator } = await world();
  const slot = (name: string) => `\${${name}}`;
  emulator.addCardTemplate("AAq1", {
    schema: "2.0",
    header: { title: { tag: "plain_text", content: `Hello ${slot("name")}` } },
    body: {
      elements: [
        { tag: "markdown", content: slot("text") },
        { tag: "button", text: slot("button") },
      ],
    },
  });
  const variables = { name: "Ada", text: "**hi**", button: { tag: "plain_text", content: "Go" } };
  const card = { type: "template", data: { template_id: "AAq1", template_variable: variables } };
  const { message_id } = await post("interactive", card);
  const read = async (query: string) =>
    JSON.parse((await send("GET", `im/v1/messages/${message_id}${query}`)).data.items[0].body.content);
  expect(await read("")).toEqual({
    title: "Hello Ada",
    elements: [[{ tag: "text", text: "**hi**" }], [{ tag: "button", text: "Go", type: "default" }]],
  });
  expect(await read("?card_msg_content_type=user_card_content")).toMatchObject({
    header: { title: { content: "Hello Ada" } },
  });
});

test("a file in a message is downloaded by who can see it", async () => {
  const given = await world();
  const { emulator, ada, group, post, send, as } = given;
  const image_key = await upload(given, "image");
  const { message_id } = await post("image", { image_key });
  const download = async (path: string) => {
    const { emulator: platform } = given;
    const answer = await platform.fetch(`https://open.feishu.cn/open-apis/im/v1/messages/${path}`, {
      headers: { authorization: `Bearer ${platform.userAccessToken(ada)}` },
    });
    return answer.status;
  };
  // People's tokens are not for this operation.
  expect(await download(`${message_id}/resources/${image_key}?type=image`)).toBe(401);
  const at = (id: string, key: string, type: string) =>
    send("GET", `im/v1/messages/${id}/resources/${key}?type=${type}`);
  expect((await at(message_id, image_key, "file")).code).toBe(234003);
  expect((await at(message_id, image_key, "photo")).code).toBe(234001);
  expect((await at(message_id, "img_x", "image")).code).toBe(234003);
  expect((await at("om_x", image_key, "image")).code).toBe(234001);
  const card = await post("interactive", { elements: [{ tag: "img", img_key: image_key }] });
  expect((await at(card.message_id, image_key, "image")).code).toBe(234043);
  const other = await as(emulator.addApp());
  expect((await other("GET", `im/v1/messages/${message_id}/resources/${image_key}?type=image`)).code).toBe(234004);
  await emulator.recall(ada, message_id);
  expect((await at(message_id, image_key, "image")).code).toBe(230110);
  expect(emulator.messages(group)[0]).toMatchObject({ deleted: true });
});

test("an `<at>` within the Markdown of a post mentions nobody; an `at` node does", async () => {
  const { post, emulator, group, ada } = await world();
  const text = `<at user_id="${ada.openId}"></at> hello`;
  await post("post", { zh_cn: { content: [[{ tag: "md", text }]] } });
  await post("post", { zh_cn: { content: [[{ tag: "at", user_id: ada.openId }], [{ tag: "md", text }]] } });
  const [inMarkdown, inNode] = emulator.messages(group);
  expect(inMarkdown?.mentions).toBeUndefined();
  expect(inNode?.mentions).toMatchObject([{ id: ada.openId }]);
});
