import { asText, isObject, type Json } from "../../platform/json.ts";
import { cardError } from "./entity.ts";
import { findElement, type Place, replaceElement } from "./tree.ts";

const notFound = (code: number, id: unknown) => cardError(code, `not find elementID : ${asText(id)}`);

function placeOf(card: Json, id: unknown, code: number): Place {
  const place = typeof id === "string" ? findElement(card, id) : undefined;
  if (place === undefined) {
    throw notFound(code, id);
  }
  return place;
}

/** Merges `config` by its fields, and replaces `card_link`. */
export function editSettings(card: Json, settings: Json): void {
  const known = Object.keys(settings).every((name) => name === "config" || name === "card_link");
  if (!known) {
    throw cardError(300122, "settings take config and card_link");
  }
  if (settings.config !== undefined && !isObject(settings.config)) {
    throw cardError(300122, "config is not an object");
  }
  if (isObject(settings.config)) {
    card.config = { ...(isObject(card.config) ? card.config : {}), ...settings.config };
  }
  if (settings.card_link !== undefined) {
    card.card_link = settings.card_link;
  }
}

/** Adds components: at the end of the body or of a container, or beside another component. */
export function addElements(card: Json, type: unknown, target: unknown, elements: readonly Json[]): void {
  if (elements.some(({ tag }) => typeof tag !== "string")) {
    throw cardError(300315, "an element has no tag");
  }
  const hasTarget = target !== undefined && target !== "";
  if (!hasTarget) {
    if (type !== "append") {
      throw cardError(300315, "target_element_id is required");
    }
    const body = card.body as { elements: Json[] };
    body.elements.push(...elements);
    return;
  }
  const { element, list, key } = placeOf(card, target, 300315);
  const inside = element.elements;
  if (type === "append") {
    if (!Array.isArray(inside)) {
      throw cardError(300315, `element ${asText(target)} is no container`);
    }
    inside.push(...elements);
  } else {
    if (list === undefined) {
      throw cardError(300315, `nothing can stand beside element ${asText(target)}`);
    }
    list.splice(Number(key) + (type === "insert_after" ? 1 : 0), 0, ...elements);
  }
}

export function deleteElement(card: Json, id: unknown): void {
  const { list, owner, key } = placeOf(card, id, 300314);
  if (list !== undefined) {
    list.splice(Number(key), 1);
  } else if (owner !== undefined) {
    delete owner[key];
  }
}

export function updateElement(card: Json, id: unknown, element: Json): void {
  const place = placeOf(card, id, 300121);
  if (typeof element.tag !== "string") {
    throw cardError(300121, "the element has no tag");
  }
  replaceElement(place, element);
}

export function patchElement(card: Json, id: unknown, partial: Json): void {
  const place = placeOf(card, id, 300313);
  if (partial.tag !== undefined && partial.tag !== place.element.tag) {
    throw cardError(300312, "the tag can not change");
  }
  replaceElement(place, { ...place.element, ...partial });
}

/** Sets the whole text so far of a `markdown` or `plain_text`. */
export function streamText(card: Json, id: unknown, content: unknown): void {
  const { element } = placeOf(card, id, 300313);
  if (element.tag !== "markdown" && element.tag !== "plain_text") {
    throw cardError(300310, "only markdown and plain_text elements can stream");
  }
  element.content = content;
}

const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

/** The actions of `batch_update`. */
export const ACTIONS: Readonly<Record<string, (card: Json, params: Json) => void>> = {
  partial_update_setting: (card, { settings }) => {
    if (!isObject(settings)) {
      throw cardError(300122, "settings is not an object");
    }
    editSettings(card, settings);
  },
  add_elements: (card, { type, target_element_id, elements }) => {
    if (!["insert_before", "insert_after", "append"].includes(asText(type))) {
      throw cardError(10002, "unknown type");
    }
    addElements(card, type, target_element_id, list(elements).filter(isObject));
  },
  delete_elements: (card, { element_ids }) => {
    for (const id of list(element_ids)) {
      deleteElement(card, id);
    }
  },
  partial_update_element: (card, { element_id, partial_element }) => {
    if (!isObject(partial_element)) {
      throw cardError(10002, "partial_element is not an object");
    }
    patchElement(card, element_id, partial_element);
  },
  update_element: (card, { element_id, element }) => {
    if (!isObject(element)) {
      throw cardError(10002, "element is not an object");
    }
    updateElement(card, element_id, element);
  },
};
