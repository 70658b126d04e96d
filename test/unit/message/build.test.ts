import { describe, expect, test } from "vitest";
import {
  at,
  atAll,
  audio,
  card,
  file,
  image,
  markdown,
  media,
  type PostNode,
  post,
  shareChat,
  shareUser,
  sticker,
  text,
} from "../../../src/message/index.ts";
import vectors from "../../vectors/message_bodies.json" with { type: "json" };

const contentOf = ({ content }: { content: string }) => JSON.parse(content);

describe("the content of a message", () => {
  const app = (vectors as unknown as { name: string; input: Record<string, string>; expected: object }[]).filter(
    ({ input }) => !("target" in input),
  );
  test("has vectors", () => expect(app).toHaveLength(5));

  test.each(app)("is as in the vector $name", ({ input, expected }) => {
    const { receive_id, kind, ...given } = input;
    const built = () => {
      switch (kind) {
        case "text":
          return text`${given.text as string}`;
        case "image":
          return image(given.image_key as string);
        case "share_chat":
          return shareChat(given.chat_id as string);
        default:
          return card(given);
      }
    };
    expect({ receive_id, ...built() }).toEqual(expected);
  });

  test.each([
    ["file", file("file_1"), { file_key: "file_1" }],
    ["audio", audio("file_1"), { file_key: "file_1" }],
    ["media", media("file_1"), { file_key: "file_1" }],
    ["media", media("file_1", "img_1"), { file_key: "file_1", image_key: "img_1" }],
    ["sticker", sticker("file_1"), { file_key: "file_1" }],
    ["share_user", shareUser("ou_1"), { user_id: "ou_1" }],
    ["interactive", card({ elements: [] }), { elements: [] }],
  ])("of type %s is a JSON string", (type, built, content) => {
    expect(built.msg_type).toBe(type);
    expect(contentOf(built)).toEqual(content);
  });

  test.each([
    ["image", image],
    ["file", file],
    ["audio", audio],
    ["media", media],
    ["sticker", sticker],
    ["shareChat", shareChat],
    ["shareUser", shareUser],
  ] as [string, (key: string) => unknown][])("by %s needs its key", (name, build) => {
    for (const bad of ["", undefined, null, 1, {}, []]) {
      expect(() => build(bad as string)).toThrow(new RegExp(`^${name}: \\w+ must be a non-empty string`));
    }
  });

  test("has no lone surrogate, wherever a builder got it", () => {
    const lone = "a\uD800b";
    const contents = [
      text`${lone}`,
      post([lone], lone),
      markdown(lone),
      image(lone),
      card({ header: { title: { tag: "plain_text", content: lone } } }),
    ];
    for (const { content } of contents) {
      expect(content).toContain("a\uFFFDb");
      expect(content).not.toMatch(/\\ud800/i);
    }
  });
});

describe("a card", () => {
  test.each([[null], ["{}"], [undefined], [[]], [1]])("is not %j", (one) => {
    expect(() => card(one as unknown as object)).toThrow(
      /card: expected card JSON, { card_id } or { template_id }, got/,
    );
  });

  test.each([[{ card_id: "" }], [{ card_id: 7355439197428236291n }], [{ template_id: undefined }]])(
    "is not %o",
    (one) => {
      expect(() => card(one)).toThrow(/must be a non-empty string/);
    },
  );
});

