import { expect, test } from "vitest";
import { PlatformError } from "../../src/emulator/gateway/errors.ts";
import { type PageOptions, takePage } from "../../src/emulator/services/page.ts";

const cut = (items: readonly string[], token: unknown, options: Partial<PageOptions<string>> = {}) =>
  takePage(items, {
    keyOf: (item) => item,
    size: 2,
    token,
    invalidToken: () => new PlatformError(1, "invalid token"),
    ...options,
  });

const ITEMS = ["李", "b>>>", "c???", "d", "e"];

test("pages follow each other, also when an item was added before the token's", () => {
  const first = cut(ITEMS, undefined);
  const second = cut(["new", ...ITEMS], first.next);
  const third = cut(ITEMS, second.next);
  expect([first.page, second.page, third]).toEqual([["李", "b>>>"], ["c???", "d"], { page: ["e"], next: undefined }]);
});

test("a token can stand in a URL as it is", () => {
  const { next = "" } = cut(ITEMS, undefined, { list: "a name with ?>~ÿ in it" });
  expect(encodeURIComponent(next)).toBe(next);
});

test("a token of a removed item is refused, or continues at its place", () => {
  const { next } = cut(ITEMS, undefined);
  const rest = ITEMS.filter((item) => item !== "b>>>");
  expect(() => cut(rest, next)).toThrow("invalid token");
  expect(cut(rest, next, { continuesAtPlace: true }).page).toEqual(["d", "e"]);
});

test.each([
  ["empty", ""],
  ["not base64", "%%%"],
  ["not JSON", btoa("text")],
  ["not a list", btoa('{"a":1}')],
  ["without a place", btoa('["b>>>"]').replace(/=/g, "")],
  ["another spelling", `${cut(ITEMS, undefined).next}=`],
  ["a number", 7],
  ["null", null],
  ["of another list", cut(ITEMS, undefined, { list: "other" }).next],
])("a token is refused: %s", (_, token) => {
  expect(() => cut(ITEMS, token)).toThrow("invalid token");
});
