import { isObject, parseObject } from "../../platform/json.ts";

type Part = { tag: string; text?: string; [key: string]: unknown };

const textOf = (value: unknown): string =>
  isObject(value) && typeof value.content === "string" ? value.content : typeof value === "string" ? value : "";

/** What a component leaves in the simplified form: texts, images and buttons; the rest of it is lost. */
function partsOf(value: unknown): Part[] {
  if (Array.isArray(value)) {
    return value.flatMap(partsOf);
  }
  if (!isObject(value)) {
    return [];
  }
  switch (value.tag) {
    case "plain_text":
    case "lark_md":
    case "markdown":
      return textOf(value) === "" ? [] : [{ tag: "text", text: textOf(value) }];
    case "img":
      return [{ tag: "img", image_key: value.img_key }];
    case "button":
      return [{ tag: "button", text: textOf(value.text), type: value.type ?? "default" }];
    case "hr":
      return [{ tag: "hr" }];
    default:
      return Object.values(value).flatMap(partsOf);
  }
}

/** A card as the API returns it by default: a title and rows, like a post. */
export function simplifiedCard(content: string): string {
  const { header, body, elements } = parseObject(content) ?? {};
  const rows = (isObject(body) ? body.elements : elements) ?? [];
  return JSON.stringify({
    title: isObject(header) ? textOf(header.title) : null,
    elements: (Array.isArray(rows) ? rows : []).map(partsOf).filter((row) => row.length > 0),
  });
}
