import type { Fault } from "../../platform/types.ts";
import { operationNames } from "./names.ts";

/** Up to three names that share most with a wrong one. */
function nearest(wrong: string, names: readonly string[]): string[] {
  const words = wrong.split(".").filter((word) => word !== "*");
  const shared = (name: string): number => words.filter((word) => name.split(".").includes(word)).length;
  const beginning = (name: string): number => [...wrong].findIndex((letter, index) => name[index] !== letter);
  return names
    .map((name) => ({ name, score: shared(name) }))
    .filter(({ score }) => score >= Math.max(2, words.length - 1))
    .sort((one, other) => other.score - one.score || beginning(other.name) - beginning(one.name))
    .slice(0, 3)
    .map(({ name }) => name);
}

/**
 * Checks that names, or beginnings with `*`, are those of operations: one that nothing has would be waited for in vain.
 *
 * @throws {TypeError} One is not; the message names the nearest.
 */
export async function checkOperationNames(
  given: readonly (string | undefined)[],
  where: (index: number) => string,
): Promise<void> {
  if (given.every((name) => name === undefined)) {
    return;
  }
  const names = await operationNames();
  for (const [index, operation = "*"] of given.entries()) {
    const beginning = operation.endsWith("*") ? operation.slice(0, -1) : undefined;
    if (names.some((name) => (beginning === undefined ? name === operation : name.startsWith(beginning)))) {
      continue;
    }
    const near = nearest(operation, names);
    const hint = near.length === 0 ? "" : `; there is ${near.join(", ")}`;
    throw new TypeError(`${where(index)}: no operation is called ${JSON.stringify(operation)}${hint}`);
  }
}

/**
 * The same for the operations of faults.
 *
 * @throws {TypeError} One is not described.
 */
export async function checkOperations(
  faults: readonly Fault[],
  where = (index: number): string => `faults[${index}]`,
): Promise<void> {
  await checkOperationNames(
    faults.map(({ operation }) => operation),
    (index) => `${where(index)}.operation`,
  );
}