describe("a post", () => {
  test("shows strings exactly, mentions by nodes, and has a title", () => {
    const built = post([["Hi ", at("ou_1"), ' <at user_id="all"></at>'], "**not bold**", atAll()], "Report");
    expect(built.msg_type).toBe("post");
    expect(contentOf(built)).toEqual({
      zh_cn: {
        title: "Report",
        content: [
          [
            { tag: "text", text: "Hi " },
            { tag: "at", user_id: "ou_1" },
            { tag: "text", text: ' <at user_id="all"></at>' },
          ],
          [{ tag: "text", text: "**not bold**" }],
          [{ tag: "at", user_id: "all" }],
        ],
      },
    });
  });

  test("takes every kind of node", () => {
    const nodes: PostNode[] = [
      { tag: "text", text: "a", style: ["bold"], un_escape: true },
      { tag: "a", text: "b", href: "https://a.example/" },
      { tag: "at", user_id: "ou_1", style: ["lineThrough"] },
      { tag: "img", image_key: "img_1" },
      { tag: "media", file_key: "file_1", image_key: "img_1" },
      { tag: "emotion", emoji_type: "SMILE" },
      { tag: "code_block", language: "GO", text: "x" },
      { tag: "hr" },
      { tag: "md", text: "**c**" },
    ];
    expect(contentOf(post(nodes)).zh_cn.content).toEqual(nodes.map((node) => [node]));
  });

  test("has one body for each language", () => {
    const built = post({ zh_cn: { title: "你好", content: ["世界"] }, en_us: { content: ["world"] } });
    expect(contentOf(built)).toEqual({
      zh_cn: { title: "你好", content: [[{ tag: "text", text: "世界" }]] },
      en_us: { content: [[{ tag: "text", text: "world" }]] },
    });
  });

  test.each([
    ["nothing", undefined, /content must be a list of paragraphs/],
    ["null", null, /content must be a list of paragraphs/],
    ["a text", "hello", /must be a list of paragraphs/],
    ["no language", {}, /content must be a list of paragraphs, or bodies by language/],
    ["a language without paragraphs", { zh_cn: {} }, /zh_cn.content must be a list of paragraphs/],
    ["a language that is null", { zh_cn: null }, /zh_cn.content must be a list of paragraphs/],
    ["null as a paragraph", [null], /content\[0\]\[0\].tag must be one of text, a, at/],
    ["a node without a tag", [[{}]], /content\[0\]\[0\].tag must be one of/],
    ["an unknown node", [[{ tag: "table" }]], /must be one of .*, got table/],
    ["a node called as a member of objects", [[{ tag: "constructor" }]], /must be one of/],
    ["a text that is none", [[{ tag: "text", text: 1 }]], /content\[0\]\[0\].text must be a string/],
    ["a link without an address", ["", { tag: "a", text: "x" }], /content\[1\]\[0\].href must be/],
    ["a script as a link", [{ tag: "a", text: "x", href: "javascript:alert(1)" }], /href must begin with/],
    [
      "a script with a space before it",
      [{ tag: "a", text: "x", href: " javascript:alert(1)" }],
      /href must begin with/,
    ],
    ["a script in capitals", [{ tag: "a", text: "x", href: "JavaScript:alert(1)" }], /href must begin with/],
    ["data as a link", [{ tag: "a", text: "x", href: "data:text/html,x" }], /href must begin with/],
    ["a path as a link", [{ tag: "a", text: "x", href: "/a" }], /href must begin with/],
    ["a mention without an id", [{ tag: "at" }], /user_id must be a non-empty string/],
    ["a picture beside a text", [["a", { tag: "img", image_key: "img_1" }]], /content\[0\]\[1\] is a node img, which/],
    ["Markdown beside a text", [[{ tag: "md", text: "a" }, "b"]], /must be alone in its paragraph/],
    ["a title that is no text", [[]], /title must be a string/, 7],
  ])("is not made from %s", (_, content, message, title = undefined) => {
    expect(() => post(content as never, title as never)).toThrow(message);
    expect(() => post(content as never, title as never)).toThrow(TypeError);
  });
});

describe("Markdown", () => {
  const md = (source: string): string => {
    const { content } = contentOf(markdown(source)).zh_cn;
    expect(content).toHaveLength(1);
    expect(content[0]).toHaveLength(1);
    return content[0][0].text;
  };

  test("is one node of a post, as it was written", () => {
    const source =
      "**a** [b](https://b.example)\n\n- c\n    - d\n\n> e\n\n```js\nf\n```\n\n---\n| a | b |\n| - | - |\n| 1 | 2 |";
    expect(md(source)).toBe(source);
  });

  test.each([
    ["# a\n## b\n### c\n###### d", "#### a\n##### b\n##### c\n##### d"],
    ["#### a\n##### b", "#### a\n##### b"],
    ["#a\n#no heading", "#a\n#no heading"],
    ["# a\n```sh\n# b\n```", "#### a\n```sh\n# b\n```"],
  ])("has headings that fit a chat: %j", (source, shown) => {
    expect(md(source)).toBe(shown);
  });

  test.each([
    ["~~~ js\na\n~~~", "```js\na\n```"],
    ["``` ts title=x\na\n```", "```ts\na\n```"],
    ["````\na\n````", "```\na\n```"],
    ["````md\n```js\na\n```\n````", "````md\n```js\na\n```\n````"],
    ["- a\n  ```js\n  b\n  ```", "- a\n  ```js\n  b\n  ```"],
    ["```js\nopen", "```js\nopen\n```"],
    ["```", "```\n```"],
    ["```\n~~~\n```\na", "```\n~~~\n```\na"],
  ])("has fences as a post knows them: %j", (source, shown) => {
    expect(md(source)).toBe(shown);
  });

  test("has one blank line where there were several, but not in code", () => {
    expect(md("a\n\n\n\nb\n```\n\n\n\nc\n```")).toBe("a\n\nb\n```\n\n\n\nc\n```");
  });

  test.each([
    '<at user_id="all"></at>',
    "< AT id=all>",
    "</at>",
    "< / at >",
    "&lt;at user_id=all&gt;",
    "&#60;at id=all&#62;",
    "&#x3c;at",
    "`<at id=all>`",
    "```\n<at id=all>\n```",
  ])("mentions nobody: %j", (source) => {
    expect(md(source)).not.toMatch(/<\s*\/?\s*at/i);
    expect(md(source)).not.toMatch(/&(lt|#0*60|#x0*3c)(?=;?\s*at)/i);
    expect(md(source).replaceAll("\u200B", "")).toBe(source);
  });

  test("keeps entities in code", () => {
    const source = "```html\n&lt;b&gt; &#39;\n```";
    expect(md(source)).toBe(source);
  });

  test.each(["#", "`", "~", "<", "< ", " ", "|", "-", "|-", "&", "a", "\n", "\n```\n", "\n|a|\n|-|\n", "# a\n"])(
    "is written with both its ends, with 20 KB of %j between them",
    (one) => {
      expect(md(`x${one.repeat(20_000 / one.length)}x`).match(/x/g)).toHaveLength(2);
    },
  );

  test.each([[""], [undefined], [null], [1], [{}]])("is not %j", (source) => {
    expect(() => markdown(source as string)).toThrow(/markdown: source must be a non-empty string/);
  });
});
