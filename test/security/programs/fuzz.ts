// Callbacks by chance, beside an oracle. Runs on Node.
import fc from "fast-check";
import { withEndlessTries } from "../../support/time.ts";
import { APPS, createBots, type Outcome } from "../fuzz-apps.ts";
import { cook, recipes } from "../fuzz-recipe.ts";
import { decide } from "../oracle.ts";

/** What came of a run. */
export interface FuzzResult {
  /** The first wrong decision, with what fast-check found of its cause. */
  readonly failure: string | undefined;
  /** How many requests had each kind of outcome: `handled`, `challenge`, or a status. */
  readonly counts: Record<string, number>;
  /** The heap after each tenth of the run, in megabytes. */
  readonly heaps: number[];
  readonly unhandledRejections: number;
}

/** How many bots get each request: to make one costs as much as to decide about it. */
const BOTS_EACH = 4;
/** Web objects take the greater part of the time, so most requests come without them. */
const WHOLE_EACH = 31;

function heapMegabytes(): number {
  (globalThis as unknown as { gc: () => void }).gc();
  return process.memoryUsage().heapUsed / 2 ** 20;
}

export async function run({ runs, seed }: { runs: number; seed: number }): Promise<FuzzResult> {
  const send = createBots();
  const counts: Record<Outcome, number> = {};
  const heaps: number[] = [];
  let unhandledRejections = 0;
  process.on("unhandledRejection", () => unhandledRejections++);
  let sent = 0;
  const property = fc.asyncProperty(recipes, async (recipe) => {
    const callback = cook(recipe);
    for (let others = 0; others < BOTS_EACH; others++) {
      const one = { ...callback, app: (recipe.app + others * 5) % APPS.length };
      const outcome = await send(one, sent % WHOLE_EACH === 0);
      const expected = decide(one);
      if (outcome !== expected) {
        const request = `${JSON.stringify(one.headers)} ${Buffer.from(one.body)}`;
        throw new Error(`bot ${one.app}: "${outcome}" and not "${expected}": ${request}`);
      }
      const kind = outcome.split(" ", 1)[0] as string;
      counts[kind] = (counts[kind] ?? 0) + 1;
      if (++sent % (runs / 10) === 0) {
        heaps.push(heapMegabytes());
      }
    }
  });
  const details = await withEndlessTries(() => fc.check(property, { numRuns: runs / BOTS_EACH, seed }));
  // What is rejected late is still counted.
  await new Promise((resolve) => setTimeout(resolve, 50));
  const failure = details.failed
    ? `${(details.errorInstance as Error | null)?.message}\nrecipe: ${JSON.stringify(details.counterexample)}`
    : undefined;
  return { failure, counts, heaps, unhandledRejections };
}
