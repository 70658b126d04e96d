import { isObject, type Json } from "../json.ts";
import { checkForms, checkOutsideForms } from "./forms.ts";
import { checkLimits } from "./limits.ts";
import { checkParts } from "./parts.ts";
import { type CardProblem, createReport, type Report, shown } from "./report.ts";
import { checkUnique } from "./unique.ts";
import { checkV1 } from "./v1.ts";
import { checkValue } from "./value.ts";
import { createWalk } from "./walk.ts";

const namesIn = (value: unknown): string[] => Object.keys(isObject(value) ? value : {});

/** How to check. */
export interface CheckOptions {
  /**
   * The names of icons: an icon with another name is a warning. Pass `CARD_ICONS`, which is not in the checker because it
   * would be a third of its weight. Default: none, and names of icons are not checked.
   */
  icons?: readonly string[] | undefined;
}

function checkV2(card: Json, report: Report, { icons }: CheckOptions): void {
  const style = Object(Object(card.config).style);
  const declared = {
    Color: [...namesIn(style.color), "default"],
    TextSize: namesIn(style.text_size),
    IconToken: icons,
  };
  const { scope, visits } = createWalk(report, declared);
  checkValue(card, "Card", [], scope);
  const elements = Object(card.body).elements;
  if (card.body === undefined || (Array.isArray(elements) && elements.length === 0)) {
    report("empty", ["body", "elements"], "The card has no elements");
  }
  checkForms(visits, report);
  checkOutsideForms(visits, report);
  checkUnique(card, visits, report);
  checkParts(card, visits, report);
  checkLimits(card, visits, report);
}

/**
 * Finds what the platform would refuse in a card, before it is sent.
 *
 * It knows every component and property of JSON 2.0, their values, where they may stand, and the limits. Where the
 * documentation contradicts itself, the problem is a warning. Of a card of JSON 1.0 it says what that format lacks, and of
 * a card entity or a template whether its reference is complete, because their content is not known here.
 *
 * @param card - The card, `{ type: "card", data }` or `{ type: "template", data }`. Anything else is a problem, too.
 * @param options.icons - `CARD_ICONS`, to find misspelt names of icons. Default: none.
 * @returns The problems in the order of the card. A card without an `error` can be sent.
 * @example
 * const errors = checkCard(expense.render(data)).filter(({ severity }) => severity === "error");
 * @see https://open.feishu.cn/document/feishu-cards/card-json-v2-structure 卡片 JSON 2.0 结构
 */
export function checkCard(card: unknown, options: CheckOptions = {}): CardProblem[] {
  const { problems, report } = createReport();
  if (!isObject(card)) {
    report("json", [], `Expected an object, got ${shown(card)}`);
  } else if (card.type === "card" || card.type === "template") {
    const { scope } = createWalk(report, {});
    checkValue(card, card.type === "card" ? "CardEntity" : "CardTemplate", [], scope);
  } else if (card.schema === "2.0") {
    checkV2(card, report, options);
  } else if (card.schema === undefined || card.schema === "1.0") {
    checkV1(card, report);
  } else {
    report("schema", ["schema"], `Expected "2.0", got ${shown(card.schema)}`);
  }
  return problems;
}
