import { distance } from "../base/index.ts";

const sorted = (word: string): string => [...word].sort().join("");

/** How far a word is from another. Letters in disorder count as one mistake. */
const farOf = (one: string, other: string): number =>
  one !== other && sorted(one) === sorted(other) ? 1 : distance(one, other);

/** The word that was likely meant, as the end of a sentence: ` Did you mean --port?`, or nothing. */
export function suggestion(word: string, known: readonly string[]): string {
  const near = known
    .map((candidate) => ({ candidate, far: farOf(word, candidate) }))
    .filter(({ candidate, far }) => far <= Math.ceil(candidate.length / 3))
    .sort((one, other) => one.far - other.far)[0];
  return near === undefined ? "" : ` Did you mean ${near.candidate}?`;
}
