import fc from "fast-check";

/**
 * Makes texts by chance that try to mean something where they must not.
 *
 * @param attacks - What an attacker writes: whole, and in fragments that make sense only with others.
 * @param literals - What an author writes around a text.
 */
export function hostileText(attacks: readonly string[], fragments: readonly string[], literals: readonly string[]) {
  const piece = fc.oneof(
    fc.constantFrom(...attacks),
    fc.constantFrom(...fragments),
    fc.string({ unit: "binary", maxLength: 4 }),
  );
  return {
    value: fc.array(piece, { maxLength: 5 }).map((pieces) => pieces.join("")),
    literal: fc.array(fc.constantFrom(...literals), { maxLength: 3 }).map((pieces) => pieces.join("")),
  };
}
