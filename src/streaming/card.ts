import { withoutMentions } from "../base/index.ts";
import { longestFit, withoutHalf } from "./fit.ts";
import type { CardView } from "./types.ts";

/** The largest card, in bytes of its JSON, less a little for what the platform adds. */
export const MAX_BYTES: number = 29 * 1024;

/** How fast the client types by default: as fast as most models write. */
export const DEFAULT_CHARACTERS_PER_SECOND = 60;

/** The component that shows the answer. */
export const TEXT_ID = "text";

export const bytesOf = (text: string): number => new TextEncoder().encode(text).length;

/** The beginning of a picture without the key of an upload, with which the platform refuses a card. In code this is not known. */
const PICTURE = /!(?=\[(?:[^\][]|\[[^\][]{0,99}\]){0,500}\]\((?!\s{0,9}<?img_))/g;

/**
 * Parts of a Markdown text. Code is left as it is. With an address that runs into Chinese, Japanese or Korean text the platform
 * refuses the card, and a tag that it does not know is not shown.
 */
const PARTS =
  /(?:^|\n)[ \t>]*(`{3,}|~{3,})[^\n]*(?:\n(?![ \t>]*\1)[^\n]*)*(?:\n[^\n]*)?|`[^`\n]+`|<(?=\/?[a-z][^<>\n]{0,300}>)(?!\/?(?:a|[bh]r|at|person|link|font|\w+_(?:tag|datetime)|audio|raw)[\s/>]|https?:)|(?<![("<=\]'])https?:\/\/[^\s<>()"']{1,500}?(?=[\u3000-\u9fff\uac00-\ud7af\uff00-\uffef])/gi;

/** Text as a card can show it: no half of a surrogate pair, nothing that it refuses or hides, and no mention that a model made up. */
export function toShown(text: string, mentions: boolean | undefined): string {
  const whole = text
    .replace(/\p{Surrogate}/gu, "")
    .replace(PICTURE, "!\u200B")
    .replace(PARTS, (part) => (part === "<" ? `${part}\u200B` : /^http/i.test(part) ? `${part} ` : part));
  return mentions ? whole : withoutMentions(whole);
}

const markdown = (element_id: string, content: string) => ({ tag: "markdown", element_id, content });

const note = (element_id: string, content: string) =>
  content ? [{ ...markdown(element_id, content), text_size: "notation" }] : [];

/** The JSON of the card. */
export function toCard(
  { text, status, panel, footer }: CardView,
  isOpen: boolean,
  extra: readonly object[] = [],
  speed: number = DEFAULT_CHARACTERS_PER_SECOND,
): string {
  // About twenty steps in a second.
  const step = Math.ceil(speed / 20);
  return JSON.stringify({
    schema: "2.0",
    config: {
      update_multi: true,
      streaming_mode: isOpen,
      ...(isOpen
        ? {
            streaming_config: {
              print_frequency_ms: { default: Math.round((step * 1_000) / speed) },
              print_step: { default: step },
              print_strategy: "fast",
            },
          }
        : { summary: { content: [...text].slice(0, 60).join("") } }),
    },
    body: {
      elements: [
        ...note("status", status),
        ...(panel
          ? [
              {
                tag: "collapsible_panel",
                element_id: "panel",
                header: { title: { tag: "plain_text", content: "…" } },
                elements: [markdown("inner", panel)],
              },
            ]
          : []),
        markdown(TEXT_ID, text),
        ...note("footer", footer),
        ...extra,
      ],
    },
  });
}

/** The beginning of the view that fits a card, and the rest of its text. */
export function fitView(view: CardView, maxBytes: number = MAX_BYTES): { shown: CardView; rest: string } {
  if (bytesOf(toCard(view, true)) <= maxBytes) {
    return { shown: view, rest: "" };
  }
  const { text } = view;
  const low = longestFit(text, (part) => bytesOf(toCard({ ...view, text: part }, true)) <= maxBytes);
  // A panel that fills the card alone makes room for the answer.
  if (low === 0 && view.panel) {
    return fitView({ ...view, panel: "" }, maxBytes);
  }
  const paragraph = text.lastIndexOf("\n", low);
  const end = paragraph > low / 2 ? paragraph : withoutHalf(text, low);
  return { shown: { ...view, text: text.slice(0, end) }, rest: text.slice(end) };
}
