import { describe, expect, test } from "vitest";
import { readMessage, toMarkdown, toPlainText } from "../../../src/message/index.ts";

const read = (card: unknown, mentions: object[] = []) => {
  const message = readMessage({
    message_id: "om_1",
    message_type: "interactive",
    content: JSON.stringify(card),
    mentions,
  });
  if (message.type !== "interactive") {
    throw new Error(message.type);
  }
  return message;
};

const plain = (content: string) => ({ tag: "plain_text", content });

const SENT = {
  schema: "2.0",
  header: {
    title: plain("Expense"),
    subtitle: plain("No. 7"),
    text_tag_list: [{ tag: "text_tag", text: plain("urgent"), color: "red" }],
  },
  body: {
    elements: [
      { tag: "markdown", content: "**42 €** <at id=ou_1></at>" },
      {
        tag: "column_set",
        columns: [
          { tag: "column", elements: [{ tag: "markdown", content: "left" }] },
          { tag: "column", elements: [{ tag: "div", text: plain("right") }] },
        ],
      },
      { tag: "hr" },
      {
        tag: "form",
        name: "decision",
        elements: [
          { tag: "input", name: "why", label: plain("Why"), placeholder: plain("a reason"), default_value: "none" },
          {
            tag: "select_static",
            name: "account",
            placeholder: plain("account"),
            options: [
              { text: plain("Travel"), value: "t" },
              { text: plain("Food"), value: "f" },
            ],
          },
          { tag: "checker", name: "seen", checked: true, text: plain("seen") },
          { tag: "button", name: "ok", text: plain("Approve"), form_action_type: "submit" },
        ],
      },
      {
        tag: "collapsible_panel",
        header: { title: plain("Details") },
        elements: [{ tag: "img", img_key: "img_1", alt: plain("receipt") }],
      },
      {
        tag: "table",
        columns: [
          { name: "item", display_name: "Item" },
          { name: "price", display_name: "Price" },
        ],
        rows: [{ item: "Taxi", price: 40 }, { item: "Tea\nand cake" }],
      },
      { tag: "chart", chart_spec: { type: "bar", title: { text: "Spending" }, data: { values: [{ x: 1 }] } } },
      { tag: "img_combination", img_list: [{ img_key: "img_2" }, { img_key: "img_3" }] },
      { tag: "person", user_id: "ou_2" },
      { tag: "novelty", title: "New", text: plain("thing") },
    ],
  },
};

const TEXT = `No. 7
urgent
**42 €** <at id=ou_1></at>
left
right
---
Why
none
a reason
[Travel / Food]
[x] seen
[Approve]
Details
![receipt](img_1)
| Item | Price |
| --- | --- |
| Taxi | 40 |
| Tea and cake |  |
Spending
![image](img_2)
![image](img_3)
@ou_2
New
thing`;

