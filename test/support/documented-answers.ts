import { expect } from "vitest";
import type { Emulator } from "../../src/emulator/index.ts";
import { createValidators } from "./answer-validators.ts";
import { readDescribed } from "./described-operations.ts";

/** `GET /a/:b_id` and `GET /a/{id}` are the same operation. */
const shapeOf = (operation: string) => operation.replace(/[:{][^/]+/g, ":");

/**
 * Makes the check that a successful answer of the emulator is as its document says.
 *
 * @param projects - Whose documents are read: `im`, `drive` and so on. Answers of others pass.
 */
export function documentedAnswers(
  ...projects: string[]
): (emulator: Emulator, answer: { code: unknown; data?: unknown }) => void {
  const operations = readDescribed(projects);
  const validatorOf = createValidators(operations);
  const byShape = new Map(operations.map((one) => [shapeOf(`${one.method.toUpperCase()} ${one.path}`), one]));
  return (emulator, answer) => {
    const described = byShape.get(shapeOf(emulator.requests.at(-1)?.operation ?? ""));
    if (answer.code === 0 && described?.answer) {
      const validate = validatorOf(described);
      expect(validate(answer.data), JSON.stringify(validate.errors)).toBe(true);
    }
  };
}
