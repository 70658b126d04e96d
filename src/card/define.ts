import type { CardAction, CardClick } from "../callback/index.ts";
import type { Card } from "./generated/elements.ts";
import type { AnyFieldValue, Node, Part } from "./node.ts";
import { readName, readStamp, STAMP_KEY, stampCard } from "./stamp.ts";

/** What a click brings back when the compiler does not know the card. */
export interface AnyPress {
  tag: string;
  value?: Record<string, unknown> | undefined;
  /** The name of the submit button. */
  submit?: string | undefined;
  /** The fields of the form, by their names. */
  form?: Record<string, AnyFieldValue>;
  name?: string | undefined;
  option?: string;
  options?: string[] | undefined;
  input_value?: string;
  checked?: boolean;
  timezone?: string;
}

/** A click on a defined card: what was pressed, who pressed it, and where. */
export type ActionOf<A> = (unknown extends A ? AnyPress : A) & CardClick;

/** A card that knows its clicks. */
export interface CardDefinition<D, A> {
  readonly id: string;
  readonly version: number;
  /**
   * Renders the card for sending.
   *
   * @throws {TypeError} A callback's value is a string or has the reserved key `_card`, or a multiple select stands outside
   *   of a form.
   */
  render(...data: unknown extends D ? [] : [data: D]): Card<A>;
  /** Reads a click; `undefined` if it is on another card, or another version. */
  read(click: CardAction): ActionOf<A> | undefined;
}

/**
 * Defines a card whose clicks come back with their types.
 *
 * A stamp of `id` and `version` goes into each callback, so that `events.onCardAction(definition, handler)` and `read`
 * recognise the clicks on this card. Raise `version` when the values or fields change: clicks on cards that were sent before
 * go to the handlers without a definition. Cards can be used
 * for 14 days.
 *
 * @param id - Letters, digits and underscores; no two underscores in a row. Unique in the app.
 * @param render - Builds the card. For JSX, declare what comes back: `defineCard<Expense, Actions>(…)`.
 * @param options.version - A whole number from 1. Default 1.
 * @throws {TypeError} `id` or `version` has another form.
 * @example
 * const expense = defineCard("expense", ({ id, amount }: Expense) =>
 *   card([markdown(`**${amount} €**`), button("Approve", { value: { id, verdict: "approve" } })]),
 * );
 * await client.im.v1.message.create({ params, data: { receive_id, ...message.card(expense.render(data)) } });
 * events.onCardAction(expense, async ({ value }) => {
 *   await approve(value.id);
 *   return { toast: { type: "success", content: "Approved" } };
 * });
 * @see https://open.feishu.cn/document/feishu-cards/card-callback-communication 卡片回传交互回调
 */
export function defineCard<D, A = never, C extends Node = Node>(
  id: string,
  render: (data: D) => C,
  { version = 1 }: { version?: number | undefined } = {},
): CardDefinition<D, [A] extends [never] ? Part<C, "a"> : A> {
  if (typeof id !== "string" || !/^[A-Za-z](?!.*__)[A-Za-z0-9_]*$/.test(id) || id.endsWith("_")) {
    throw new TypeError("defineCard: id must be letters, digits and single underscores, and begin with a letter");
  }
  if (!Number.isSafeInteger(version) || version < 1) {
    throw new TypeError("defineCard: version must be a whole number from 1");
  }
  const mark = `${id}_${version}`;
  return {
    id,
    version,
    render(...data: unknown[]) {
      const rendered = render(data[0] as D);
      if (Object(rendered).schema !== "2.0") {
        throw new TypeError(`defineCard: ${id} must render a card of JSON 2.0`);
      }
      return stampCard(rendered, mark) as never;
    },
    read: (click) => readClick(click, mark) as never,
  };
}

function readClick({ action, ...click }: CardAction, mark: string): ActionOf<unknown> | undefined {
  const { value, name, form_value, options, ...rest } = action;
  const stamp = readStamp(value);
  const button = readName(name, mark);
  if (stamp ? stamp.mark !== mark : button === undefined) {
    return undefined;
  }
  const { [STAMP_KEY]: _, ...own } = Object(value) as Record<string, unknown>;
  const pressed = form_value && { submit: button ?? name, form: form_value as Record<string, AnyFieldValue> };
  return {
    ...click,
    ...rest,
    name: stamp?.name ?? button ?? name,
    value: stamp && !stamp.hasValue ? undefined : value === undefined ? undefined : own,
    // The old callback, and a picture outside of a form, send a string.
    options: typeof options === "string" ? [options] : options,
    ...pressed,
  };
}
