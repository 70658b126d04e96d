import { describe, expect, test } from "vitest";
import { toText } from "../../src/emulator/services/sheets/cells.ts";
import type { Parsed } from "../support/emulator-api.ts";
import { documentsWorld, uploadMedia } from "./documents-world.ts";

async function world() {
  const made = await documentsWorld();
  const { send } = made;
  const { spreadsheet_token: book } = (await send("POST", "sheets/v3/spreadsheets", { title: "Plan" })).data
    .spreadsheet;
  const [sheet] = (await send("GET", `sheets/v3/spreadsheets/${book}/sheets/query`)).data.sheets;
  const id: string = sheet.sheet_id;
  const v2 = (method: string, path: string, body?: unknown, as?: string) =>
    send(method, `sheets/v2/spreadsheets/${book}/${path}`, body, as);
  const put = (place: string, values: unknown) =>
    v2("PUT", "values", { valueRange: { range: place === "" ? id : `${id}!${place}`, values } });
  const read = async (place: string, query = "") =>
    (await v2("GET", `values/${encodeURIComponent(place === "" ? id : `${id}!${place}`)}${query}`)).data.valueRange;
  const valuesOf = async (place: string, query = "") => (await read(place, query)).values;
  return { ...made, book, id, v2, put, read, valuesOf };
}

const filled = (values: Parsed[][]) => values.map((row) => row.filter((cell) => cell !== null));

describe("a spreadsheet", () => {
  test("is made in a folder, read, renamed and deleted", async () => {
    const { send, v2, emulator } = await world();
    const folder = (await send("POST", "drive/v1/files/create_folder", { name: "Docs", folder_token: "" })).data.token;
    const { spreadsheet } = (await send("POST", "sheets/v3/spreadsheets", { title: "Q1", folder_token: folder })).data;
    const token = spreadsheet.spreadsheet_token;
    expect(spreadsheet).toMatchObject({ title: "Q1", folder_token: folder, url: expect.stringContaining(token) });
    const path = `sheets/v3/spreadsheets/${token}`;
    await send("PATCH", path, { title: "Q2" });
    expect((await send("GET", path)).data.spreadsheet).toMatchObject({ title: "Q2", owner_id: emulator.app.botOpenId });
    const { files } = (await send("GET", `drive/v1/files?folder_token=${folder}`)).data;
    expect(files).toMatchObject([{ token, type: "sheet", name: "Q2" }]);
    expect((await v2("GET", "metainfo")).data).toMatchObject({
      properties: { title: "Plan", sheetCount: 1 },
      sheets: [{ title: "Sheet1", index: 0, rowCount: 200, columnCount: 20 }],
    });
    await send("DELETE", `drive/v1/files/${token}?type=sheet`);
    expect((await send("GET", path)).code).toBe(1310249);
    expect((await send("GET", `sheets/v2/spreadsheets/${token}/metainfo`)).code).toBe(90249);
  });

  test("is refused to strangers, and so are unknown ones", async () => {
    const { send, book, id, v2, foreign } = await world();
    const as = await foreign();
    expect((await send("GET", `sheets/v3/spreadsheets/${book}`, undefined, as)).code).toBe(1310213);
    expect((await v2("GET", `values/${id}`, undefined, as)).code).toBe(90213);
    for (const token of ["shtcnNobody", "__proto__", "constructor"]) {
      expect((await send("GET", `sheets/v3/spreadsheets/${token}`)).code, token).toBe(1310214);
      expect((await send("GET", `sheets/v2/spreadsheets/${token}/values/${id}`)).code, token).toBe(90214);
    }
    expect((await send("GET", `sheets/v3/spreadsheets/${book}/sheets/nobody`)).code).toBe(1310215);
    const nowhere = { title: "x", folder_token: "fldcnNobody" };
    expect((await send("POST", "sheets/v3/spreadsheets", nowhere)).code).toBe(1310213);
  });
});

