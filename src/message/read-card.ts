import { type JsonObject, parseObject } from "../base/index.ts";
import { createCardReader, fieldsOf } from "./card-text.ts";
import { inOneLanguage, isObject, listOf } from "./fields.ts";

/** What a card says. */
export interface ReadCard {
  title: string;
  text: string;
  images: string[];
  /** The card, out of whatever it came in. */
  card: JsonObject;
}

const parsed = (value: unknown): JsonObject | undefined => (typeof value === "string" ? parseObject(value) : undefined);

const inside = (value: unknown): JsonObject => (isObject(value) ? fieldsOf(value) : {});

/**
 * Reads a card in reading order, in any of its shapes: as it was sent, as `user_card_content` has it (the fields of
 * every component in `property`), and the platform's simplified form (a title and rows).
 */
export function readCard(content: JsonObject): ReadCard {
  const card = parsed(content.json_card) ?? content;
  const { images, read, readRow } = createCardReader(parsed(content.json_attachment) ?? {});
  const header = inside(card.header);
  const title = read(header.title ?? card.title);
  const rows = listOf(inside(card.body).elements ?? card.elements ?? inOneLanguage(card.i18n_elements));
  const texts = [
    read(header.subtitle),
    read(header.text_tag_list),
    ...rows.map((row) => (Array.isArray(row) ? readRow(row) : read(row))),
  ];
  return { title, text: texts.filter(Boolean).join("\n"), images, card };
}
