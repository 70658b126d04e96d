import { beforeAll, describe, expect, it } from "vitest";
import { bundlePage } from "../../tools/build-page.mjs";
import { expectWeight, gzipped } from "./weight.ts";

// Sizes that may grow with what the page can do, and not by accident.
const LIMITS = { script: 62_000, style: 7_300 };

describe("the chat page's bundle", () => {
  let page: { script: string; style: string };
  beforeAll(async () => {
    page = await bundlePage();
  });

  it.each(["script", "style"] as const)("has a %s of a page's size", (part) => {
    expectWeight(`the ${part} of the chat page`, gzipped(page[part]), LIMITS[part]);
  });

  it("loads nothing, and makes no code of text", () => {
    expect(page.style).not.toMatch(/url\(|@import/);
    expect(page.script).not.toMatch(/\beval\(|new Function|import\(|document\.write|insertAdjacentHTML/);
    const hosts = [...page.script.matchAll(/https?:\/\/([\w.-]+)/g)].map(([, host]) => host);
    // Namespaces, an example in a field, and where marked asks for reports.
    expect(new Set(hosts)).toEqual(new Set(["www.w3.org", "127.0.0.1", "github.com"]));
  });
});