describe("values", () => {
  test("are written and read back, in every form of a range", async () => {
    const { put, read, valuesOf, id, book } = await world();
    const written = (
      await put("B2:D3", [
        ["a", 1, true],
        ["b", 2.5],
      ])
    ).data;
    expect(written).toEqual({
      revision: 1,
      spreadsheetToken: book,
      updatedCells: 6,
      updatedColumns: 3,
      updatedRange: `${id}!B2:D3`,
      updatedRows: 2,
    });
    expect(await read("B2:D3")).toEqual({
      majorDimension: "ROWS",
      range: `${id}!B2:D3`,
      revision: 1,
      values: [
        ["a", 1, true],
        ["b", 2.5, null],
      ],
    });
    expect(await valuesOf("b2:c2")).toEqual([["a", 1]]);
    expect(filled(await valuesOf("B:C")).slice(0, 4)).toEqual([[], ["a", 1], ["b", 2.5], []]);
    expect(filled(await valuesOf("B3:C"))[0]).toEqual(["b", 2.5]);
    const whole = await valuesOf("");
    expect([whole.length, whole[0].length, whole[2][1]]).toEqual([200, 20, "b"]);
    await put("B2:B2", [[""]]);
    expect(await valuesOf("B2:C2")).toEqual([[null, 1]]);
  });

  test("of several ranges come and go together", async () => {
    const { v2, id, valuesOf } = await world();
    const ranges = [
      { range: `${id}!A1:A1`, values: [["x"]] },
      { range: `${id}!C1:C2`, values: [[1], [2]] },
    ];
    const { data } = await v2("POST", "values_batch_update", { valueRanges: ranges });
    expect(data.responses.map((one: Parsed) => one.updatedRange)).toEqual([`${id}!A1:A1`, `${id}!C1:C2`]);
    for (const query of [`ranges=${id}!A1:A1,${id}!C1:C2`, `ranges=${id}!A1:A1&ranges=${id}!C1:C2`]) {
      const got = (await v2("GET", `values_batch_get?${query}`)).data;
      expect([got.totalCells, got.valueRanges.map((one: Parsed) => one.values)]).toEqual([3, [[["x"]], [[1], [2]]]]);
    }
    const half = [
      { range: `${id}!A1:A1`, values: [["y"]] },
      { range: `${id}!A1`, values: [["y"]] },
    ];
    expect((await v2("POST", "values_batch_update", { valueRanges: half })).code).toBe(90202);
    expect(await valuesOf("A1:A1")).toEqual([["x"]]);
  });

  test("are appended below what is there, and put above it", async () => {
    const { v2, put, id, valuesOf } = await world();
    await put("A1:B3", [
      ["a", 1],
      ["b", 2],
      [null, "kept"],
    ]);
    const add = (path: string, values: unknown[][], range = "A1:B5") =>
      v2("POST", path, { valueRange: { range: `${id}!${range}`, values } });
    const appended = (await add("values_append", [["c", 3]])).data;
    expect([appended.tableRange, appended.updates.updatedRange]).toEqual([`${id}!A3:B3`, `${id}!A3:B3`]);
    expect(await valuesOf("A1:B3")).toEqual([
      ["a", 1],
      ["b", 2],
      ["c", 3],
    ]);
    await put("B4:B4", [["below"]]);
    await add("values_append?insertDataOption=INSERT_ROWS", [
      ["d", 4],
      ["e", 5],
    ]);
    expect(await valuesOf("A4:B6")).toEqual([
      ["d", 4],
      ["e", 5],
      [null, "below"],
    ]);
    expect((await add("values_prepend", [["top", 0]])).data.updates.updatedRange).toBe(`${id}!A1:B1`);
    expect(await valuesOf("A1:B2")).toEqual([
      ["top", 0],
      ["a", 1],
    ]);
    expect((await add("values_append?insertDataOption=SOMEHOW", [["x"]])).code).toBe(90229);
  });

  test("are rendered as the request asks", async () => {
    const { put, valuesOf } = await world();
    const link = { type: "url", text: "Lark", link: "https://www.larksuite.com" };
    const formula = (text: string) => ({ type: "formula", text });
    await put("A1:D2", [
      [2, 3, formula("=SUM(A1:B1,10)"), formula("=C1")],
      [
        link,
        [
          { type: "text", text: "a" },
          { type: "text", text: "b" },
        ],
        formula("=VLOOKUP(1)"),
        formula("=AVERAGE(A1:B1)"),
      ],
    ]);
    expect(await valuesOf("A1:D1")).toEqual([[2, 3, "=SUM(A1:B1,10)", "=C1"]]);
    expect(await valuesOf("C1:D1", "?valueRenderOption=Formula")).toEqual([["=SUM(A1:B1,10)", "=C1"]]);
    expect(await valuesOf("A1:D1", "?valueRenderOption=UnformattedValue")).toEqual([[2, 3, 15, 15]]);
    expect(await valuesOf("A2:D2", "?valueRenderOption=ToString")).toEqual([["Lark", "ab", "=VLOOKUP(1)", 2.5]]);
    expect(await valuesOf("A2:B2")).toEqual([
      [
        [link],
        [
          { type: "text", text: "a" },
          { type: "text", text: "b" },
        ],
      ],
    ]);
    await put("A3:B3", [[formula("=B3"), formula("=A3")]]);
    expect(await valuesOf("A3:A3", "?valueRenderOption=FormattedValue")).toEqual([["#REF!"]]);
  });

  test.each([
    ["one cell without a colon", "A1", 90202],
    ["no place", "", 90202],
    ["the wrong way round", "B2:A1", 90202],
    ["a row 0", "A0:B1", 90202],
    ["rows without columns", "1:2", 90202],
    ["a last row only", "A:B2", 90202],
    ["a column beyond the limit", "A1:TAA1", 90202],
    ["outside of the sheet", "A201:B300", 90202],
    ["too many letters", "AAAA1:AAAB2", 90202],
    ["words", "hello", 90202],
  ])("are not read from %s", async (_, place, code) => {
    const { v2, id } = await world();
    const answer = await v2("GET", `values/${encodeURIComponent(`${id}!${place}`)}`);
    expect(answer).toMatchObject({ code, msg: expect.stringContaining("wrong range") });
  });

  test.each([
    ["more columns than the range", "A1:A1", [[1, 2]], 90202],
    ["more rows than the range", "A1:B1", [[1], [2]], 90202],
    ["no values", "A1:B1", [], 90204],
    ["an empty row", "A1:B1", [[]], 90204],
    ["an unknown type", "A1:A1", [[{ type: "video" }]], 90204],
    ["an object without a type", "A1:A1", [[{ text: "x" }]], 90204],
    ["a list of texts", "A1:A1", [[["x"]]], 90204],
    ["a picture that nobody has", "A1:A1", [[{ type: "embed-image", fileToken: "boxcnNobody" }]], 90204],
    ["too long a text", "A1:A1", [["x".repeat(50_001)]], 90227],
    ["too many rows", "A1:A6000", Array.from({ length: 5001 }, () => [1]), 90226],
    ["too many columns", "A1:ZZ1", [Array.from({ length: 101 }, () => 1)], 90226],
    ["a place beyond the limit of cells", "A9999999:A9999999", [[1]], 90226],
    ["values that are no rows", "A1:A1", ["x"], 9499],
  ])("are not written with %s", async (_, place, values, code) => {
    const { put, valuesOf } = await world();
    expect((await put(place, values)).code).toBe(code);
    expect(await valuesOf("A1:B2")).toEqual([
      [null, null],
      [null, null],
    ]);
  });

  test("an unknown sheet and rendering are refused", async () => {
    const { v2, id } = await world();
    for (const sheet of ["nobody", "__proto__"]) {
      expect((await v2("GET", `values/${sheet}!A1:B2`)).code, sheet).toBe(90215);
    }
    expect((await v2("GET", `values/${id}!A1:B2?valueRenderOption=Loud`)).code).toBe(90229);
  });
});

