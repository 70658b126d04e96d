import { expect, test } from "vitest";
import { addQuery, fillPath } from "../../../src/http/index.ts";

test.each([
  ["/a/:id", { id: "x" }, "/a/x"],
  ["/a/:id/b/:id_type", { id: "1", id_type: "2" }, "/a/1/b/2"],
  ["/a/:id_type/b/:id", { id: "1", id_type: "2" }, "/a/2/b/1"],
  ["/a/:id", { id: ":id_type", id_type: "2" }, "/a/%3Aid_type"],
  ["/a/:id/:id", { id: "x" }, "/a/x/x"],
  ["/a/:id", { id: "$1$&$$" }, "/a/%241%24%26%24%24"],
  ["/a/:id", { id: 0 }, "/a/0"],
  ["/a/b", {}, "/a/b"],
])("%s with %o is %s", (template, values, path) => {
  expect(fillPath(template, values)).toBe(path);
});

test.each(["", ".", "..", undefined, null, true, {}, [], 1n, Symbol("x"), () => "x"])("refuses %o in a path", (id) => {
  expect(() => fillPath("/a/:id", { id })).toThrow(TypeError);
  expect(() => fillPath("/a/:id", { id })).toThrow("path.id");
});

test.each(["constructor", "toString", "__proto__", "hasOwnProperty"])("does not find %s in every object", (name) => {
  expect(() => fillPath(`/a/:${name}`, {})).toThrow(`path.${name}`);
});

test.each([
  [{ a: "1" }, "a=1"],
  [{ a: ["1", "2"], b: [] }, "a=1&a=2"],
  [{ a: undefined, b: null, c: [undefined, null] }, ""],
  [{ a: false, b: 0, c: "", d: true }, "a=false&b=0&c=&d=true"],
  [{ a: { b: 1 } }, "a=%7B%22b%22%3A1%7D"],
  [{ "a&b": "c=d" }, "a%26b=c%3Dd"],
  [{ a: "测 +" }, "a=%E6%B5%8B+%2B"],
])("query %o is %s", (params, query) => {
  expect(addQuery("https://open.feishu.cn/x", params as Record<string, unknown>)).toBe(
    `https://open.feishu.cn/x${query && `?${query}`}`,
  );
});

test("a query that is already there stays", () => {
  expect(addQuery("https://open.feishu.cn/x?a=%41", { a: "2" })).toBe("https://open.feishu.cn/x?a=%41&a=2");
});

test("a query is written byte by byte as URLSearchParams would", () => {
  const texts = Array.from({ length: 0x500 }, (_, code) => String.fromCharCode(code));
  for (const text of [...texts, "a b", "x&y=z#f?", "测试", "😀", "\ud83d", "*-._~!'()"]) {
    expect(addQuery("", { [`k${text}`]: text })).toBe(`?${new URLSearchParams([[`k${text}`, text]])}`);
  }
});
