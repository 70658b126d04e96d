import { beforeAll, describe, expect, test } from "vitest";
import { compare, type Difference, describeDifference } from "./compare.ts";
import { KNOWN_DIFFERENCES } from "./known-differences.ts";
import { ITERATOR_SUFFIX, methodOf, versionedMethods } from "./methods.ts";
import { OfficialClient } from "./official-client.ts";
import { readOperations } from "./operations.ts";
import { OurClient } from "./our-client.ts";
import { payloadFor } from "./payload.ts";

/** It takes three seconds, on an idle machine. */
const COMPARISON_MS = 60_000;

const official = new OfficialClient();
const ours = new OurClient();
const operations = readOperations();

const names = versionedMethods(official.client);
const iterators = names.filter((name) => name.endsWith(ITERATOR_SUFFIX));
const methods = names.filter((name) => !name.endsWith(ITERATOR_SUFFIX));
const isMissing = (name: string) => !methodOf(ours.client, name);

describe("the official SDK's methods", () => {
  test("are found and described", () => {
    expect(methods.length).toBeGreaterThan(1_600);
    expect(iterators.length).toBeGreaterThan(200);
    expect(methods.filter((name) => !operations.has(name))).toEqual([]);
  });

  test("are ours too, under the same names", () => {
    expect(methods.filter(isMissing)).toEqual([]);
  });

  test("have our iterators beside them where they have theirs", () => {
    expect(iterators.filter(isMissing)).toEqual([]);
  });
});

describe("for the same payload", () => {
  const differences: Difference[] = [];
  let compared = 0;

  beforeAll(async () => {
    for (const name of methods) {
      const operation = operations.get(name);
      if (!operation || isMissing(name)) {
        continue; // The tests above name it.
      }
      const payload = payloadFor(operation);
      differences.push(
        ...(await compare(name, payload, {
          official: () => official.send(name, payload, operation),
          ours: () => ours.send(name, payload, operation),
        })),
      );
      compared++;
    }
  }, COMPARISON_MS);

  test("both clients are compared", () => {
    expect(compared).toBeGreaterThan(1_600);
  });

  test("both clients send the same request", () => {
    const unknown = differences.filter((difference) => !KNOWN_DIFFERENCES.some((known) => known.covers(difference)));
    expect(unknown, unknown.map(describeDifference).join("\n")).toHaveLength(0);
  });

  test.each(KNOWN_DIFFERENCES)("it still holds: $reason", (known) => {
    expect(differences.some((difference) => known.covers(difference))).toBe(true);
  });
});
