import type { ComponentChild, JSX } from "preact";
import type { PageMention } from "../../control/protocol.ts";
import { Link } from "../markdown/tags.tsx";
import { Mention } from "../ui/mention.tsx";

/**
 * Mentions as sent and as received, the four styles, links with a label and without one. Each has a greatest length, so
 * that a long text of beginnings without an end does not take the square of its length.
 */
const PARTS =
  /<at user_id="([^"]{0,200})">([^<]{0,500})<\/at>|(@_user_\d+|@_all)|<(b|i|u|s)>([\s\S]{0,2000}?)<\/\4>|\[([^\]\n]{1,500})\]\((https?:[^\s)]{1,2000})\)|(https?:\/\/[^\s<>"]{0,2000}[^\s<>".,;:!?)\]}'’])/g;

const STYLES = { b: "strong", i: "em", u: "u", s: "s" } as const;

export function parts(text: string, mentions: readonly PageMention[]): ComponentChild[] {
  const out: ComponentChild[] = [];
  let end = 0;
  for (const match of text.matchAll(PARTS)) {
    const [all, atId, atName, key, style, styled, label, href, url] = match;
    if (match.index > end) {
      out.push(text.slice(end, match.index));
    }
    end = match.index + all.length;
    if (atId !== undefined) {
      out.push(<Mention id={atId} name={atName} />);
    } else if (key !== undefined) {
      const mention = mentions.find((one) => one.key === key);
      if (key === "@_all") {
        out.push(<Mention id="all" />);
      } else {
        out.push(mention === undefined ? key : <Mention id={mention.id} name={mention.name} />);
      }
    } else if (style !== undefined) {
      const Style = STYLES[style as keyof typeof STYLES];
      out.push(<Style>{parts(styled ?? "", mentions)}</Style>);
    } else {
      out.push(<Link href={href ?? url}>{label ?? url}</Link>);
    }
  }
  if (end < text.length) {
    out.push(text.slice(end));
  }
  return out;
}

/** A text message: mentions, links and the few styles that the platform knows. */
export function PlainText({
  text,
  mentions = [],
}: {
  text: string;
  mentions?: readonly PageMention[] | undefined;
}): JSX.Element {
  return <span class="plain">{parts(text, mentions)}</span>;
}
