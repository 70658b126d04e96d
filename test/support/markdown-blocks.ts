import { readFile } from "node:fs/promises";

/** A code block of a page, and the heading above it. */
export interface Block {
  heading: string;
  language: string;
  code: string;
  /** The number of its first line on the page, from 1. */
  line: number;
}

/** The code blocks of a page of this repository. */
export async function blocksOf(page: string): Promise<Block[]> {
  const text = await readFile(new URL(`../../${page}`, import.meta.url), "utf8");
  const blocks: Block[] = [];
  let heading = "";
  for (const { 0: all, 1: title, 2: language, 3: code = "", index } of text.matchAll(
    /^#+ (.+)$|^```(\w+)\n([\s\S]*?)^```$/gm,
  )) {
    heading = title ?? heading;
    if (language) {
      const line = text.slice(0, index + all.indexOf("\n") + 1).split("\n").length;
      blocks.push({ heading, language, code, line });
    }
  }
  return blocks;
}

/** The one block of a language under a heading. */
export function blockOf(blocks: Block[], heading: string, language: string): string {
  const found = blocks.filter((block) => block.heading === heading && block.language === language);
  if (found.length !== 1) {
    throw new Error(`${found.length} blocks of ${language} under ${heading}`);
  }
  return found[0]?.code ?? "";
}
