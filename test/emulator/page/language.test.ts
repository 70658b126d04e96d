import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, test, vi } from "vitest";
import { inLanguage, setLanguage, t } from "../../../src/emulator/page/language/language.ts";
import { ZH } from "../../../src/emulator/page/language/zh.ts";

const root = new URL("../../../src/emulator/page", import.meta.url).pathname;
const sources = readdirSync(root, { recursive: true })
  .map(String)
  .filter((file) => /\.tsx?$/.test(file) && !file.endsWith("zh.ts"))
  .map((file) => readFileSync(join(root, file), "utf8"))
  .join("\n");

afterEach(() => {
  vi.stubGlobal("document", { documentElement: {} });
  setLanguage("en");
  vi.unstubAllGlobals();
});

const placeholders = (text: string): string[] => (text.match(/\{\w+\}/g) ?? []).sort();

test("every text has the same placeholders in both languages, and is used", () => {
  for (const [english, chinese] of Object.entries(ZH)) {
    expect([english, placeholders(chinese)]).toEqual([english, placeholders(english)]);
  }
  const unused = Object.keys(ZH).filter((text) => !sources.includes(`"${text}"`));
  // Sentences of the emulator that the page translates are not in its sources.
  expect(unused).toEqual([]);
});

test("texts are filled in, in the language of the page", () => {
  expect(t("Reply to {name}: {text}", { name: "Ada", text: "{name}" })).toBe("Reply to Ada: {name}");
  vi.stubGlobal("document", { documentElement: {} });
  setLanguage("zh");
  expect(t("Reply to {name}: {text}", { name: "Ada", text: "hi" })).toBe("回复 Ada：hi");
  expect(inLanguage("Rate limit")).toBe("频率限制");
  expect(inLanguage("constructor")).toBe("constructor");
});
