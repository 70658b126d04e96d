import { type MessageContent, textOf, toContent } from "./content.ts";

/** A card entity of CardKit. It can be sent once. */
export interface CardEntity {
  readonly card_id: string;
}

/** A card made with the platform's card tool. */
export interface CardTemplate {
  readonly template_id: string;
  /** Default: the newest. */
  readonly template_version_name?: string | undefined;
  /** Values of the template's variables, by name. */
  readonly template_variable?: Readonly<Record<string, unknown>> | undefined;
}

/**
 * Writes a card.
 *
 * @param card - Card JSON, `{ card_id }` of an entity, or `{ template_id, … }`. With what a template expands to, the
 *   content may have 30 KB.
 * @throws {TypeError} `card` is not an object, or its id is not a text.
 * @example
 * card({ schema: "2.0", body: { elements: [{ tag: "markdown", content: "**42 €**" }] } });
 * card({ template_id: "AAqExample", template_variable: { name: "Ada" } });
 * @see https://open.feishu.cn/document/server-docs/im-v1/message-content-description/create_json 发送消息内容结构
 */
export function card(card: CardEntity | CardTemplate | object): MessageContent<"interactive"> {
  if (typeof card !== "object" || card === null || Array.isArray(card)) {
    const got = Array.isArray(card) ? "a list" : `${card === null ? card : typeof card}`;
    throw new TypeError(`card: expected card JSON, { card_id } or { template_id }, got ${got}`);
  }
  const { card_id, template_id, template_version_name, template_variable } = card as Partial<CardEntity & CardTemplate>;
  if ("card_id" in card) {
    return toContent("interactive", { type: "card", data: { card_id: textOf("card", "card_id", card_id) } });
  }
  if ("template_id" in card) {
    const data = { template_id: textOf("card", "template_id", template_id), template_version_name, template_variable };
    return toContent("interactive", { type: "template", data });
  }
  return toContent("interactive", card);
}
