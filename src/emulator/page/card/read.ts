import { currentLanguage, t } from "../language/language.ts";
import { asList, asObject, asText } from "../ui/safe.ts";
import { urlOf } from "./links.ts";
import { type Typing, typingOf } from "./typing.ts";

/** A component of a card, as it was sent: nothing in it is believed. */
export type Element = Readonly<Record<string, unknown>>;

/** A card of either schema, in one shape. */
export interface CardView {
  schema: "1.0" | "2.0";
  header: Element | undefined;
  body: Element;
  elements: readonly Element[];
  isStreaming: boolean;
  /** How its texts are typed while it streams. */
  typing: Typing | undefined;
  width: "compact" | "fill" | "default";
  link: string | undefined;
}

/** The platform's names of the page's language, the browser's kind of it first. */
export const locales = (): readonly string[] =>
  currentLanguage() === "zh" ? [navigator.language.toLowerCase().replace("-", "_"), "zh_cn"] : ["en_us"];

/** A value in the page's language where there is one. */
export function translated(value: unknown, translations: unknown): unknown {
  const all = asObject(translations) ?? {};
  const locale = locales().find((one) => Object.hasOwn(all, one));
  return locale === undefined ? value : all[locale];
}

export const elementsOf = (value: unknown): readonly Element[] =>
  asList(value).flatMap((one): Element[] => {
    const element = asObject(one);
    return element === undefined ? [] : [element];
  });

/** The text of a text object, or of a plain string. */
export function textOf(value: unknown): string {
  const text = asObject(value);
  if (text === undefined) {
    return asText(value) ?? "";
  }
  const content = translated(text.content, text.i18n_content ?? text.i18n);
  return asText(content) ?? "";
}

/** The content of the card, or the reason why there is nothing to show. */
export function readCard(content: Element): CardView | string {
  const config = asObject(content.config) ?? {};
  const data = asObject(content.data);
  if (content.type === "template") {
    return t("Card template {id}", { id: asText(data?.template_id) ?? "" });
  }
  if (content.type === "card" && content.body === undefined) {
    return t("Card entity {id}", { id: asText(data?.card_id) ?? "" });
  }
  const isNew = asText(content.schema) === "2.0";
  const body = isNew ? (asObject(content.body) ?? {}) : content;
  const own = asObject(content.i18n_elements);
  const fallback = own === undefined ? undefined : Object.values(own)[0];
  const elements = isNew ? body.elements : translated(content.elements ?? fallback, own);
  const width = asText(config.width_mode);
  return {
    schema: isNew ? "2.0" : "1.0",
    header: asObject(translated(content.header, content.i18n_header)),
    body: isNew ? body : {},
    elements: elementsOf(elements),
    isStreaming: config.streaming_mode === true,
    typing: config.streaming_mode === true ? typingOf(config.streaming_config) : undefined,
    width: width === "compact" || width === "fill" ? width : "default",
    link: asText(asObject(content.card_link)?.pc_url) || asText(asObject(content.card_link)?.url),
  };
}

/** The action of a component. */
export interface Behaviours {
  /** Whether the bot receives a callback, and with which value. */
  callback: { value: unknown } | undefined;
  url: string | undefined;
  form: "submit" | "reset" | undefined;
}

/** Reads `behaviors` of 2.0, and `value`, `url` and `action_type` of 1.0. */
export function behavioursOf(element: Element): Behaviours {
  const behaviours = elementsOf(element.behaviors);
  const callback = behaviours.find((one) => one.type === "callback");
  const link = behaviours.find((one) => one.type === "open_url");
  const action = behaviours.find((one) => one.type === "form_action")?.behavior ?? element.form_action_type;
  const form =
    action === "submit" || element.action_type === "form_submit"
      ? "submit"
      : action === "reset" || element.action_type === "form_reset"
        ? "reset"
        : undefined;
  const url = link === undefined ? asText(element.url) || urlOf(element.multi_url) : urlOf(link);
  const isTold = callback !== undefined || form === "submit" || (behaviours.length === 0 && !(url && !element.value));
  return { callback: isTold ? { value: callback?.value ?? element.value } : undefined, url, form };
}
