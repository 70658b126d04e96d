import { readFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { type ErrorLanguage, readTable, TABLES } from "../../../src/explain/index.ts";

const MEANINGS = new Set(
  `rate_limited token_invalid transient refused quota_exhausted app_ticket_invalid token_expired token_missing reauthorize
  permission_denied ip_denied invalid_request no_answer callback_refused store_failed wrong_call unknown`.split(/\s+/),
);

const entries = Object.values(TABLES).flatMap(readTable);
const codes = new Set(entries.flatMap(({ keys }) => keys).filter((key) => /^\d+$/.test(key)));

test("more than 150 codes of the platform are explained", () => {
  expect(codes.size).toBeGreaterThan(150);
});

/** As a newcomer met them: each was once explained by "its code and message say why". */
test.each("9499 230001 230002 230034 230099 234006 10003 10014 10015 99991201 99991672 99992402".split(" "))(
  "%s, which beginners meet, is among them",
  (code) => {
    expect(codes).toContain(code);
  },
);

test("every code with which a card is refused is among them", async () => {
  const path = new URL("../../../openapi/card.json", import.meta.url);
  const { "x-card-rules": rules }: { "x-card-rules": Record<string, { code: number; cardkit?: number }> } = JSON.parse(
    await readFile(path, "utf8"),
  );
  const refused = Object.values(rules).flatMap(({ code, cardkit = code }) => [code, cardkit]);
  expect(refused.filter((code) => code && !codes.has(`${code}`) && code !== 230025)).toEqual([]);
});

describe.each(entries.map((entry) => [entry.keys.join(" "), entry] as const))("%s", (_, entry) => {
  test("has a known meaning", () => {
    expect(MEANINGS).toContain(entry.meaning);
    expect(entry.keys.every((key) => /^(\d{4,10}|\w+)$/.test(key))).toBe(true);
    expect(entry.link ?? "https://open.feishu.cn/document/").toMatch(/^https:\/\/open\.feishu\.cn\/document\//);
  });

  test("says what it means, why it comes and what to do, in English", () => {
    const { summary, cause, advice } = entry.en;
    for (const text of [summary, cause, advice]) {
      expect(text).toMatch(/^[A-Z`].*\.$/);
      expect(text).not.toMatch(/[\u4e00-\u9fff]/);
    }
  });

  test("says the same in Chinese", () => {
    const { summary, cause, advice } = entry.zh;
    for (const text of [summary, cause, advice]) {
      expect(text).toMatch(/。$/);
      expect(text).toMatch(/[\u4e00-\u9fff]/);
    }
    const values = ({ summary, cause, advice }: typeof entry.en) => {
      const parts = `${summary} ${cause} ${advice}`.match(/`[^`]+`/g) ?? [];
      return new Set(parts.filter((part) => !/["{]/.test(part)));
    };
    expect(values(entry.zh)).toEqual(values(entry.en));
  });
});

test("a key stands once in all tables, apart from entries for certain operations", () => {
  const names = entries.flatMap(({ keys, scopes }) => keys.map((key) => [key, ...scopes].join(" ")));
  expect(names.filter((name, index) => names.indexOf(name) < index)).toEqual([]);
});

test("the entry of a key for certain operations stands before its general one", () => {
  const seen = new Set<string>();
  for (const { keys, scopes } of entries) {
    for (const key of keys) {
      expect(scopes.length && seen.has(key), key).toBeFalsy();
      if (!scopes.length) {
        seen.add(key);
      }
    }
  }
});

test.each(["en", "zh"] as const)("the page in %s is current: npm run docs writes it", async (language) => {
  const path = new URL("../../../tools/docs/error-pages.mjs", import.meta.url).href;
  const { ERROR_PAGES, errorPage } = (await import(path)) as {
    ERROR_PAGES: Record<ErrorLanguage, string>;
    errorPage(language: ErrorLanguage, tables: object): string;
  };
  expect(await readFile(ERROR_PAGES[language], "utf8")).toBe(errorPage(language, { TABLES, readTable }));
});
