import { asText, type Json } from "../../platform/json.ts";
import { placesOf } from "./tree.ts";

const MAX_ELEMENTS = 200;
const MAX_TABLES = 5;
export const MAX_CARD_BYTES: number = 30 * 1024;

/** Components that JSON 2.0 does not have any more. */
const GONE = ["action", "note"];

const ELEMENT_ID = /^[A-Za-z]\w{0,19}$/;

/** What is wrong with a card's components: the code of CardKit, and the code and the words inside a 230099. */
export interface CardComplaint {
  code: 200220 | 300301 | 300305;
  inner: number;
  message: string;
  value: string;
}

const FENCE = /^\s*(```|~~~)/;
const DELIMITER = /^\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$/;

/** How many tables a markdown text holds: a row with a bar, then a line of dashes, outside code. */
function tablesIn(markdown: string): number {
  let isCode = false;
  let count = 0;
  let before = "";
  for (const line of markdown.split("\n")) {
    if (FENCE.test(line)) {
      isCode = !isCode;
    } else if (!isCode && before.includes("|") && line.includes("|") && DELIMITER.test(line)) {
      count += 1;
    }
    before = line;
  }
  return count;
}

const tablesOf = ({ tag, content }: Json): number =>
  tag === "table" ? 1 : tag === "markdown" && typeof content === "string" ? tablesIn(content) : 0;

/** The first thing that the platform refuses in the components of a card. */
export function complaintOf(card: Json): CardComplaint | undefined {
  const elements = placesOf(card).map(({ element }) => element);
  const complain = (code: CardComplaint["code"], inner: number, message: string, value: unknown = "") => ({
    code,
    inner,
    message,
    value: asText(value),
  });
  if (elements.length > MAX_ELEMENTS) {
    return complain(300305, 11310, "element exceeds the limit");
  }
  if (elements.reduce((count, element) => count + tablesOf(element), 0) > MAX_TABLES) {
    return complain(300305, 11310, "card table number over limit", "table");
  }
  if (card.schema !== "2.0") {
    return undefined;
  }
  const gone = elements.find(({ tag }) => GONE.includes(asText(tag)));
  if (gone !== undefined) {
    const told = "cards of schema V2 no longer support this capability";
    return complain(200220, 200861, told, `unsupported tag ${gone.tag}`);
  }
  const ids = elements.map((element) => element.element_id).filter((id) => id !== undefined);
  const wrong = ids.find((id) => typeof id !== "string" || !ELEMENT_ID.test(id));
  if (wrong !== undefined) {
    return complain(300301, 300301, "element_id is invalid", wrong);
  }
  const twice = ids.find((id, index) => ids.indexOf(id) < index);
  return twice === undefined ? undefined : complain(300301, 300301, "element_id is duplicated", twice);
}

export const bytesOf = (text: string): number => new TextEncoder().encode(text).length;
