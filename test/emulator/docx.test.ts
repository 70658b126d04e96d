import { describe, expect, test } from "vitest";
import type { Parsed } from "../support/emulator-api.ts";
import { documentsWorld, uploadMedia } from "./documents-world.ts";

const run = (content: string) => ({ elements: [{ text_run: { content } }] });
const text = (content: string) => ({ block_type: 2, text: run(content) });
const table = (row_size: number, column_size: number) => ({
  block_type: 31,
  table: { property: { row_size, column_size } },
});

async function world() {
  const made = await documentsWorld();
  const { send } = made;
  const { document } = (await send("POST", "docx/v1/documents", { title: "Minutes" })).data;
  const id: string = document.document_id;
  const root = `docx/v1/documents/${id}`;
  const add = async (children: unknown[], index?: number, parent = id): Promise<Parsed[]> => {
    const answer = await send("POST", `${root}/blocks/${parent}/children`, { children, index });
    expect(answer.code, answer.msg).toBe(0);
    return answer.data.children;
  };
  const raw = async (): Promise<string> => (await send("GET", `${root}/raw_content`)).data.content;
  const blocks = async (): Promise<Parsed[]> => (await send("GET", `${root}/blocks`)).data.items;
  const revision = async (): Promise<number> => (await send("GET", root)).data.document.revision_id;
  return { ...made, id, root, document, add, raw, blocks, revision };
}

describe("a document", () => {
  test("is made, read, renamed and deleted", async () => {
    const { send, root, id, document, raw, blocks } = await world();
    expect(document).toEqual({ document_id: id, revision_id: 1, title: "Minutes" });
    expect(await raw()).toBe("Minutes\n");
    expect(await blocks()).toMatchObject([{ block_id: id, parent_id: "", block_type: 1, page: run("Minutes") }]);
    const update_text_elements = run("Protocol");
    const renamed = (await send("PATCH", `${root}/blocks/${id}`, { update_text_elements })).data;
    expect(renamed).toMatchObject({ document_revision_id: 2, block: { page: run("Protocol") } });
    expect((await send("GET", root)).data.document).toMatchObject({ revision_id: 2, title: "Protocol" });
    const { files } = (await send("GET", "drive/v1/files")).data;
    expect(files).toMatchObject([{ type: "docx", name: "Protocol", url: expect.stringContaining(`/docx/${id}`) }]);
    await send("DELETE", `drive/v1/files/${id}?type=docx`);
    expect((await send("GET", root)).code).toBe(1770003);
  });

  test("is refused to strangers, and so is what nobody has", async () => {
    const { send, root, id, foreign } = await world();
    expect((await send("GET", root, undefined, await foreign())).code).toBe(1770032);
    const nobody = `doxcn${"0".repeat(22)}`;
    expect((await send("GET", `docx/v1/documents/${nobody}`)).code).toBe(1770002);
    expect((await send("GET", "docx/v1/documents/short")).code).toBe(99992402);
    for (const block of [nobody, "short", "__proto__"]) {
      expect((await send("GET", `${root}/blocks/${block}`)).code, block).toBe(1770002);
    }
    expect((await send("POST", "docx/v1/documents", { folder_token: "fldcnNobody" })).code).toBe(1770039);
    expect((await send("POST", "docx/v1/documents", { title: "x".repeat(801) })).code).toBe(99992402);
    expect((await send("GET", `${root}/blocks/${id}?document_revision_id=2`)).code).toBe(1770001);
  });
});

