import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Message, type RawMessage, readMessage, toMarkdown, toPlainText } from "../../../src/message/index.ts";

const event = (message_type: string, content: unknown, mentions?: object[]): RawMessage => ({
  message_id: "om_1",
  message_type,
  content: typeof content === "string" ? content : JSON.stringify(content),
  ...(mentions && { mentions }),
});

const read = (type: string, content: unknown, mentions?: object[]): Message =>
  readMessage(event(type, content, mentions));

const PEOPLE = Array.from({ length: 12 }, (_, index) => ({
  key: `@_user_${index + 1}`,
  id: { open_id: `ou_${index + 1}`, union_id: `on_${index + 1}`, user_id: "" },
  name: `Person ${index + 1}`,
  mentioned_type: index ? "user" : "bot",
}));

// https://open.feishu.cn/document/server-docs/im-v1/message-content-description/message_content
const SIMPLE: [type: string, content: object, fields: object, shown: string][] = [
  ["text", { text: "hello" }, { text: "hello" }, "hello"],
  ["image", { image_key: "img_1" }, { image_key: "img_1" }, "[image]"],
  ["file", { file_key: "f_1", file_name: "a.pdf" }, { file_key: "f_1", file_name: "a.pdf" }, "[file a.pdf]"],
  ["folder", { file_key: "f_1", file_name: "docs" }, { file_key: "f_1", file_name: "docs" }, "[folder docs]"],
  ["audio", { file_key: "f_1", duration: 2000 }, { file_key: "f_1", duration: 2000 }, "[audio 2 s]"],
  [
    "media",
    { file_key: "f_1", image_key: "img_1", file_name: "a.mp4", duration: "61000" },
    { file_key: "f_1", image_key: "img_1", file_name: "a.mp4", duration: 61_000 },
    "[video a.mp4 61 s]",
  ],
  ["sticker", { file_key: "f_1" }, { file_key: "f_1" }, "[sticker]"],
  ["share_chat", { chat_id: "oc_1" }, { chat_id: "oc_1" }, "[group oc_1]"],
  ["share_user", { user_id: "ou_1" }, { user_id: "ou_1" }, "[contact ou_1]"],
  [
    "location",
    { name: "Paris", longitude: "2.35", latitude: "48.85" },
    { name: "Paris", longitude: "2.35", latitude: "48.85" },
    "[location Paris (48.85, 2.35)]",
  ],
  ["hongbao", { text: "[红包]" }, { text: "[红包]" }, "[红包]"],
  ...["share_calendar_event", "calendar", "general_calendar"].map((type): [string, object, object, string] => [
    type,
    { summary: "Lunch", start_time: "1608265395000", end_time: "1608267015000" },
    { summary: "Lunch", start_time: "1608265395000", end_time: "1608267015000" },
    "[event Lunch 2020-12-18T04:23:15.000Z to 2020-12-18T04:50:15.000Z]",
  ]),
  [
    "video_chat",
    { topic: "Weekly", start_time: "1623124523829" },
    { topic: "Weekly", start_time: "1623124523829" },
    "[meeting Weekly 2021-06-08T03:55:23.829Z]",
  ],
  [
    "todo",
    {
      task_id: "t_1",
      summary: { title: "", content: [[{ tag: "text", text: "Eat fruit" }]] },
      due_time: "1623124318000",
    },
    { task_id: "t_1", title: "", content: [[{ tag: "text", text: "Eat fruit" }]], due_time: "1623124318000" },
    "Eat fruit\n[task due 2021-06-08T03:51:58.000Z]",
  ],
  [
    "vote",
    { topic: "Lunch?", options: ["Rice", "Soup"] },
    { topic: "Lunch?", options: ["Rice", "Soup"] },
    "[vote Lunch?]\n- Rice\n- Soup",
  ],
  [
    "system",
    { template: "{from_user} invited {to_chatters} to this chat.", from_user: ["Bot"], to_chatters: ["A", "B"] },
    { text: "Bot invited A, B to this chat." },
    "Bot invited A, B to this chat.",
  ],
  [
    "system",
    { template: "{divider_text}", from_user: [], divider_text: { text: "New", i18n_text: { en_us: "New" } } },
    { text: "New" },
    "New",
  ],
];