test("the sheet grows where values are written, and no further than the limit", async () => {
  const { put, send, book, id } = await world();
  await put("Z300:Z300", [["far"]]);
  const { sheet } = (await send("GET", `sheets/v3/spreadsheets/${book}/sheets/${id}`)).data;
  expect(sheet.grid_properties).toMatchObject({ row_count: 300, column_count: 26 });
});

describe("media in cells", () => {
  const bytes = Uint8Array.from([137, 80, 78, 71, 13, 10, 26, 10, 0, 0, 0, 13, 73, 72, 68, 82, 0, 0, 0, 2, 0, 0, 0, 1]);
  const image = [...bytes];

  test("are written, found in the cell and downloaded", async () => {
    const { v2, id, valuesOf, put, emulator, token, book } = await world();
    const answer = await v2("POST", "values_image", { range: `${id}!A1:A1`, image, name: "dot.png" });
    expect(answer.data).toMatchObject({ spreadsheetToken: book, updateRange: `${id}!A1:A1` });
    const [[cell]] = await valuesOf("A1:A1");
    expect(cell).toMatchObject({ type: "embed-image", text: "", width: 2, height: 1 });
    const base64 = btoa(String.fromCharCode(...bytes));
    await v2("POST", "values_image", { range: `${id}!A2:A2`, image: base64, name: "dot.PNG" });
    expect((await valuesOf("A2:A2"))[0][0]).toMatchObject({ type: "embed-image", width: 2, height: 1 });
    const name = "ä.txt";
    const fileToken = await uploadMedia(emulator, token, { name, type: "sheet_file", parent: book, bytes });
    await put("B1:C1", [[{ type: "attachment", fileToken, text: name }, cell]]);
    const [row] = await valuesOf("A1:C1");
    const tokens = row.flat().map((piece: Parsed) => piece.fileToken);
    expect(tokens).toEqual([cell.fileToken, fileToken, cell.fileToken]);
    for (const one of tokens) {
      const url = `https://open.feishu.cn/open-apis/drive/v1/medias/${one}/download`;
      const response = await emulator.fetch(url, { headers: { authorization: `Bearer ${token}` } });
      expect(new Uint8Array(await response.arrayBuffer())).toEqual(bytes);
    }
  });

  test.each([
    ["several cells", { range: "A1:B1" }, 90202],
    ["a column", { range: "A:A" }, 90202],
    ["another ending", { name: "dot.txt" }, 90204],
    ["no bytes", { image: [] }, 90204],
    ["numbers that are no bytes", { image: [256] }, 90204],
    ["a text that is no base64", { image: "%%%" }, 90204],
    ["an empty text", { image: "" }, 90204],
    ["an object", { image: {} }, 9499],
  ])("are refused with %s", async (_, wrong, code) => {
    const { v2, id, valuesOf } = await world();
    const { range, ...body } = { range: "A1:A1", image, name: "dot.png", ...wrong };
    expect((await v2("POST", "values_image", { range: `${id}!${range}`, ...body })).code).toBe(code);
    expect(await valuesOf("A1:A1")).toEqual([[null]]);
  });
});

