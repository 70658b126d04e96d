import type { JSX } from "preact";

interface Props {
  label: string;
  /** What can be looked for. */
  hint: string;
  words: string;
  onWords(words: string): void;
}

/** The field that filters a list of the inspector. */
export function Filter({ label, hint, words, onWords }: Props): JSX.Element {
  return (
    <input
      class="input"
      type="search"
      aria-label={label}
      placeholder={hint}
      value={words}
      onInput={(event) => onWords(event.currentTarget.value)}
    />
  );
}

/** The entries that have the words of a filter in their text. Capital letters are the same as small ones. */
export function filtered<T>(entries: readonly T[], words: string, textOf: (entry: T) => string): readonly T[] {
  const wanted = words.trim().toLowerCase();
  return wanted === "" ? entries : entries.filter((entry) => textOf(entry).toLowerCase().includes(wanted));
}