describe("a message of type", () => {
  test.each(SIMPLE)("%s is read with its fields: %j", (type, content, fields, shown) => {
    const message = read(type, content);
    expect(message).toMatchObject({
      type,
      message_id: "om_1",
      mentions: [],
      mentionsAll: false,
      raw: content,
      ...fields,
    });
    expect(toPlainText(message)).toBe(shown);
    const answer = { message_id: "om_1", msg_type: type, body: { content: JSON.stringify(content) } };
    expect(readMessage(answer)).toEqual(message);
  });

  test("video is a media", () => {
    expect(read("video", { file_key: "f_1" })).toMatchObject({ type: "media", file_key: "f_1" });
  });

  test.each(["Merged and Forwarded Message", '{"content":"Merged and Forwarded Message"}'])(
    "merge_forward is one, whatever its content says: %s",
    (content) => {
      expect(read("merge_forward", content).type).toBe("merge_forward");
      expect(toPlainText(read("merge_forward", content))).toBe("[forwarded messages]");
    },
  );

  test("that is new keeps its content, and shows its text if it has one", () => {
    expect(read("hologram", { depth: 3 })).toMatchObject({
      type: "unknown",
      message_type: "hologram",
      raw: { depth: 3 },
    });
    expect(toPlainText(read("hologram", { depth: 3 }))).toBe("[hologram]");
    expect(toPlainText(read("hologram", { text: "hi" }))).toBe("hi");
  });
});

describe("the files of a message", () => {
  test.each([
    ["image", { image_key: "img_1" }, [{ key: "img_1", type: "image" }]],
    ["file", { file_key: "f_1", file_name: "a" }, [{ key: "f_1", type: "file", name: "a" }]],
    ["audio", { file_key: "f_1" }, [{ key: "f_1", type: "audio" }]],
    [
      "media",
      { file_key: "f_1", image_key: "img_1" },
      [
        { key: "f_1", type: "media" },
        { key: "img_1", type: "image" },
      ],
    ],
    [
      "post",
      { content: [[{ tag: "img", image_key: "img_1" }], [{ tag: "media", file_key: "f_1", image_key: "img_2" }]] },
      [
        { key: "img_1", type: "image" },
        { key: "f_1", type: "media" },
        { key: "img_2", type: "image" },
      ],
    ],
    ["interactive", { elements: [{ tag: "img", img_key: "img_1" }] }, [{ key: "img_1", type: "image" }]],
  ])("of type %s are listed with the message that holds them", (type, content, resources) => {
    expect(read(type, content).resources).toEqual(resources.map((one) => ({ ...one, message_id: "om_1" })));
  });
});

describe("mentions", () => {
  test("have the ids that the app may see, from events and from the API", () => {
    const [first] = read("text", { text: "@_user_1" }, [PEOPLE[0] as object]).mentions;
    expect(first).toEqual({
      key: "@_user_1",
      name: "Person 1",
      open_id: "ou_1",
      union_id: "on_1",
      mentioned_type: "bot",
    });
    const api = { key: "@_user_1", id: "7f1b", id_type: "user_id", name: "Ada", tenant_key: "t" };
    expect(read("text", { text: "" }, [api]).mentions).toEqual([{ key: "@_user_1", name: "Ada", user_id: "7f1b" }]);
  });

  test("are shown by name, the longest key first, and everyone by @all", () => {
    const text = "@_user_1 @_user_12 @_user_11, @_user_122 @_user_99 @_all!";
    const message = read("text", { text }, PEOPLE);
    expect(toPlainText(message)).toBe("@Person 1 @Person 12 @Person 11, @Person 122 @Person 99 @all!");
    expect(message.mentionsAll).toBe(true);
  });

  test("of the bot itself are left out with their space, and no other", () => {
    const options = { botOpenId: "ou_1" };
    expect(toPlainText(read("text", { text: "@_user_1 hello" }, PEOPLE), options)).toBe("hello");
    expect(toPlainText(read("text", { text: "hey @_user_1 tell @_user_2" }, PEOPLE), options)).toBe(
      "hey tell @Person 2",
    );
    const post = {
      content: [
        [
          { tag: "at", user_id: "@_user_1" },
          { tag: "text", text: " hi" },
        ],
      ],
    };
    expect(toPlainText(read("post", post, PEOPLE), options)).toBe("hi");
    expect(toPlainText(read("post", post, PEOPLE))).toBe("@Person 1 hi");
  });

  test("whose name is a key stay that name", () => {
    const people = [
      { ...PEOPLE[0], name: "@_user_2" },
      { ...PEOPLE[1], name: "Bob" },
    ];
    expect(toPlainText(read("text", { text: "@_user_1 @_user_2" }, people))).toBe("@@_user_2 @Bob");
  });

  test("without ids, names or keys do no harm", () => {
    const people = [
      {},
      null,
      "x",
      7,
      { key: 3 },
      { key: "" },
      { key: "@_user_1" },
      { key: "@_user_2", id: null, name: 3 },
    ];
    const message = read("text", { text: "@_user_1 @_user_2 a@b" }, people as object[]);
    expect(message.mentions).toEqual([
      { key: "@_user_1", name: "" },
      { key: "@_user_2", name: "" },
    ]);
    expect(toPlainText(message)).toBe("@_user_1 @_user_2 a@b");
    expect(readMessage({ ...event("text", { text: "a" }), mentions: "x" as never }).mentions).toEqual([]);
  });
});

