import type { Call } from "../../gateway/route.ts";
import { asText } from "../../platform/json.ts";
import { lookUpUser, userIdTypeOf } from "../contact/find.ts";
import { CODE, TODO } from "./block-types.ts";
import { docxError } from "./errors.ts";
import type { Block, BlockContent, TextElement } from "./state.ts";

const PLAIN = { bold: false, inline_code: false, italic: false, strikethrough: false, underline: false };

/** What may be set of a text's style, by number. */
const STYLES = ["align", "done", "folded", "language", "wrap", "background_color", "indentation_level"];

/** Checks a piece of text, and adds what it does not say of its looks. */
function toElement(call: Call, element: TextElement): TextElement {
  const [[kind, value] = ["", {}], ...more] = Object.entries(element);
  if (kind === "" || more.length > 0) {
    throw docxError(1770001, "an element has one kind of content");
  }
  if (kind === "undefined") {
    throw docxError(1770024, "an undefined element");
  }
  if (kind !== "text_run" && Object.hasOwn(Object(value.text_element_style), "link")) {
    throw docxError(1770024, `a link on ${kind}`);
  }
  if (kind === "mention_user") {
    const user = lookUpUser(call, asText(value.user_id), userIdTypeOf(call));
    if (user?.tenantKey !== call.caller.tenantKey) {
      throw docxError(1770032, `mention_user ${asText(value.user_id)}`);
    }
  }
  return fullElement(element);
}

/** A piece of text with all of its looks. */
export function fullElement(element: TextElement): TextElement {
  const [[kind, value] = ["", {}]] = Object.entries(element);
  const { text_element_style, ...rest } = value;
  const style = { ...PLAIN, ...(text_element_style as Record<string, unknown> | undefined) };
  return { [kind]: { ...rest, text_element_style: style } };
}

export const toElements = (call: Call, elements: readonly TextElement[]): TextElement[] =>
  elements.map((element) => toElement(call, element));

/** The style of a new text; code wraps instead of being aligned. */
export function toStyle(type: number, style: Record<string, unknown> = {}): Record<string, unknown> {
  if (type === CODE) {
    return { wrap: false, ...style };
  }
  return { align: 1, ...(type === TODO && { done: false }), folded: false, ...style };
}

/** The content of a text block as it is kept. */
export function toTextContent(call: Call, type: number, { elements = [], style }: BlockContent): BlockContent {
  return { elements: toElements(call, elements), style: toStyle(type, style) };
}

/** Sets the fields of a text's style that the numbers name. Fields that were not sent are as in a new text. */
export function setStyle({ type, content }: Block, style: Record<string, unknown>, fields: readonly number[]): void {
  const fresh = toStyle(type);
  const kept = { ...content.style };
  for (const field of fields) {
    const name = STYLES[field - 1];
    if (name === undefined) {
      throw docxError(1770001, `style field ${field}`);
    }
    const value = style[name] ?? fresh[name];
    if (value === undefined) {
      delete kept[name];
    } else {
      kept[name] = value;
    }
  }
  content.style = kept;
}

/** What a person reads in a text. */
export function readText(call: Call, { elements = [] }: BlockContent): string {
  const texts = elements.map(({ text_run, equation, mention_user, mention_doc, link_preview }) => {
    if (mention_user !== undefined) {
      const user = lookUpUser(call, asText(mention_user.user_id), "open_id");
      return `@${asText(user?.name ?? mention_user.user_id)}`;
    }
    const named = text_run?.content ?? equation?.content ?? mention_doc?.title ?? link_preview?.title ?? "";
    return asText(named);
  });
  return texts.join("");
}
