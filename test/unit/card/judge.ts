// Finds what a value does in the Markdown of a card, as the most forgiving client would read it: mentions, tags, links and
// styles. It shares nothing with the code that it judges.

/** A character, and whether the developer wrote it. */
interface Letter {
  readonly text: string;
  readonly isLiteral: boolean;
}

/** Entities stand for characters that mean nothing: a client shows them, whatever stands around. */
const ENTITY = /&(?:#(\d+)|#x([\da-f]+)|([a-z]+));/gi;
const NAMES: Record<string, string> = { nbsp: " ", sim: "~", zwj: "", amp: "&", lt: "<", gt: ">", quot: '"' };

/** What a person sees of Markdown in which nothing has a meaning. */
export const seen = (markdown: string): string =>
  markdown
    .replace(/<br>/g, "\n")
    .replace(ENTITY, (all, decimal, hex, name) =>
      name
        ? (NAMES[name.toLowerCase()] ?? all)
        : String.fromCodePoint(decimal ? Number(decimal) : Number.parseInt(hex, 16)),
    );

/** What makes a mention, a link, a picture or a style. */
const CONSTRUCTS: readonly RegExp[] = [
  // A mention, whatever is in it; open ones, too.
  /<[\s/]*at\b[^<>]*(>|$)/gi,
  // A link with a label.
  /\]\s*\([^)]*(\)|$)/g,
  // The name of a tag, but for the line breaks that escapes make.
  /<(?!br>)[\s/]*\w+/gi,
  // Styles, code, headings, quotes, lists, tables, emoji, formulas, escapes.
  /\*|~~|`|(?<![\w])_|_(?![\w])|^\s{0,3}#{1,6}\s|^\s{0,3}>|^\s{0,3}[-+]\s|^\s{0,3}\d+[.)]\s|^\s{0,3}(=+|-+)\s*$|^ {4}|\||:\w+:|\$\$|\\/gm,
];

/** A whole tag with attributes, in which a name means nothing else. */
const WHOLE_TAG = /<[a-z]+(\s+\w+\s*=\s*('[\w.-]*'|"[\w.-]*"|[\w.-]+))+\s*>/gi;

/** The address of a tag's link; a name alone is none. */
const ADDRESS = /<[^<>]*\b\w*(url|href|link)\s*=[^<>]*(>|$)/gi;

/** A value, and how it stands in a text. In a tag it may stand as it is. */
export interface Written {
  readonly value: string;
  readonly shown: string;
}

/** The letters of what `md` wrote, each with its author. `written` are the values as they stand in it. */
function lettersOf(sent: string, literals: readonly string[], written: readonly Written[]): Letter[] {
  const parts = literals.flatMap((literal, at) => [
    { text: literal, isLiteral: true },
    { text: written[at]?.shown ?? "", isLiteral: false, inTag: written[at]?.value },
  ]);
  const letters: Letter[] = [];
  let at = 0;
  for (const { text: shown, isLiteral, inTag } of parts) {
    const isAsGiven = inTag !== undefined && /^[\w.-]*$/.test(inTag) && !sent.startsWith(shown, at);
    const text = isAsGiven ? inTag : shown;
    for (const char of text) {
      // A sign of the developer's that was taken out of a tag or a link is an entity.
      const [stands] = [char, `&#${char.codePointAt(0)};`].filter((one) => sent.startsWith(one, at));
      if (stands === undefined) {
        throw new Error(`lost: ${JSON.stringify(text)} at ${JSON.stringify(sent.slice(at))}`);
      }
      letters.push(...[...stands].map((one) => ({ text: one, isLiteral })));
      at += stands.length;
    }
  }
  if (at < sent.length) {
    throw new Error(`${JSON.stringify(sent.slice(at))} came from nowhere`);
  }
  return letters;
}

/** The constructs that a value took part in. */
export function violations(sent: string, literals: readonly string[], written: readonly Written[]): string[] {
  const letters = lettersOf(sent, literals, written);
  // One place for each letter.
  const text = letters
    .map((letter) => (letter.text.length > 1 ? "\uFFFD" : letter.text))
    .join("")
    .replace(WHOLE_TAG, (tag) => tag.replaceAll("_", "x"));
  const find = (construct: RegExp, does: (words: string) => boolean) =>
    [...text.matchAll(construct)].flatMap((match) => {
      const part = letters.slice(match.index, match.index + match[0].length);
      const words = part.filter(({ isLiteral }) => !isLiteral).map((letter) => letter.text);
      return words.length && does(seen(words.join(""))) ? match[0] : [];
    });
  return [...CONSTRUCTS.flatMap((one) => find(one, () => true)), ...find(ADDRESS, (words) => /[/:]/.test(words))];
}
