import { HOSTILE_TEXTS, spoil } from "./hostile.ts";
import type { Pool } from "./pool.ts";
import type { Random } from "./random.ts";

const TAGS =
  "markdown div button column_set column form input select_static multi_select_static img img_combination table chart hr note action overflow date_picker picker_time collapsible_panel interactive_container person person_list checker plain_text lark_md custom_icon nonsense".split(
    " ",
  );

function component(random: Random, depth: number): Record<string, unknown> {
  const tag = random.pick(TAGS);
  const children = () => (depth > 4 ? [] : Array.from({ length: random.below(4) }, () => component(random, depth + 1)));
  return {
    tag,
    element_id: random.pick(["a1", "b2", "c3", "1x", ""]),
    name: random.pick(["n", "", "m"]),
    content: random.pick(["**hi**", ...HOSTILE_TEXTS]),
    text: { tag: random.pick(["plain_text", "lark_md"]), content: "Press" },
    value: { key: "v" },
    behaviors: [{ type: "callback", value: { a: 1 } }],
    elements: children(),
    columns: children(),
    actions: children(),
    options: [{ text: { tag: "plain_text", content: "o" }, value: "o" }],
    rows: [{ a: 1 }],
  };
}

/** A card of either version, often plausible. */
export function card(random: Random): unknown {
  const elements = Array.from({ length: random.below(5) }, () => component(random, 0));
  const config = random.pick([{}, { update_multi: true }, { streaming_mode: true }, { wide_screen_mode: true }]);
  const header = { title: { tag: "plain_text", content: "Title" }, template: "blue" };
  const whole = random.chance(0.6)
    ? { schema: "2.0", config, header, body: { elements } }
    : { config, header, elements, i18n_elements: { zh_cn: elements } };
  return random.chance(0.4) ? spoil(random, whole) : whole;
}

const POST_TAGS = "text a at img media emotion md hr code_block nonsense".split(" ");

function post(random: Random): unknown {
  const node = () => ({
    tag: random.pick(POST_TAGS),
    text: random.pick(HOSTILE_TEXTS),
    user_id: random.pick(["all", "ou_1", ...HOSTILE_TEXTS]),
    href: random.pick(["https://example.com", "x"]),
    image_key: "img_v3_1",
    emoji_type: "SMILE",
  });
  const content = Array.from({ length: random.below(4) }, () => Array.from({ length: random.below(4) }, node));
  return random.pick([{ zh_cn: { title: "t", content } }, { title: "t", content }, { en_us: { content } }]);
}

/** The content of a message, as the text that the API wants. */
export function messageContent(random: Random, pool: Pool, type: string): string {
  const made = random.pick<() => unknown>([
    () => ({ text: random.pick(["hello", '<at user_id="all">a</at>', ...HOSTILE_TEXTS]) }),
    () => post(random),
    () => card(random),
    () => ({ image_key: pool.take(random, "image_key"), file_key: pool.take(random, "file_key") }),
    () => ({ chat_id: pool.take(random, "chat_id"), share_chat_id: pool.take(random, "chat_id") }),
    () => ({ user_id: pool.take(random, "open_id") }),
    () => ({
      type: random.pick(["card", "template"]),
      data: { card_id: pool.take(random, "card_id"), template_id: "x" },
    }),
  ]);
  const fitting: Record<string, () => unknown> = {
    text: () => ({ text: random.pick(["hello", ...HOSTILE_TEXTS]) }),
    post: () => post(random),
    interactive: () => card(random),
  };
  const value = (random.chance(0.7) ? fitting[type] : undefined)?.() ?? made();
  const text = JSON.stringify(random.chance(0.2) ? spoil(random, value) : value) ?? "null";
  return random.chance(0.03) ? text.slice(0, random.below(text.length)) : text;
}

/** The JSON texts of cardkit: cards, elements, lists of them, settings, actions. */
export function cardText(random: Random): string {
  const value = random.pick<() => unknown>([
    () => card(random),
    () => component(random, 0),
    () => [component(random, 0), component(random, 1)],
    () => ({ config: { streaming_mode: random.chance(0.5) } }),
    () => [{ action: random.pick(["add_elements", "delete_elements", "partial_update_setting", "x"]), params: {} }],
  ])();
  return JSON.stringify(random.chance(0.3) ? spoil(random, value) : value) ?? "null";
}