describe("blocks", () => {
  test("are made at a place, listed in pages, and deleted", async () => {
    const { send, root, id, add, raw, blocks, revision } = await world();
    await add([text("b"), { block_type: 3, heading1: run("c") }]);
    const [first] = await add([{ block_type: 17, todo: { ...run("a"), style: { done: true } } }], 0);
    expect(first).toMatchObject({ parent_id: id, todo: { style: { align: 1, done: true, folded: false } } });
    await add([{ block_type: 12, bullet: run("below") }], -1, first.block_id);
    expect(await raw()).toBe("Minutes\na\nbelow\nb\nc\n");
    expect((await blocks()).map(({ block_type }) => block_type)).toEqual([1, 17, 12, 2, 3]);
    expect(await revision()).toBe(4);
    const path = `${root}/blocks/${id}/children`;
    const page = (await send("GET", `${path}?page_size=2`)).data;
    const rest = (await send("GET", `${path}?page_size=2&page_token=${page.page_token}`)).data;
    expect([page.items.length, page.has_more, rest.items.length, rest.has_more]).toEqual([2, true, 1, false]);
    expect((await send("GET", `${path}?with_descendants=true`)).data.items).toHaveLength(4);
    await send("DELETE", `${path}/batch_delete`, { start_index: 0, end_index: 2 });
    expect(await raw()).toBe("Minutes\nc\n");
    expect((await send("GET", `${root}/blocks/${first.block_id}`)).code).toBe(1770002);
  });

  test("change their texts and looks, one and several", async () => {
    const { send, root, add, raw, emulator } = await world();
    const ada = emulator.addUser({ name: "Ada" });
    const [one, two] = await add([text("one"), text("two")]);
    const update_text_style = { style: { align: 2, folded: true }, fields: [1] };
    const styled = (await send("PATCH", `${root}/blocks/${one.block_id}`, { update_text_style })).data.block;
    expect(styled.text.style).toEqual({ align: 2, folded: false });
    const elements = [
      { text_run: { content: "by ", text_element_style: { bold: true } } },
      { mention_user: { user_id: ada.openId } },
    ];
    const requests = [
      { block_id: one.block_id, update_text_elements: { elements } },
      { block_id: two.block_id, update_text: { ...run("2"), style: { align: 3 }, fields: [1] } },
    ];
    const { data } = await send("PATCH", `${root}/blocks/batch_update`, { requests });
    expect(data.blocks.map(({ text: { style } }: Parsed) => style.align)).toEqual([2, 3]);
    expect(data.blocks[0].text.elements[0].text_run.text_element_style).toMatchObject({ bold: true, italic: false });
    expect(await raw()).toBe("Minutes\nby @Ada\n2\n");
  });

  test("of containers begin with an empty text", async () => {
    const { send, root, add, blocks } = await world();
    const [table, grid, callout, file] = await add([
      { block_type: 31, table: { property: { row_size: 2, column_size: 2 } } },
      { block_type: 24, grid: { column_size: 2 } },
      { block_type: 19, callout: { emoji_id: "smile" } },
      { block_type: 23, file: {} },
      { block_type: 22, divider: {} },
    ]);
    expect([table.children.length, table.table.cells.length, grid.children.length]).toEqual([4, 4, 2]);
    expect([callout.children.length, file.block_type]).toEqual([1, 33]);
    expect((await blocks()).filter(({ block_type }) => block_type === 2)).toHaveLength(7);
    const change = (request: unknown) => send("PATCH", `${root}/blocks/${table.block_id}`, request);
    const sizeOf = (answer: Parsed) => {
      const { row_size, column_size } = answer.data.block.table.property;
      return [row_size, column_size, answer.data.block.children.length];
    };
    expect(sizeOf(await change({ insert_table_row: { row_index: -1 } }))).toEqual([3, 2, 6]);
    expect(sizeOf(await change({ insert_table_column: { column_index: 0 } }))).toEqual([3, 3, 9]);
    expect(sizeOf(await change({ delete_table_rows: { row_start_index: 0, row_end_index: 2 } }))).toEqual([1, 3, 3]);
    const columns = { column_start_index: 1, column_end_index: 2 };
    expect(sizeOf(await change({ delete_table_columns: columns }))).toEqual([1, 2, 2]);
    expect((await change({ delete_table_rows: { row_start_index: 0, row_end_index: 1 } })).code).toBe(1770024);
    expect((await change({ insert_table_row: { row_index: 5 } })).code).toBe(1770026);
    expect((await change({ delete_table_columns: { column_start_index: 1, column_end_index: 9 } })).code).toBe(1770027);
    const all = { start_index: 0, end_index: 1 };
    const remove = (block: string) => send("DELETE", `${root}/blocks/${block}/children/batch_delete`, all);
    expect((await remove(table.block_id)).code).toBe(1770031);
    expect((await remove(callout.block_id)).code).toBe(1770031);
  });

  test("of images take the media that was uploaded to them", async () => {
    const { send, root, add, emulator, token } = await world();
    const [image, other] = await add([
      { block_type: 27, image: {} },
      { block_type: 27, image: {} },
    ]);
    const bytes = new Uint8Array([1, 2, 3]);
    const given = { name: "a.png", type: "docx_image", parent: image.block_id, bytes };
    const media = await uploadMedia(emulator, token, given);
    const replace = (block: Parsed, value: string) =>
      send("PATCH", `${root}/blocks/${block.block_id}`, { replace_image: { token: value, width: 20 } });
    expect((await replace(image, media)).data.block.image).toMatchObject({ token: media, width: 20 });
    expect((await replace(other, media)).code).toBe(1770013);
    expect((await replace(image, "boxcnNobody")).code).toBe(1770013);
  });

  // The request of the page "文档常见问题", question 1.
  test("come as a table with its cells and their content in one request", async () => {
    const { send, root, id, raw, blocks } = await world();
    const cell = (block_id: string, children: string[]) => ({ block_id, block_type: 32, table_cell: {}, children });
    const body = {
      index: 0,
      children_id: ["heading", "table"],
      descendants: [
        { block_id: "heading", block_type: 3, heading1: run("Simple table"), children: [] },
        { block_id: "table", ...table(1, 2), children: ["cell1", "cell2"] },
        cell("cell1", ["list1", "list2"]),
        cell("cell2", ["text"]),
        { block_id: "list1", block_type: 13, ordered: run("list 1.1"), children: [] },
        { block_id: "list2", block_type: 13, ordered: run("list 1.2"), children: [] },
        { block_id: "text", ...text(""), children: [] },
      ],
    };
    const answer = await send("POST", `${root}/blocks/${id}/descendant`, body);
    expect(answer.code, answer.msg).toBe(0);
    expect(await raw()).toBe("Minutes\nSimple table\nlist 1.1\nlist 1.2\n\n");
    const [, made] = answer.data.children;
    const merge_info = [
      { row_span: 1, col_span: 1 },
      { row_span: 1, col_span: 1 },
    ];
    expect(made.table).toEqual({
      cells: made.children,
      property: { row_size: 1, column_size: 2, column_width: [100, 100], merge_info },
    });
    const inCell = (await blocks()).filter(({ parent_id }) => parent_id === made.children[0]);
    expect(inCell.map(({ block_type }) => block_type)).toEqual([13, 13]);
    expect(answer.data.block_id_relations).toHaveLength(7);
  });

  test("come as a grid with its columns in one request", async () => {
    const { send, root, id, raw, blocks } = await world();
    const column = (block_id: string, width_ratio: number, children: string[]) => ({
      block_id,
      block_type: 25,
      grid_column: { width_ratio },
      children,
    });
    const body = {
      children_id: ["grid"],
      descendants: [
        { block_id: "grid", block_type: 24, grid: { column_size: 2 }, children: ["left", "right"] },
        column("left", 70, ["word"]),
        column("right", 30, []),
        { block_id: "word", ...text("left") },
      ],
    };
    const answer = await send("POST", `${root}/blocks/${id}/descendant`, body);
    expect(answer.code, answer.msg).toBe(0);
    expect(await raw()).toBe("Minutes\nleft\n\n");
    const columns = (await blocks()).filter(({ block_type }) => block_type === 25);
    expect(columns.map(({ grid_column }) => grid_column.width_ratio)).toEqual([70, 30]);
  });

  test.each([
    [
      "a cell too few",
      [
        { block_id: "t", ...table(1, 2), children: ["c"] },
        { block_id: "c", block_type: 32 },
      ],
      1770001,
    ],
    [
      "a text for a cell",
      [
        { block_id: "t", ...table(1, 1), children: ["c"] },
        { block_id: "c", ...text("x") },
      ],
      1770030,
    ],
    ["more than 100 columns", [{ block_id: "t", ...table(1, 101) }], 1770010],
    ["more than 2,000 cells", [{ block_id: "t", ...table(50, 50) }], 1770011],
    [
      "a table in a cell",
      [
        { block_id: "t", ...table(1, 1), children: ["c"] },
        { block_id: "c", block_type: 32, children: ["inner"] },
        { block_id: "inner", ...table(1, 1) },
      ],
      1770030,
    ],
    [
      "code in a callout",
      [
        { block_id: "t", block_type: 19, callout: {}, children: ["c"] },
        { block_id: "c", block_type: 14, code: run("x") },
      ],
      1770030,
    ],
  ])("do not come as a tree with %s", async (_, descendants, code) => {
    const { send, root, id, blocks } = await world();
    const answer = await send("POST", `${root}/blocks/${id}/descendant`, { children_id: ["t"], descendants });
    expect(answer.code, answer.msg).toBe(code);
    expect(await blocks()).toHaveLength(1);
  });

  test("come as a large table in one request, whose cells are empty", async () => {
    const { send, root, id } = await world();
    const descendants = [{ block_id: "t", ...table(30, 20) }];
    const answer = await send("POST", `${root}/blocks/${id}/descendant`, { children_id: ["t"], descendants });
    expect(answer.data.children[0].children).toHaveLength(600);
  });

  test("of tables are merged, and rows and columns move what is merged", async () => {
    const { send, root, add } = await world();
    const [made] = await add([table(3, 3)]);
    const change = async (body: unknown): Promise<Parsed> => send("PATCH", `${root}/blocks/${made.block_id}`, body);
    const range = (rows: number[], columns: number[]) => ({
      merge_table_cells: {
        row_start_index: rows[0],
        row_end_index: rows[1],
        column_start_index: columns[0],
        column_end_index: columns[1],
      },
    });
    const merges = ({ data }: Parsed): string[] => {
      const { column_size, merge_info } = data.block.table.property;
      return merge_info.flatMap(({ row_span, col_span }: Parsed, index: number) =>
        row_span * col_span > 1
          ? `${Math.floor(index / column_size)},${index % column_size}:${row_span}x${col_span}`
          : [],
      );
    };
    expect(merges(await change(range([0, 2], [1, 3])))).toEqual(["0,1:2x2"]);
    expect((await change(range([1, 3], [0, 2]))).code).toBe(1770024);
    expect((await change(range([0, 4], [0, 1]))).code).toBe(1770026);
    expect((await change(range([0, 1], [2, 2]))).code).toBe(1770027);
    expect(merges(await change({ insert_table_row: { row_index: 1 } }))).toEqual(["0,1:3x2"]);
    expect(merges(await change({ insert_table_column: { column_index: 0 } }))).toEqual(["0,2:3x2"]);
    const rows = { row_start_index: 0, row_end_index: 2 };
    expect(merges(await change({ delete_table_rows: rows }))).toEqual(["0,2:1x2"]);
    const columns = { column_start_index: 3, column_end_index: 4 };
    expect(merges(await change({ delete_table_columns: columns }))).toEqual([]);
    expect(merges(await change(range([0, 1], [0, 2])))).toEqual(["0,0:1x2"]);
    expect(merges(await change(range([0, 2], [0, 3])))).toEqual(["0,0:2x3"]);
    expect(merges(await change({ unmerge_table_cells: { row_index: 1, column_index: 2 } }))).toEqual([]);
    const property = { column_index: 1, column_width: 240, header_row: true };
    const { data } = await change({ update_table_property: property });
    expect(data.block.table.property).toMatchObject({ column_width: [100, 240, 100], header_row: true });
    expect((await change({ update_table_property: { column_width: 240 } })).code).toBe(1770001);
    expect((await change({ update_table_property: { column_index: 3, column_width: 240 } })).code).toBe(1770027);
  });

  test("of grids take and lose columns", async () => {
    const { send, root, id, add } = await world();
    const [grid] = await add([{ block_type: 24, grid: { column_size: 2 } }]);
    const change = async (body: unknown): Promise<Parsed> => send("PATCH", `${root}/blocks/${grid.block_id}`, body);
    const ratios = async (): Promise<number[]> => {
      const { items } = (await send("GET", `${root}/blocks/${id}/children?with_descendants=true`)).data;
      const { children } = items.find(({ block_type }: Parsed) => block_type === 24);
      const byId = new Map(items.map((item: Parsed) => [item.block_id, item]));
      return children.map((column: string) => (byId.get(column) as Parsed).grid_column.width_ratio);
    };
    expect((await change({ insert_grid_column: { column_index: 1 } })).data.block.grid.column_size).toBe(3);
    expect(await ratios()).toEqual([33, 33, 33]);
    expect((await change({ update_grid_column_width_ratio: { width_ratios: [20, 30, 50] } })).code).toBe(0);
    expect(await ratios()).toEqual([20, 30, 50]);
    expect((await change({ update_grid_column_width_ratio: { width_ratios: [50, 50] } })).code).toBe(1770001);
    expect((await change({ insert_grid_column: { column_index: 0 } })).code).toBe(1770027);
    expect((await change({ delete_grid_column: { column_index: -1 } })).data.block.grid.column_size).toBe(2);
    expect((await change({ delete_grid_column: { column_index: 0 } })).code).toBe(1770024);
    expect((await change({ delete_grid_column: { column_index: 2 } })).code).toBe(1770027);
  });

  // The calls of the page "文档常见问题", question 2.
  test("of sheets and Bitables hold a spreadsheet and an app that can be filled", async () => {
    const { send, add } = await world();
    const [sheet, bitable] = await add([
      { block_type: 30, sheet: { row_size: 5, column_size: 3 } },
      { block_type: 18, bitable: { view_type: 1 } },
    ]);
    const [book, tab] = sheet.sheet.token.split("_");
    const valueRange = { range: `${tab}!A1:B1`, values: [["Hello", 1]] };
    expect((await send("PUT", `sheets/v2/spreadsheets/${book}/values`, { valueRange })).data.updatedCells).toBe(2);
    const { sheets } = (await send("GET", `sheets/v3/spreadsheets/${book}/sheets/query`)).data;
    expect(sheets).toMatchObject([{ sheet_id: tab, grid_properties: { row_count: 5, column_count: 3 } }]);
    const [app, ...parts] = bitable.bitable.token.split("_");
    const { items } = (await send("GET", `bitable/v1/apps/${app}/tables`)).data;
    expect(items).toMatchObject([{ table_id: parts.join("_") }]);
    expect((await send("GET", "drive/v1/files")).data.files.map(({ type }: Parsed) => type)).toEqual(["docx"]);
  });

  test("of other kinds are made as the page says", async () => {
    const { add, emulator } = await world();
    const chat = emulator.addChat({ users: [emulator.addUser()] });
    const [card, board, isv, addOn] = await add([
      { block_type: 20, chat_card: { chat_id: chat.chatId } },
      { block_type: 43, board: { width: 200 } },
      { block_type: 28, isv: { component_type_id: "blk_1" } },
      { block_type: 40, add_ons: { component_type_id: "blk_2", record: "{}" } },
    ]);
    expect(card.chat_card).toEqual({ chat_id: chat.chatId, align: 1 });
    expect(board.board).toMatchObject({ width: 200, align: 1, token: expect.stringMatching(/^wbcn/) });
    expect([isv.isv, addOn.add_ons]).toMatchObject([{ component_type_id: "blk_1" }, { record: "{}" }]);
  });

  test("come as a tree in one request", async () => {
    const { send, root, id, raw } = await world();
    const descendants = [
      { block_id: "list", children: ["deep"], block_type: 12, bullet: run("outer") },
      { block_id: "deep", block_type: 12, bullet: run("inner") },
      { block_id: "box", children: ["word"], block_type: 19, callout: {} },
      { block_id: "word", ...text("boxed") },
    ];
    const make = (body: unknown) => send("POST", `${root}/blocks/${id}/descendant`, body);
    const { data } = await make({ children_id: ["list", "box"], descendants });
    expect(await raw()).toBe("Minutes\nouter\ninner\nboxed\n");
    const relations = data.block_id_relations.map((one: Parsed) => one.temporary_block_id);
    expect(relations).toEqual(["list", "deep", "box", "word"]);
    for (const [children_id, list, code] of [
      [["nobody"], descendants, 1770030],
      [["list", "list"], descendants, 1770030],
      [["list"], descendants, 1770030],
      [["list"], [...descendants, descendants[0]], 1770019],
      [["list"], [{ block_id: "list", children: ["list"], ...text("x") }], 1770030],
    ] as const) {
      expect((await make({ children_id, descendants: list })).code).toBe(code);
    }
    expect(await raw()).toBe("Minutes\nouter\ninner\nboxed\n");
  });

  test.each([
    ["no children", { children: [] }, 99992402],
    ["no body", {}, 1770001],
    ["a text without text", { children: [{ block_type: 2 }] }, 1770001],
    ["the text of another type", { children: [{ block_type: 3, text: run("x") }] }, 1770001],
    ["a page", { children: [{ block_type: 1 }] }, 1770029],
    ["a cell", { children: [{ block_type: 32 }] }, 1770029],
    ["a mind note", { children: [{ block_type: 29, mindnote: {} }] }, 1770029],
    ["a task", { children: [{ block_type: 35, task: { task_id: "x" } }] }, 1770029],
    ["an OKR, which the emulator does not know", { children: [{ block_type: 36, okr: { okr_id: "1" } }] }, -1],
    ["the card of a chat of others", { children: [{ block_type: 20, chat_card: { chat_id: "oc_x" } }] }, 1770032],
    ["ten columns", { children: [table(1, 10)] }, 1770001],
    [
      "merged cells",
      {
        children: [
          {
            block_type: 31,
            table: { property: { row_size: 1, column_size: 1, merge_info: [{ row_span: 1, col_span: 1 }] } },
          },
        ],
      },
      1770001,
    ],
    ["no type", { children: [{ text: run("x") }] }, 99992402],
    ["an unknown type", { children: [{ block_type: 77 }] }, 99992402],
    ["too many", { children: Array.from({ length: 51 }, () => text("x")) }, 99992402],
    ["a place behind the end", { children: [text("x")], index: 1 }, 1770001],
    ["a place before the start", { children: [text("x")], index: -2 }, 1770001],
    [
      "an element of two kinds",
      {
        children: [{ block_type: 2, text: { elements: [{ text_run: { content: "x" }, equation: { content: "x" } }] } }],
      },
      1770001,
    ],
    ["an empty element", { children: [{ block_type: 2, text: { elements: [{}] } }] }, 1770001],
    ["an undefined element", { children: [{ block_type: 2, text: { elements: [{ undefined: {} }] } }] }, 1770024],
    [
      "a stranger",
      { children: [{ block_type: 2, text: { elements: [{ mention_user: { user_id: "ou_x" } }] } }] },
      1770032,
    ],
    ["a table without rows", { children: [{ block_type: 31 }] }, 1770001],
    [
      "a huge table",
      { children: [{ block_type: 31, table: { property: { row_size: 99999, column_size: 99999 } } }] },
      1770001,
    ],
    ["a grid without columns", { children: [{ block_type: 24 }] }, 1770001],
    ["a grid of one column", { children: [{ block_type: 24, grid: { column_size: 1 } }] }, 99992402],
    ["a good one before a wrong one", { children: [text("good"), { block_type: 1 }] }, 1770029],
  ])("are not made with %s", async (_, body, code) => {
    const { send, root, id, blocks, revision } = await world();
    expect((await send("POST", `${root}/blocks/${id}/children`, body)).code).toBe(code);
    expect([(await blocks()).length, await revision()]).toEqual([1, 1]);
  });

  test.each([
    ["no change", () => ({}), 1770001],
    ["two changes", () => ({ update_text_elements: run("x"), replace_image: { token: "x" } }), 1770001],
    ["an image for a text", () => ({ replace_image: { token: "x" } }), 1770025],
    ["a row for a text", () => ({ insert_table_row: { row_index: 0 } }), 1770025],
    ["what every object has", () => ({ constructor: {} }), -1],
    ["a column for a text", () => ({ insert_grid_column: { column_index: 1 } }), 1770025],
    ["a change of tasks", () => ({ update_task: { task_id: "x" } }), -1],
    ["no elements", () => ({ update_text_elements: { elements: [] } }), 99992402],
  ])("are not changed with %s", async (_, body, code) => {
    const { send, root, add, raw } = await world();
    const [block] = await add([text("kept")]);
    expect((await send("PATCH", `${root}/blocks/${block.block_id}`, body())).code).toBe(code);
    expect(await raw()).toBe("Minutes\nkept\n");
  });

  test("are all changed, or none", async () => {
    const { send, root, add, raw } = await world();
    const [one] = await add([text("one")]);
    const good = { block_id: one.block_id, update_text_elements: run("changed") };
    for (const [requests, code] of [
      [[good, { block_id: "doxcnNobody", update_text_elements: run("x") }], 1770002],
      [[good, good], 1770001],
      [[good, { update_text_elements: run("x") }], 1770002],
      [[], 1770001],
    ] as const) {
      expect((await send("PATCH", `${root}/blocks/batch_update`, { requests })).code).toBe(code);
    }
    expect(await raw()).toBe("Minutes\none\n");
  });

  test("are not made in those that take none, nor deleted outside of their places", async () => {
    const { send, root, id, add } = await world();
    const [code] = await add([{ block_type: 14, code: run("x") }]);
    const inside = await send("POST", `${root}/blocks/${code.block_id}/children`, { children: [text("x")] });
    expect(inside.code).toBe(1770028);
    for (const [start_index, end_index, refusal] of [
      [0, 2, 1770001],
      [1, 1, 1770001],
      [-1, 1, 99992402],
    ] as const) {
      const path = `${root}/blocks/${id}/children/batch_delete`;
      expect((await send("DELETE", path, { start_index, end_index })).code).toBe(refusal);
    }
  });

  test("are made once for each client_token, on the newest revision", async () => {
    const { send, root, id, revision } = await world();
    const make = (content: string, query: string) =>
      send("POST", `${root}/blocks/${id}/children?${query}`, { children: [text(content)] });
    const token = "client_token=fe599b60-450f-46ff-b2ef-9f6675625b97";
    const first = await make("a", token);
    expect(first.data.client_token).toBe(token.slice(13));
    expect(await make("a", token)).toEqual(first);
    expect((await make("b", token)).code).toBe(1770001);
    expect((await make("b", "document_revision_id=1")).data).toMatchObject({
      document_revision_id: 3,
      client_token: expect.stringMatching(/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/),
    });
    expect((await make("b", "document_revision_id=9")).code).toBe(1770001);
    expect((await send("GET", `${root}/blocks?document_revision_id=1`)).code).toBe(1770021);
    expect((await send("GET", `${root}/blocks?page_token=none`)).code).toBe(1770022);
    expect((await send("GET", `${root}/blocks?page_size=501`)).code).toBe(1770001);
    expect(await revision()).toBe(3);
  });
});
