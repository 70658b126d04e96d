import { assert } from "chai";

export { assert };

/** One promise to the user, which holds on every runtime. */
export interface Case {
  readonly name: string;
  readonly run: () => void | Promise<void>;
}

/** What came of a case. */
export interface Result {
  readonly name: string;
  /** The error's text and stack, if it failed. */
  readonly error?: string;
}

export const cases: Case[] = [];

/** Registers a case. Web APIs, lark-edge and its emulator only: no `node:*`, no test runner. */
export function test(name: string, run: Case["run"]): void {
  if (cases.some((known) => known.name === name)) {
    throw new Error(`two cases are called "${name}"`);
  }
  cases.push({ name, run });
}

/** Runs every case, one after the other. */
export async function runAll(): Promise<Result[]> {
  const results: Result[] = [];
  for (const { name, run } of cases) {
    try {
      await run();
      results.push({ name });
    } catch (error) {
      results.push({ name, error: error instanceof Error ? `${error.message}\n${error.stack}` : String(error) });
    }
  }
  return results;
}

/** The error that a promise rejects with; fails if it resolves. */
export async function rejection(promise: Promise<unknown>): Promise<Error & Record<string, unknown>> {
  try {
    await promise;
  } catch (error) {
    assert.instanceOf(error, Error);
    return error as Error & Record<string, unknown>;
  }
  throw new Error("expected a rejection, but it resolved");
}
