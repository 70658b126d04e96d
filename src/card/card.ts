import { CARD_TEXTS } from "./generated/builders.ts";
import type { Card, RootNode } from "./generated/elements.ts";
import type { CardProps } from "./generated/props.ts";
import { make, present } from "./make.ts";
import type { InForm, Off, Outside, Part } from "./node.ts";

/**
 * Builds a card of JSON 2.0.
 *
 * @param elements - The components, from top to bottom. `false`, `null`, `undefined` and `""` are left out.
 * @param props - Header, settings, link, and the layout of the body.
 * @example
 * card([markdown("**42 €** for a keyboard"), button("Approve", { value: { id } })], {
 *   header: { title: "Expense", template: "blue" },
 * });
 * @see https://open.feishu.cn/document/feishu-cards/card-json-v2-structure 卡片 JSON 2.0 结构
 */
export function card<const C extends RootNode>(
  elements: readonly (C | Off)[] & InForm<Part<C, "f">>,
  props?: CardProps,
): Card<Part<C, "a"> | Outside<Part<C, "f">>> {
  const { body, ...rest } = props ?? {};
  return make({ schema: "2.0" }, { ...rest, body: { ...body, elements: present(elements) } }, CARD_TEXTS);
}
