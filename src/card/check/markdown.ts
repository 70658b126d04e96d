import type { Path, Report } from "./report.ts";

/** A bare address that runs into Chinese, Japanese or Korean text: the client takes both for one link. */
const RUNS_ON = /(?<![("<=\]'])https?:\/\/[^\s<>()"']{0,2000}?[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uff00-\uffef]/;

/** A picture by its address. */
const OUTSIDE = /!\[[^\]]{0,500}\]\(\s*<?(https?:\/\/[^\s)>]*)/i;

/** The traps of Markdown that refuse a card. */
export function checkMarkdown(content: unknown, path: Path, report: Report): void {
  const text = typeof content === "string" ? content : "";
  const address = RUNS_ON.exec(text)?.[0];
  if (address) {
    report("bare-link", path, `The address ${address.slice(0, 60)} runs into the text behind it`);
  }
  checkPictures(text, path, report);
}

/** Pictures by an address, which no Markdown of cards shows. */
export function checkPictures(text: string, path: Path, report: Report): void {
  const picture = OUTSIDE.exec(text)?.[1];
  if (picture) {
    report("image-key", path, `The picture ${picture.slice(0, 60)} is an address`);
  }
}
