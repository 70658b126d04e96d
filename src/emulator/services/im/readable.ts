import { parseObject } from "../../platform/json.ts";

/** Strings under `text` and `content`, in document order: enough to read a post or a card. */
function collectText(value: unknown, out: string[]): void {
  if (Array.isArray(value)) {
    for (const entry of value) {
      collectText(entry, out);
    }
  } else if (typeof value === "object" && value !== null) {
    for (const [key, entry] of Object.entries(value)) {
      if (typeof entry !== "string") {
        collectText(entry, out);
      } else if ((key === "text" || key === "content" || key === "title") && entry !== "") {
        out.push(entry);
      }
    }
  }
}

/** What a person would read of a message. */
export function readableText(msgType: string, content: string): string {
  const parsed = parseObject(content);
  if (msgType === "text" && typeof parsed?.text === "string") {
    return parsed.text;
  }
  const parts: string[] = [];
  if (msgType === "post" || msgType === "interactive") {
    // A card's title is read first, wherever it stands.
    const { header, ...rest } = parsed ?? {};
    collectText([header, rest], parts);
  }
  return parts.length > 0 ? parts.join("\n") : `[${msgType}]`;
}
