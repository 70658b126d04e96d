import { isObject, type Json } from "../../platform/json.ts";

/** Where a component stands: in a list, or alone under a name. */
export interface Place {
  element: Json;
  list?: unknown[];
  owner?: Json;
  key: string | number;
}

function* placesIn(value: unknown): Generator<Place> {
  const entries = Array.isArray(value) ? value.entries() : isObject(value) ? Object.entries(value) : [];
  for (const [key, part] of entries) {
    if (isObject(part) && typeof part.tag === "string") {
      yield { element: part, key, ...(Array.isArray(value) ? { list: value } : { owner: value as Json }) };
    }
    yield* placesIn(part);
  }
}

/** Every component of a card's body (2.0) or of its elements (1.0), outer ones first. */
export const placesOf = (card: Json): Place[] => [
  ...placesIn(isObject(card.body) ? card.body : { elements: card.elements }),
];

export const findElement = (card: Json, id: string): Place | undefined =>
  placesOf(card).find(({ element }) => element.element_id === id);

/** Puts a component in the place of another. */
export function replaceElement({ list, owner, key }: Place, element: Json): void {
  if (list !== undefined) {
    list[Number(key)] = element;
  } else if (owner !== undefined) {
    owner[key] = element;
  }
}

export const copyOf = <T>(value: T): T => structuredClone(value);