describe("tabs", () => {
  test("are added, copied, changed and deleted", async () => {
    const { v2, put, id, send, book } = await world();
    await put("A1:A1", [["copied"]]);
    const change = async (...requests: unknown[]) => v2("POST", "sheets_batch_update", { requests });
    const { replies } = (
      await change(
        { addSheet: { properties: { title: "First" } } },
        { copySheet: { source: { sheetId: id }, destination: {} } },
      )
    ).data;
    const copy = replies[1].copySheet.properties;
    expect([replies[0].addSheet.properties.index, copy.title, copy.index]).toEqual([0, "Sheet1(副本_1)", 2]);
    await put("A1:A1", [["changed"]]);
    expect((await v2("GET", `values/${copy.sheetId}!A1:A1`)).data.valueRange.values).toEqual([["copied"]]);
    await change({
      updateSheet: { properties: { sheetId: copy.sheetId, title: "Copy", index: 0, frozenRowCount: 1 } },
    });
    await change({ deleteSheet: { sheetId: replies[0].addSheet.properties.sheetId } });
    const { sheets } = (await send("GET", `sheets/v3/spreadsheets/${book}/sheets/query`)).data;
    expect(sheets.map((one: Parsed) => [one.title, one.index])).toEqual([
      ["Copy", 0],
      ["Sheet1", 1],
    ]);
    expect(sheets[0].grid_properties.frozen_row_count).toBe(1);
  });

  test.each([
    ["nothing to do", {}, 90204],
    ["a taken title", { addSheet: { properties: { title: "Sheet1" } } }, 90204],
    ["an empty title", { addSheet: { properties: { title: "" } } }, 90204],
    ["a title with a slash", { addSheet: { properties: { title: "a/b" } } }, 90204],
    ["a long title", { addSheet: { properties: { title: "x".repeat(101) } } }, 90204],
    ["a place behind the end", { addSheet: { properties: { title: "x", index: 3 } } }, 90204],
    ["an unknown source", { copySheet: { source: { sheetId: "nobody" }, destination: {} } }, 90215],
    ["an unknown sheet", { deleteSheet: { sheetId: "nobody" } }, 90215],
    ["no sheet to change", { updateSheet: {} }, 90215],
    ["no title", { addSheet: { properties: {} } }, 99992402],
  ])("stay as they are with %s", async (_, request, code) => {
    const { v2 } = await world();
    const requests = [{ addSheet: { properties: { title: "Good" } } }, request];
    expect((await v2("POST", "sheets_batch_update", { requests })).code).toBe(code);
    expect((await v2("GET", "metainfo")).data.sheets).toHaveLength(1);
  });

  test("the last one stays", async () => {
    const { v2, id } = await world();
    const requests = [{ deleteSheet: { sheetId: id } }];
    expect((await v2("POST", "sheets_batch_update", { requests })).code).toBe(90204);
  });
});

