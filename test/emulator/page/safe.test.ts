import { describe, expect, test } from "vitest";
import {
  asList,
  asObject,
  colorName,
  cssColor,
  cssLengths,
  parseObject,
  safeUrl,
} from "../../../src/emulator/page/ui/safe.ts";

describe("what a card may put into the page", () => {
  test.each([
    ["https://a.example/x?y=1#z", "https://a.example/x?y=1#z"],
    ["http://a.example", "http://a.example/"],
    ["mailto:ada@a.example", "mailto:ada@a.example"],
    ["tel:+491234", "tel:+491234"],
  ])("the address %j is a link", (given, link) => expect(safeUrl(given)).toBe(link));

  test.each([
    "javascript:alert(1)",
    " javascript:alert(1)",
    "java\nscript:alert(1)",
    "JAVASCRIPT:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:x",
    "file:///etc/passwd",
    "blob:https://a.example/1",
    "lark://msgcard/unsupported_action",
    "//a.example",
    "/path",
    "img_v3_key",
    "",
    undefined,
    null,
    {},
    ["https://a.example"],
  ])("the address %j is none", (given) => expect(safeUrl(given)).toBeUndefined());

  test.each([
    ["blue", "blue"],
    ["Blue-500", "blue"],
    ["gray", "grey"],
    ["red; background: url(x)", undefined],
    ["constructor", undefined],
    ["", undefined],
    [7, undefined],
  ])("the colour %j is %j", (given, name) => expect(colorName(given)).toBe(name));

  test.each(["#fff", "#11223344", "rgb(1, 2, 3)", "rgba(1,2,3,0.5)"])("%j is a CSS colour", (given) =>
    expect(cssColor(given)).toBe(given),
  );
  test.each(["red", "url(https://a.example)", "#fff;x:y", "rgb(1,2,3) url(x)", "var(--x)", "expression(1)", 1])(
    "%j is no CSS colour",
    (given) => expect(cssColor(given)).toBeUndefined(),
  );

  test.each(["4px", "4px 12px", "-4px 0px 4px 12px"])("%j are lengths", (given) =>
    expect(cssLengths(given)).toBe(given),
  );
  test.each(["4", "4em", "1px 2px 3px 4px 5px", "9999px", "4px;color:red", "calc(1px)", ""])(
    "%j are no lengths",
    (given) => expect(cssLengths(given)).toBeUndefined(),
  );
});

test("JSON that is no object is nothing", () => {
  expect(parseObject('{"a":1}')).toEqual({ a: 1 });
  for (const text of ["[]", "null", "1", '"x"', "{", ""]) {
    expect(parseObject(text)).toBeUndefined();
  }
  expect(asObject([])).toBeUndefined();
  expect(asList({ length: 3 })).toEqual([]);
});
