// Finds mentions, links and styles in a text message as the most forgiving client would, and says which of them a value
// took part in. It shares nothing with the code that it judges.

/** A character, and whether the developer wrote it. */
interface Letter {
  readonly text: string;
  readonly isLiteral: boolean;
}

const NAMES: Record<string, string> = {
  lt: "<",
  gt: ">",
  amp: "&",
  quot: '"',
  apos: "'",
  lbrack: "[",
  lsqb: "[",
  rbrack: "]",
  rsqb: "]",
  lpar: "(",
  rpar: ")",
  ast: "*",
  nbsp: " ",
  commat: "@",
};

/** What is sent, letter by letter. All that may stand in it beside literals and values are zero width spaces. */
function lettersOf(sent: string, literals: readonly string[], values: readonly string[]): Letter[] {
  const raw = literals.flatMap((literal, index) => [
    ...[...literal].map((text) => ({ text, isLiteral: true })),
    ...[...(values[index] ?? "")].map((text) => ({ text, isLiteral: false })),
  ]);
  let at = 0;
  const letters = [...sent].map((text) => {
    if (raw[at]?.text === text) {
      return raw[at++] as Letter;
    }
    if (text !== "\u200B") {
      throw new Error(`${JSON.stringify(text)} came from nowhere, before ${JSON.stringify(raw[at])}`);
    }
    return { text, isLiteral: true };
  });
  if (at < raw.length) {
    throw new Error(`lost: ${JSON.stringify(raw.slice(at))}`);
  }
  return letters;
}

/** Decodes entities once, with or without a semicolon. */
function decode(letters: Letter[]): Letter[] {
  const text = letters.map((letter) => letter.text[0]).join("");
  const decoded: Letter[] = [];
  let done = 0;
  for (const found of text.matchAll(/&(?:#x([\da-f]+)|#(\d+)|([a-z]+));?/gi)) {
    const [all, hex, decimal, name = ""] = found;
    const known = Object.keys(NAMES).find((one) => name.toLowerCase().startsWith(one));
    const code = hex ? Number.parseInt(hex, 16) : decimal ? Number(decimal) : undefined;
    const char = code === undefined ? NAMES[known ?? ""] : code <= 0x10ffff ? String.fromCodePoint(code) : undefined;
    if (char === undefined) {
      continue;
    }
    const end = found.index + (code === undefined ? 1 + (known ?? "").length : all.length);
    const source = letters.slice(found.index, end);
    decoded.push(...letters.slice(done, found.index), {
      text: char,
      isLiteral: source.every((letter) => letter.isLiteral),
    });
    done = end;
  }
  return [...decoded, ...letters.slice(done)];
}

/** A text, and what its entities stand for, three times over. */
export function decodedTexts(text: string): string[] {
  const texts = [text];
  let letters = [...text].map((one): Letter => ({ text: one, isLiteral: false }));
  for (let round = 0; round < 3; round++) {
    letters = decode(letters);
    texts.push(letters.map((letter) => letter.text).join(""));
  }
  return texts;
}

/** What makes a mention, a link or a style, by what has to be the developer's own of it. */
const CONSTRUCTS: readonly RegExp[] = [
  // A tag: all of it.
  /<\s*\/?\s*[a-z!?][^>]*(>|$)/dgis,
  // A link: from the label's end to the address's. The label may be a value.
  /\]\s*\([^)]*(\)|$)/dgs,
  // A style of several marks.
  /\*\*|~~/dg,
  // What readers would take for a mention.
  /@_(all|user_\d+)/dgi,
];

/** The constructs that a value took part in, of a text and of what its entities stand for. */
export function violations(sent: string, literals: readonly string[], values: readonly string[]): string[] {
  const found: string[] = [];
  let letters = lettersOf(sent, literals, values);
  for (let round = 0; round < 3; round++) {
    // Half a pair counts as one, so that positions are those of letters.
    const text = letters.map((letter) => (letter.text.length > 1 ? "\uFFFD" : letter.text)).join("");
    for (const construct of CONSTRUCTS) {
      for (const match of text.matchAll(construct)) {
        const part = letters.slice(match.index, match.index + match[0].length);
        if (part.some((letter) => !letter.isLiteral)) {
          found.push(match[0]);
        }
      }
    }
    letters = decode(letters);
  }
  return found;
}
