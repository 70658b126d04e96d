const sorted = (word: string): string => [...word].sort().join("");

/** How many letters have to be changed, added or taken away to make one word of another; 1 for letters in disorder. */
function distance(one: string, other: string): number {
  if (one !== other && sorted(one) === sorted(other)) {
    return 1;
  }
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (const [i, letter] of [...one].entries()) {
    const next = [i + 1];
    for (const [j, another] of [...other].entries()) {
      const changed = (row[j] ?? 0) + (letter === another ? 0 : 1);
      next.push(Math.min(changed, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}

/** The word that was likely meant, as the end of a sentence: ` Did you mean --port?`, or nothing. */
export function suggestion(word: string, known: readonly string[]): string {
  const near = known
    .map((candidate) => ({ candidate, far: distance(word, candidate) }))
    .filter(({ candidate, far }) => far <= Math.ceil(candidate.length / 3))
    .sort((one, other) => one.far - other.far)[0];
  return near === undefined ? "" : ` Did you mean ${near.candidate}?`;
}