const BODY = [[{ tag: "text", text: "old" }]];

describe("a post", () => {
  test.each([
    ["flat", { title: "T", content: BODY }],
    ["by language", { en_us: { title: "no" }, zh_cn: { title: "T", content: BODY } }],
    ["in one other language", { fr_fr: { title: "T", content: BODY } }],
    ["as a custom bot sends it", { post: { zh_cn: { title: "T", content: BODY } } }],
    ["with content_v2", { title: "T", content: [[{ tag: "text", text: "older" }]], content_v2: BODY }],
    ["with an empty content_v2", { title: "T", content: BODY, content_v2: [] }],
    ["with a content_v2 that is no list", { title: "T", content: BODY, content_v2: "x" }],
    ["with content_v2 by language", { zh_cn: { title: "T", content_v2: BODY } }],
  ])("%s is read", (_, content) => {
    expect(read("post", content)).toMatchObject({ type: "post", title: "T", content: BODY });
  });

  test("has its nodes, with the people behind the keys, and no node of another shape", () => {
    const content = [
      [
        { tag: "text", text: "a", style: ["bold", 1], un_escape: false },
        { tag: "text", text: "b", style: [] },
        { tag: "at", user_id: "@_user_2", user_name: "" },
        { tag: "at", user_id: "@_all" },
        { tag: "at", user_id: "@_user_77", user_name: "" },
        { tag: "a", text: "c", href: "https://c.example" },
        { tag: "mystery", text: "d" },
        { tag: "text" },
        { tag: {} },
        null,
        "e",
      ],
      [{ tag: "hr" }],
      "f",
      { tag: "md", text: "**g**" },
    ];
    const message = read("post", { content }, PEOPLE);
    expect(message).toMatchObject({
      mentionsAll: true,
      content: [
        [
          { tag: "text", text: "a", style: ["bold"] },
          { tag: "text", text: "b" },
          { tag: "at", user_id: "ou_2", user_name: "Person 2" },
          { tag: "at", user_id: "all" },
          { tag: "at", user_id: "@_user_77" },
          { tag: "a", text: "c", href: "https://c.example" },
          { tag: "text", text: "d" },
        ],
        [{ tag: "hr" }],
        [],
        [{ tag: "md", text: "**g**" }],
      ],
    });
  });

  const RICH = {
    title: "Report",
    content: [
      [
        { tag: "text", text: "bold ", style: ["bold"] },
        { tag: "text", text: "all", style: ["bold", "italic", "underline", "lineThrough", "constructor"] },
        { tag: "text", text: " ", style: ["bold"] },
        { tag: "a", text: "link", href: "https://a.example" },
      ],
      [{ tag: "emotion", emoji_type: "SMILE" }],
      [{ tag: "hr" }],
      [{ tag: "code_block", language: "GO", text: "```" }],
      [{ tag: "img", image_key: "img_1" }],
      [{ tag: "md", text: '**x** <at user_id="ou_1">Bot</at> <at id=all></at>' }],
    ],
  };

  test("is shown as Markdown with its styles, links and code", () => {
    expect(toMarkdown(read("post", RICH))).toBe(
      "**Report**\n**bold** ~~<u>***all***</u>~~ [link](https://a.example)\n:SMILE:\n---\n````go\n```\n````\n![image](img_1)\n**x** @Bot @all",
    );
  });

  test("is shown as plain text", () => {
    expect(toPlainText(read("post", RICH), { botOpenId: "ou_1" })).toBe(
      "Report\nbold all link (https://a.example)\n:SMILE:\n---\n```\n[image]\n**x**  @all",
    );
  });
});

const ODD: [name: string, content: unknown][] = [
  ["nothing", undefined],
  ["an empty text", ""],
  ["no JSON", "hello"],
  ["half of JSON", '{"text":'],
  ["null", "null"],
  ["a list", "[]"],
  ["a number", "7"],
  ["a string", '"a"'],
  ["an empty object", "{}"],
  [
    "fields of another type",
    '{"text":1,"image_key":{},"file_key":[],"content":7,"options":{},"summary":"x","template":[]}',
  ],
  ["names of Object.prototype", '{"__proto__":{"text":"x"},"constructor":1,"hasOwnProperty":2,"toString":3}'],
  ["objects that cannot become text", '{"text":{"toString":1,"valueOf":1},"duration":{"toString":1,"valueOf":1}}'],
  ["twenty thousand brackets, which no recursion survives", `{"elements":${"[".repeat(2e4)}${"]".repeat(2e4)}}`],
  ["twenty thousand objects in each other", `{"content":${'{"content":'.repeat(2e4)}1${"}".repeat(2e4)}}`],
];