describe("a card in reading order", () => {
  test("as it was sent", () => {
    const message = read(SENT);
    expect(message).toMatchObject({ title: "Expense", text: TEXT, card: SENT });
    expect(message.resources.map(({ key }) => key)).toEqual(["img_1", "img_2", "img_3"]);
    expect(toPlainText(message)).toBe(`Expense\n${TEXT}`);
    expect(toMarkdown(message)).toBe(`**Expense**\n${TEXT}`);
  });

  test("of JSON 1.0", () => {
    const card = {
      header: { title: plain("Alert") },
      elements: [
        {
          tag: "div",
          text: { tag: "lark_md", content: "**down**" },
          fields: [{ is_short: true, text: plain("host a") }, { text: plain("host b") }],
          extra: { tag: "button", text: plain("More") },
        },
        {
          tag: "action",
          actions: [
            { tag: "button", text: plain("A") },
            { tag: "overflow", options: [{ text: plain("B") }] },
          ],
        },
        { tag: "note", elements: [{ tag: "img", img_key: "img_1", alt: plain("logo") }, plain("from CI")] },
      ],
    };
    expect(read(card)).toMatchObject({
      title: "Alert",
      text: "**down**\nhost a\nhost b\n[More]\n[A]\n[B]\n![logo](img_1) from CI",
    });
  });

  test("in several languages", () => {
    const card = {
      header: { title: { tag: "plain_text", i18n: { en_us: "Hello", zh_cn: "你好" } } },
      i18n_elements: { en_us: [{ tag: "markdown", content: "world" }] },
    };
    expect(read(card)).toMatchObject({ title: "你好", text: "world" });
  });

  // https://open.feishu.cn/document/server-docs/im-v1/message-content-description/message_content
  test("in the simplified form", () => {
    const card = {
      title: "卡片标题",
      elements: [
        [
          { tag: "button", text: "主按钮", type: "primary" },
          { tag: "button", text: "次按钮", type: "default" },
        ],
        [
          { tag: "a", href: "https://www.feishu.cn", text: "飞书" },
          { tag: "text", text: "整合，" },
          { tag: "at", user_id: "@_user_1", user_name: "" },
          { tag: "text", text: "更高效。" },
        ],
        [{ tag: "hr" }],
        [
          { tag: "text", text: "图片标题" },
          { tag: "img", image_key: "img_1" },
        ],
        [
          {
            tag: "note",
            elements: [
              { tag: "img", image_key: "img_2" },
              { tag: "text", text: "备注信息" },
            ],
          },
        ],
        [
          { tag: "text", text: "选" },
          { tag: "select_static", options: ["选项1", "选项2"], placeholder: "默认提示文本" },
        ],
        [{ tag: "date_picker", placeholder: "请选择日期", initial_date: "2021-1-1" }],
      ],
    };
    const mentions = [{ key: "@_user_1", name: "Ada", id: "ou_1" }];
    const message = read(card, mentions);
    expect(message).toMatchObject({
      title: "卡片标题",
      text: `[主按钮] [次按钮]
[飞书](https://www.feishu.cn)整合，@_user_1更高效。
---
图片标题 ![image](img_1)
![image](img_2) 备注信息
选 [选项1 / 选项2]
请选择日期`,
    });
    expect(toPlainText(message)).toContain("整合，@Ada更高效。");
    expect(read({ title: null, elements: [[{ tag: "text", text: "a" }]] })).toMatchObject({ title: "", text: "a" });
  });

  test("as user_card_content, whose nodes have their fields in property", () => {
    const node = (tag: string, property: object, id = "1") => ({ tag, id, property });
    const card = {
      schema: 2,
      header: node("card_header", { title: node("plain_text", { content: "Expense" }) }),
      body: node("body", {
        elements: [
          node("markdown", {
            content: "the source, which is not read twice",
            elements: [
              node("plain_text", { content: "paid by " }),
              node("at", { userID: "u_1" }),
              node("br", {}),
              node("link", { content: "receipt", url: { url: "https://a.example" } }),
              node("code_span", { content: "x" }),
            ],
          }),
          node("markdown", {
            elements: [
              node("list", {
                items: [
                  { level: 0, type: "ul", elements: [node("plain_text", { content: "one" })] },
                  { level: 1, type: "ol", order: 2, elements: [node("plain_text", { content: "two" })] },
                ],
              }),
            ],
          }),
          node("heading", { level: 2, elements: [node("plain_text", { content: "Code" })] }),
          node("code_block", { language: "go", contents: [{ contents: [{ content: "a\n" }, { content: "b\n" }] }] }),
          node("blockquote", { content: "q\nr" }),
          node("img", { imageID: "i_1", alt: node("plain_text", { content: "photo" }) }),
          node("column_set", {
            columns: [
              node("column", {
                elements: [node("button", { text: node("plain_text", { i18nContent: { en_us: "OK" } }) })],
              }),
            ],
          }),
          node("table", {
            columns: [{ name: "a", displayName: "A" }],
            rows: [{ a: { data: "1" } }, { a: { data: [{ text: "x" }] } }],
          }),
        ],
      }),
    };
    const content = {
      json_card: JSON.stringify(card),
      json_attachment: JSON.stringify({
        at_users: { u_1: { content: "Ada", user_id: "ou_1" } },
        images: { i_1: { token: "img_1" } },
      }),
      card_schema: 2,
    };
    const message = read(content);
    expect(message.title).toBe("Expense");
    expect(message.card).toEqual(card);
    expect(message.text).toBe(`paid by @Ada
[receipt](https://a.example)\`x\`
- one
    2. two
## Code
\`\`\`go
a
b
\`\`\`
> q
> r
![photo](img_1)
[OK]
| A |
| --- |
| 1 |
| x |`);
    expect(message.resources).toEqual([{ key: "img_1", type: "image", message_id: "om_1" }]);
    // The same without the envelope.
    expect(read(card).text).toContain("- one");
  });

  test("whose inside is broken is still a card", () => {
    for (const content of [
      { json_card: "{" },
      { json_card: "{}", json_attachment: "[" },
      { elements: {} },
      { body: [] },
    ]) {
      expect(read(content)).toMatchObject({ title: "", text: "" });
      expect(toPlainText(read(content))).toBe("[card]");
    }
  });

  test("that is nested too deep ends there", () => {
    const level = '{"tag":"column","elements":[';
    const deep = `${level.repeat(10_000)}{"tag":"markdown","content":"deep"}${"]}".repeat(10_000)}`;
    const content = `{"elements":[{"tag":"markdown","content":"top"},${deep}]}`;
    expect(toPlainText(readMessage({ message_type: "interactive", content }))).toBe("top");
  });
});