describe("rows and columns", () => {
  test("are added, inserted and deleted", async () => {
    const { v2, put, id, valuesOf } = await world();
    await put("A1:C3", [
      [1, 2, 3],
      [4, 5, 6],
      [7, 8, 9],
    ]);
    const dimension = (majorDimension: string, startIndex: number, endIndex: number) => ({
      dimension: { sheetId: id, majorDimension, startIndex, endIndex },
    });
    await v2("POST", "insert_dimension_range", dimension("ROWS", 1, 3));
    expect(await valuesOf("A1:C4")).toEqual([
      [1, 2, 3],
      [null, null, null],
      [null, null, null],
      [4, 5, 6],
    ]);
    expect((await v2("DELETE", "dimension_range", dimension("ROWS", 2, 3))).data).toEqual({
      delCount: 2,
      majorDimension: "ROWS",
    });
    await v2("POST", "insert_dimension_range", dimension("COLUMNS", 0, 1));
    await v2("DELETE", "dimension_range", dimension("COLUMNS", 3, 3));
    expect(await valuesOf("A2:C2")).toEqual([[null, 4, 6]]);
    const added = await v2("POST", "dimension_range", {
      dimension: { sheetId: id, majorDimension: "ROWS", length: 8 },
    });
    expect(added.data).toEqual({ addCount: 8, majorDimension: "ROWS" });
    expect((await v2("GET", "metainfo")).data.sheets[0]).toMatchObject({ rowCount: 208, columnCount: 20 });
  });

  test.each([
    ["POST", "insert_dimension_range", { startIndex: 3, endIndex: 3 }, 90202],
    ["POST", "insert_dimension_range", { startIndex: -1, endIndex: 3 }, 90202],
    ["POST", "insert_dimension_range", { startIndex: 201, endIndex: 202 }, 90202],
    ["POST", "insert_dimension_range", { startIndex: 0, endIndex: 5001 }, 90226],
    ["POST", "insert_dimension_range", { majorDimension: "DIAGONAL", startIndex: 0, endIndex: 1 }, 90204],
    ["POST", "insert_dimension_range", { sheetId: "nobody", startIndex: 0, endIndex: 1 }, 90215],
    ["DELETE", "dimension_range", { startIndex: 0, endIndex: 1 }, 90202],
    ["DELETE", "dimension_range", { startIndex: 2, endIndex: 1 }, 90202],
    ["DELETE", "dimension_range", { startIndex: 2, endIndex: 201 }, 90202],
    ["DELETE", "dimension_range", { startIndex: 1, endIndex: 200 }, 90202],
    ["POST", "dimension_range", { length: 0 }, 90226],
    ["POST", "dimension_range", { length: 5001 }, 90226],
  ])("%s %s is refused with %j", async (method, path, wrong, code) => {
    const { v2, id } = await world();
    const dimension = { sheetId: id, majorDimension: "ROWS", ...wrong };
    expect((await v2(method, path, { dimension })).code).toBe(code);
    expect((await v2("GET", "metainfo")).data.sheets[0].rowCount).toBe(200);
  });
});

