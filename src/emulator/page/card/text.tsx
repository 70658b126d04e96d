import type { JSX } from "preact";
import { Markdown } from "../markdown/markdown.tsx";
import { asObject, asText, colorName } from "../ui/safe.ts";
import { withLinks } from "./links.ts";
import { type Element, textOf } from "./read.ts";

const SIZES: Readonly<Record<string, string>> = {
  "heading-0": "size-xl",
  "heading-1": "size-xl",
  "heading-2": "size-lg",
  "heading-3": "size-lg",
  "heading-4": "size-md",
  heading: "size-md",
  "xxxx-large": "size-xl",
  "xxx-large": "size-xl",
  "xx-large": "size-lg",
  "x-large": "size-lg",
  large: "size-md",
  notation: "size-sm",
  small: "size-sm",
  "x-small": "size-sm",
};

/** Classes for the size, place and colour of a text. */
export function textClass(text: Element): string {
  const size = asText(text.text_size) ?? "";
  const align = asText(text.text_align);
  const color = colorName(text.text_color);
  return [
    "card-text",
    Object.hasOwn(SIZES, size) ? SIZES[size] : "",
    align === "center" || align === "right" ? `align-${align}` : "",
    color === undefined || color === "default" ? "" : `ink tone-${color}`,
  ].join(" ");
}

/** A text object, plain or markdown. */
export function Text({ text }: { text: unknown }): JSX.Element | null {
  const object = asObject(text) ?? { content: text };
  const content = textOf(text);
  if (content === "") {
    return null;
  }
  const isMarkdown = object.tag === "lark_md" || object.tag === "markdown";
  return (
    <div class={textClass(object)}>{isMarkdown ? <Markdown text={withLinks(content, object.href)} /> : content}</div>
  );
}
