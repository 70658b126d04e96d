// The two ways of an event: a case that holds for both is written once and runs twice.
import { type Case, test } from "./cases.ts";
import { closeLinks } from "./long-connection/link.ts";

/** How events reach the dispatcher. */
export type Way = "webhook" | "long-connection";

let way: Way = "webhook";

/** The way of the case that runs. */
export const currentWay = (): Way => way;

/** What differs between the ways, for the case that runs. */
export const byWay = <Value>(values: Record<Way, Value>): Value => values[way];

/** The answer to a delivery whose event is being handled already: the long connection has no 503. */
export const runningStatus = (): number => byWay({ webhook: 503, "long-connection": 500 });

/** Registers a case twice: what it sends by `receive` comes by webhook, and then over the long connection. */
export function testBothWays(name: string, run: Case["run"]): void {
  test(name, run);
  test(`${name}, over the long connection`, async () => {
    way = "long-connection";
    try {
      await run();
    } finally {
      way = "webhook";
      await closeLinks();
    }
  });
}