describe("finding and replacing", () => {
  const cells = [
    ["Apple", "apple pie", 12],
    [{ type: "formula", text: "=SUM(C1:C1)" }, null, "12 $1"],
  ];

  test("finds by text, by whole cell, by expression and in formulas", async () => {
    const { put, send, book, id, valuesOf } = await world();
    await put("A1:C2", cells);
    const path = `sheets/v3/spreadsheets/${book}/sheets/${id}`;
    const find = async (text: string, condition = {}) =>
      (await send("POST", `${path}/find`, { find: text, find_condition: { range: id, ...condition } })).data
        .find_result;
    expect(await find("apple")).toEqual({ matched_cells: ["A1", "B1"], matched_formula_cells: [], rows_count: 1 });
    expect((await find("apple", { match_case: true })).matched_cells).toEqual(["B1"]);
    expect((await find("12", { match_entire_cell: true })).matched_cells).toEqual(["C1"]);
    expect((await find("^\\d+", { search_by_regex: true })).matched_cells).toEqual(["C1", "C2"]);
    expect((await find("SUM", { include_formulas: true })).matched_formula_cells).toEqual(["A2"]);
    expect((await find("12", { range: `${id}!A1:B2` })).rows_count).toBe(0);
    const find_condition = { range: id };
    await send("POST", `${path}/replace`, { find: "$1", replacement: "$&", find_condition });
    expect(await valuesOf("C1:C2")).toEqual([[12], ["12 $&"]]);
  });

  test.each([
    ["a wrong expression", { find: "(", find_condition: { search_by_regex: true } }, 1310248],
    ["nothing to find", { find: "" }, 1310204],
    ["a wrong range", { find_condition: { range: "x!A1:B2" } }, 1310215],
  ])("is refused with %s", async (_, wrong: Parsed, code) => {
    const { send, book, id } = await world();
    const body = { find: "x", ...wrong, find_condition: { range: id, ...wrong.find_condition } };
    expect((await send("POST", `sheets/v3/spreadsheets/${book}/sheets/${id}/find`, body)).code).toBe(code);
  });
});

test.each([
  ["text", [{ type: "text", text: { toString: null } }], '{"toString":null}'],
  ["value of a list", { type: "multipleValue", values: [{ toString: null }, "a"] }, '{"toString":null},a'],
])("a cell whose %s is an object is read as JSON", (_, cell, text) => {
  expect(toText(cell as never)).toBe(text);
});
