import { expect, test } from "vitest";
import type { Parsed } from "../support/emulator-api.ts";
import { documentsWorld } from "./documents-world.ts";

/** What the page of `convert` sends. */
const MARKDOWN = [
  "Text **Bold** *Italic* ~~Strikethrough~~ `inline code` Hyperlink: [Feishu Open Platform](https://open.feishu.cn)",
  "![image](https://example.com/share-logo.png)",
  "# Heading1",
  "```ts\n  hello word\n```",
  "> quote",
  "1. ordered1\n2. ordered2",
  "- bullet1\n  - bullet2\n- [x] done",
  "|Location|Features|\n|----|----|\n|Seafood Street|Seafood Market|",
].join("\n\n");

async function world() {
  const made = await documentsWorld();
  const { send } = made;
  const { document_id } = (await send("POST", "docx/v1/documents", { title: "Notes" })).data.document;
  const convert = async (content: string): Promise<Parsed> =>
    send("POST", "docx/v1/documents/blocks/convert", { content_type: "markdown", content });
  return { ...made, id: document_id as string, convert };
}

const contentOf = (block: Parsed): string =>
  (Object.values(block) as Parsed[])
    .flatMap((value) => value?.elements ?? [])
    .map(({ text_run }) => text_run.content)
    .join("");

test("Markdown becomes blocks of what was sent", async () => {
  const { convert } = await world();
  const { first_level_block_ids, blocks, block_id_to_image_urls } = (await convert(MARKDOWN)).data;
  const byId = new Map<string, Parsed>(blocks.map((block: Parsed) => [block.block_id, block]));
  const first: Parsed[] = first_level_block_ids.map((id: string) => byId.get(id));
  expect(first.map(({ block_type }) => block_type)).toEqual([2, 27, 3, 14, 15, 13, 13, 12, 17, 31]);
  const styles = first[0].text.elements.map(({ text_run }: Parsed) => text_run);
  expect(styles[1]).toEqual({
    content: "Bold",
    text_element_style: { bold: true, inline_code: false, italic: false, strikethrough: false, underline: false },
  });
  expect(styles.at(-1).text_element_style.link).toEqual({ url: "https%3A%2F%2Fopen.feishu.cn" });
  expect(block_id_to_image_urls).toEqual([
    { block_id: first[1].block_id, image_url: "https://example.com/share-logo.png" },
  ]);
  expect(first[3].code).toMatchObject({
    style: { language: 63 },
    elements: [{ text_run: { content: "  hello word" } }],
  });
  const [inner] = first[7].children;
  expect([contentOf(byId.get(inner)), byId.get(inner).parent_id]).toEqual(["bullet2", first[7].block_id]);
  expect(first[8].todo.style.done).toBe(true);
  const table = first.at(-1);
  expect(table.table.property).toMatchObject({ row_size: 2, column_size: 2, merge_info: expect.any(Array) });
  expect(byId.get(table.children[0]).block_type).toBe(32);
});

test("the blocks go into a document, without merge_info", async () => {
  const { convert, send, id } = await world();
  const { first_level_block_ids, blocks } = (await convert(MARKDOWN)).data;
  const make = (descendants: Parsed[]) =>
    send("POST", `docx/v1/documents/${id}/blocks/${id}/descendant`, {
      children_id: first_level_block_ids,
      descendants,
    });
  expect((await make(blocks)).code).toBe(1770001);
  for (const { table } of blocks) {
    delete table?.property.merge_info;
  }
  expect((await make(blocks)).code).toBe(0);
  const { content } = (await send("GET", `docs/v1/content?doc_token=${id}&doc_type=docx&content_type=markdown`)).data;
  expect(content).toBe(
    [
      "# Notes",
      "Text **Bold** *Italic* ~~Strikethrough~~ `inline code` Hyperlink: [Feishu Open Platform](https%3A%2F%2Fopen.feishu.cn)",
      "# Heading1",
      "```\n  hello word\n```",
      "> quote",
      "1. ordered1",
      "1. ordered2",
      "- bullet1",
      "    - bullet2",
      "- [x] done",
      "| Location | Features |\n| --- | --- |\n| Seafood Street | Seafood Market |",
    ].join("\n\n"),
  );
});

test("HTML is refused as what the emulator cannot do, and unknown documents as the platform does", async () => {
  const { send, foreign, id } = await world();
  const html = { content_type: "html", content: "<p>x</p>" };
  expect((await send("POST", "docx/v1/documents/blocks/convert", html)).code).toBe(-1);
  const get = (token: string, as?: string) =>
    send("GET", `docs/v1/content?doc_token=${token}&doc_type=docx&content_type=markdown`, undefined, as);
  expect((await get(`doxcn${"0".repeat(22)}`)).code).toBe(2889914);
  expect((await get(id, await foreign())).code).toBe(2889902);
  await send("DELETE", `drive/v1/files/${id}?type=docx`);
  expect((await get(id)).code).toBe(2889906);
});
