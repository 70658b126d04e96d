// Cards from outside: any value may be of any kind, and none of the functions that take a card may fail at it.
import { describe, expect, test } from "vitest";
import { checkCard, fitCard } from "../../../src/card/index.ts";
import { readMessage, toMarkdown, toPlainText } from "../../../src/message/index.ts";
import { cardOf, DATA } from "./samples.ts";

const TAGS = Object.entries(DATA.components.schemas).flatMap(([tag, schema]) =>
  schema["x-card-schemas"]?.includes("2.0") ? [tag] : [],
);

/** `String` and `Number` throw for the first: what JSON has under these names is no function. */
const ODD: readonly unknown[] = [{ toString: 1, valueOf: 1 }, [{ toString: 1, valueOf: 1 }], null, 7, "a"];

type Json = Record<string, unknown>;

/** Every place in a value, the value itself not among them. */
function* placesOf(value: unknown): Generator<[owner: Json, key: string]> {
  for (const key of Object.keys(Object(value))) {
    yield [value as Json, key];
    const inner = (value as Json)[key];
    if (typeof inner === "object") {
      yield* placesOf(inner);
    }
  }
}

/** A card with an odd value in each of its places, one after the other. */
function* oddCards(sample: object): Generator<Json> {
  const card = structuredClone(sample) as Json;
  for (const [owner, key] of [...placesOf(card)]) {
    const before = owner[key];
    for (const odd of ODD) {
      owner[key] = structuredClone(odd);
      yield card;
    }
    owner[key] = before;
  }
}

/** What a function threw for some cards, and how many there were. */
function failuresOf(cards: Iterable<Json>, take: (card: Json) => unknown) {
  const failures = new Map<string, string>();
  let count = 0;
  for (const card of cards) {
    count++;
    try {
      take(card);
    } catch (error) {
      failures.set(`${(error as Error).stack?.split("\n").slice(0, 3).join(" ")}`, JSON.stringify(card).slice(0, 300));
    }
  }
  expect(count).toBeGreaterThan(50);
  return Object.fromEntries(failures);
}

const read = (card: unknown) =>
  readMessage({ message_id: "om_1", message_type: "interactive", content: JSON.stringify(card) });

describe.each(TAGS)("a card with %s", (tag) => {
  test("is checked", () => {
    expect(failuresOf(oddCards(cardOf(tag)), (card) => checkCard(card))).toEqual({});
  });

  test("is read as text and as Markdown", () => {
    const show = (card: Json) => [toPlainText(read(card)), toMarkdown(read(card))];
    expect(failuresOf(oddCards(cardOf(tag)), show)).toEqual({});
  });

  test("is fitted: its tables become text, and its charts tables", () => {
    const fit = (card: Json) => {
      // Anything else is no card of JSON 2.0, and a `TypeError` says so.
      if (card.schema === "2.0" && Object(card.body) === card.body && !Array.isArray(card.body)) {
        fitCard(card as never, { maxTables: 0 });
      }
    };
    expect(failuresOf(oddCards(cardOf(tag)), fit)).toEqual({});
  });
});
