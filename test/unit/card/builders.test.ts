import { describe, expect, it } from "vitest";
import {
  button,
  card,
  checkCard,
  checker,
  collapsible_panel,
  column,
  column_set,
  div,
  form,
  hr,
  img,
  input,
  interactive_container,
  markdown,
  multi_select_static,
  overflow,
  select_static,
  table,
} from "../../../src/card/index.ts";

const plain = (content: string) => ({ tag: "plain_text", content });

describe("a builder", () => {
  it("takes the main content first, and the properties of the wire second", () => {
    expect(markdown("**42 €**", { text_align: "center" })).toEqual({
      tag: "markdown",
      content: "**42 €**",
      text_align: "center",
    });
    expect(hr()).toEqual({ tag: "hr" });
    expect(table([{ name: "a", data_type: "text" }], [{ a: "1" }], { page_size: 2 })).toEqual({
      tag: "table",
      columns: [{ name: "a", data_type: "text" }],
      rows: [{ a: "1" }],
      page_size: 2,
    });
    expect(form("approval", [input("reason")])).toEqual({
      tag: "form",
      name: "approval",
      elements: [{ tag: "input", name: "reason" }],
    });
  });

  it("makes text objects of strings, wherever the wire wants one", () => {
    expect(button("Delete", { confirm: { title: "Sure?", text: "It is gone" }, hover_tips: "Careful" })).toMatchObject({
      text: plain("Delete"),
      hover_tips: plain("Careful"),
      confirm: { title: plain("Sure?"), text: plain("It is gone") },
    });
    expect(select_static("c", [{ text: "IT", value: "it" }], { placeholder: "Where?" })).toMatchObject({
      options: [{ text: plain("IT"), value: "it" }],
      placeholder: plain("Where?"),
    });
    expect(collapsible_panel([], { header: { title: "More" } })).toMatchObject({ header: { title: plain("More") } });
    expect(div("a", { fields: [{ text: "b" }] })).toMatchObject({ text: plain("a"), fields: [{ text: plain("b") }] });
    expect(img("img_1", { alt: "A cat" })).toMatchObject({ alt: plain("A cat") });
    expect(checker("done", "Buy milk")).toMatchObject({ name: "done", text: plain("Buy milk") });
    const header = {
      title: "T",
      text_tag_list: [{ tag: "text_tag", text: "new" }],
      i18n_text_tag_list: { de_de: [{ tag: "text_tag", text: "neu" }] },
    } as const;
    expect(card([], { header })).toMatchObject({
      header: {
        title: plain("T"),
        text_tag_list: [{ text: plain("new") }],
        i18n_text_tag_list: { de_de: [{ text: plain("neu") }] },
      },
    });
  });

  it("leaves text objects as they are, and the caller's objects unchanged", () => {
    const text = { tag: "lark_md", content: "*a*" } as const;
    expect(div(text).text).toBe(text);
    const options = [{ text: "a", value: "1" }];
    select_static("s", options);
    expect(options).toEqual([{ text: "a", value: "1" }]);
    expect(markdown("a")).not.toHaveProperty("text_size");
  });

  it("leaves out components whose condition did not hold", () => {
    const none = [false, null, undefined, ""] as const;
    const parts = [...none, markdown("a"), 1 > 2 && hr()];
    expect(card(parts).body?.elements).toEqual([{ tag: "markdown", content: "a" }]);
    expect(column(parts).elements).toHaveLength(1);
    expect(column_set([false, column([])]).columns).toHaveLength(1);
  });

  it("writes value, href and submit as the wire does", () => {
    expect(button("a", { value: { id: 1 } }).behaviors).toEqual([{ type: "callback", value: { id: 1 } }]);
    expect(button("a", { href: "https://example.com" }).behaviors).toEqual([
      { type: "open_url", default_url: "https://example.com" },
    ]);
    const links = { default_url: "https://a.example", pc_url: "https://b.example" };
    expect(button("a", { href: links, value: { b: 1 } }).behaviors).toEqual([
      { type: "open_url", ...links },
      { type: "callback", value: { b: 1 } },
    ]);
    expect(button("a", { submit: "approve" })).toEqual({
      tag: "button",
      text: plain("a"),
      name: "approve",
      form_action_type: "submit",
    });
    expect(interactive_container([], { value: { a: 1 } })).toMatchObject({ behaviors: [{ value: { a: 1 } }] });
    expect(overflow([{ text: "More", value: "more" }], { value: { a: 1 } })).toMatchObject({
      options: [{ text: plain("More") }],
      behaviors: [{ type: "callback" }],
    });
    expect(button("a")).not.toHaveProperty("behaviors");
    expect(button("a", { behaviors: [{ type: "callback", value: { a: 1 } }], value: { b: 1 } }).behaviors).toHaveLength(
      2,
    );
  });

  it("leaves out the address of a platform that is undefined", () => {
    const href = { default_url: "https://a.example", pc_url: undefined };
    expect(JSON.parse(JSON.stringify(button("a", { href }).behaviors))).toEqual([
      { type: "open_url", default_url: "https://a.example" },
    ]);
  });

  it.each([
    ["a string as value", () => button("a", { value: "x" as never }), /button: value must be an object/],
    ["null as value", () => button("a", { value: null as never }), /value must be an object/],
    ["a list as value", () => input("a", { value: [] as never }), /input: value must be an object/],
    [
      "a link that runs code",
      () => button("a", { href: "javascript:alert(1)" }),
      /href: default_url must begin with https/,
    ],
    ["a link with data", () => button("a", { href: "data:text/html,x" }), /href/],
    ["a link without a scheme", () => button("a", { href: "example.com" }), /href/],
    [
      "code in the link of one platform",
      () => button("a", { href: { default_url: "https://a.example", pc_url: " javascript:x" } }),
      /pc_url/,
    ],
  ])("refuses %s", (_, build, message) => {
    expect(build).toThrow(TypeError);
    expect(build).toThrow(message);
  });

  it.each([
    ["a mention", '<at user_id="all"></at><at id=all></at>'],
    ["Markdown", "# **[x](javascript:1)** `code`\n---"],
    ["half a surrogate pair", "a\ud800b"],
    ["100 KB", "x".repeat(100_000)],
    ["quotes and braces", '"}],"tag":"button"'],
    ["names of Object", "__proto__"],
  ])("passes on hostile text as it is, in every place for a text: %s", (_, text) => {
    const built = card(
      [
        markdown(text),
        div(text, { fields: [{ text }] }),
        form(text, [input(text, { placeholder: text }), button(text, { submit: text, value: { [text]: text } })]),
        multi_select_static(text, [{ text, value: text }]) as never,
      ],
      { header: { title: text, subtitle: text } },
    );
    const read = JSON.parse(JSON.stringify(built));
    expect(read).toEqual(built);
    expect(read.body.elements[0].content).toBe(text);
    expect(read.body.elements[2].elements[1].text).toEqual(plain(text));
    expect(Object.keys(read.body.elements[2].elements[1].behaviors[0].value)).toEqual([text]);
    expect(() => checkCard(read)).not.toThrow();
  });
});
