import type { JSX } from "preact";

const PAINTS = ["blue", "green", "orange", "purple", "turquoise", "red", "indigo", "carmine"];

/** A colour for a name, always the same. */
function paint(id: string): string {
  let sum = 0;
  for (const letter of id) {
    sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 9973;
  }
  return PAINTS[sum % PAINTS.length] as string;
}

/** The first letters of a name in a circle. */
export function Avatar({ id, name, small }: { id: string; name: string; small?: boolean }): JSX.Element {
  const words = name.trim().split(/\s+/);
  const letters = (words.length > 1 ? [words[0], words.at(-1)] : [name.trim()])
    .map((word) => [...(word ?? "")][0] ?? "")
    .join("")
    .toUpperCase();
  return (
    <span class={`avatar fill tone-${paint(id)} ${small ? "small" : ""}`} aria-hidden="true">
      {letters}
    </span>
  );
}