describe("a content that is odd", () => {
  const types = [
    ...new Set(SIMPLE.map(([type]) => type)),
    "post",
    "interactive",
    "merge_forward",
    "x",
    "",
    "__proto__",
  ];

  test.each(ODD)("does no harm: %s", (_, content) => {
    for (const type of types) {
      for (const message of [
        { message_id: "om_1", message_type: type, content },
        { message_id: "om_1", msg_type: type, body: { content } },
      ]) {
        const given = readMessage(message as RawMessage);
        expect(given.message_id).toBe("om_1");
        expect(typeof toPlainText(given)).toBe("string");
        expect(typeof toMarkdown(given)).toBe("string");
      }
    }
  });

  test("is unknown, and kept, if it lacks what the message is about", () => {
    expect(read("image", { key: "img_1" })).toMatchObject({
      type: "unknown",
      message_type: "image",
      raw: { key: "img_1" },
    });
    expect(toPlainText(read("image", {}))).toBe("[image]");
    const recalled = {
      message_id: "om_1",
      msg_type: "text",
      deleted: true,
      body: { content: "This message was recalled" },
    };
    expect(toPlainText(readMessage(recalled))).toBe("This message was recalled");
  });

  test.each([
    [undefined],
    [null],
    ["x"],
    [7],
    [[]],
    [{}],
    [{ body: null }],
    [{ body: "x" }],
    [{ message_id: 7, msg_type: 7 }],
  ])("as a whole message does no harm: %j", (message) => {
    expect(readMessage(message as never)).toMatchObject({ type: "unknown", message_id: "", mentions: [] });
  });

  test("is never an error, whatever it is", () => {
    const keys = fc.constantFrom(
      "tag",
      "text",
      "content",
      "content_v2",
      "title",
      "zh_cn",
      "post",
      "elements",
      "columns",
      "rows",
      "name",
      "options",
      "header",
      "body",
      "property",
      "i18n_content",
      "json_card",
      "img_key",
      "user_id",
      "level",
      "items",
      "toString",
      "valueOf",
      "__proto__",
    );
    const leaf = fc.oneof(
      fc.constantFrom(
        "text",
        "at",
        "a",
        "img",
        "table",
        "list",
        "heading",
        "select_static",
        "markdown",
        "@_user_1",
        "{}",
      ),
      fc.string(),
      fc.constant(null),
      fc.integer(),
      fc.boolean(),
    );
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof(
        { maxDepth: 6 },
        leaf,
        fc.array(tie("tree"), { maxLength: 4 }),
        fc.array(fc.tuple(keys, tie("tree")), { maxLength: 5 }).map((entries) => Object.fromEntries(entries)),
      ),
    }));
    fc.assert(
      fc.property(fc.constantFrom(...types), tree, tree, (type, content, mentions) => {
        const message = read(type, content, mentions as object[]);
        toPlainText(message);
        toMarkdown(message);
        readMessage(content as RawMessage);
      }),
      { numRuns: 1000 },
    );
  });
});

describe("pictures in Markdown are resources", () => {
  const read = (message_type: string, content: object) =>
    readMessage({ message_id: "om_1", message_type, content: JSON.stringify(content) }).resources.map(({ key }) => key);

  test("of a post's Markdown", () => {
    const text = "![a](img_v3_1) and ![b]( img_v3_2 'title') and ![c](https://example.com/c.png)";
    expect(read("post", { content_v2: [[{ tag: "md", text }]] })).toEqual(["img_v3_1", "img_v3_2"]);
  });

  test("of a card's Markdown, each once", () => {
    const elements = [
      { tag: "img", img_key: "img_v3_1", alt: { tag: "plain_text", content: "a" } },
      { tag: "markdown", content: "![a](img_v3_1) ![b](img_v3_2)" },
    ];
    expect(read("interactive", { schema: "2.0", body: { elements } })).toEqual(["img_v3_1", "img_v3_2"]);
  });

  test("and no text of beginnings without an end takes long", () => {
    expect(read("post", { content_v2: [[{ tag: "md", text: "![".repeat(20_000) }]] })).toEqual([]);
  });
});
