import { withoutMentions } from "../base/index.ts";
import { longestFit, withoutHalf } from "./fit.ts";
import type { CardView } from "./types.ts";

/** The largest card, in bytes of its JSON, less a little for what the platform adds. */
export const MAX_BYTES: number = 29 * 1024;

/** The component that shows the answer. */
export const TEXT_ID = "text";

export const bytesOf = (text: string): number => new TextEncoder().encode(text).length;

/**
 * Text as a card can show it: no half of a surrogate pair, no picture of the web, with which a card is refused, and no mention
 * that a model made up.
 */
export function toShown(text: string, mentions: boolean | undefined): string {
  const whole = text.replace(/\p{Surrogate}/gu, "").replace(/!(?=\[[^\][]{0,500}\]\(\s{0,9}<?https?:)/gi, "!\u200B");
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
): string {
  return JSON.stringify({
    schema: "2.0",
    config: {
      update_multi: true,
      streaming_mode: isOpen,
      // 100 characters a second: faster than models write, so that the typing keeps up.
      ...(isOpen
        ? {
            streaming_config: {
              print_frequency_ms: { default: 50 },
              print_step: { default: 5 },
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
