import { CARD_ICONS, type CardProblem, checkCard } from "../../../card/index.ts";
import { parseObject } from "../../platform/json.ts";
import type { EmulatedMessage } from "../../platform/types.ts";

/** A finding of the checker, as the chat page shows it. */
export type CardFinding = Pick<CardProblem, "rule" | "severity" | "path" | "message">;

/** A card with more findings is shown with the first of them. */
const MAX_FINDINGS = 50;

/** What the checker finds in the card of a message; empty for other messages. */
export function findingsOf({ msg_type, content, deleted }: EmulatedMessage): CardFinding[] {
  const card = msg_type === "interactive" && !deleted ? parseObject(content) : undefined;
  return (card === undefined ? [] : checkCard(card, { icons: CARD_ICONS }))
    .slice(0, MAX_FINDINGS)
    .map(({ rule, severity, path, message }) => ({ rule, severity, path, message }));
}
