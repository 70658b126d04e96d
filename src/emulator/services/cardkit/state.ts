import { all, jsonObject, listOf, mapOf, number, objectOf, optional, text, withFields } from "../../platform/shape.ts";
import { defineSlice, type Slice } from "../../platform/slice.ts";

/** A card that lives apart from its message. */
export interface CardEntity {
  id: string;
  appId: string;
  card: Record<string, unknown>;
  createdAt: number;
  /** The highest `sequence` so far. */
  sequence: number;
  /** When streaming mode was switched on; absent while it is off. */
  streamingSince?: number;
  /** The message that shows it: an entity is sent once. */
  messageId?: string;
}

/** A field in state files of 0.3.0, which is not used. */
interface EarlierFields {
  readonly uuids?: Map<string, string>;
}

/** A card of the platform's visual editor: a card with `${name}` where variables go. */
export interface CardTemplate {
  templateId: string;
  card: Record<string, unknown>;
}

export interface CardkitState {
  readonly cards: Map<string, CardEntity>;
  readonly templates: Map<string, CardTemplate>;
}

export const cardkitOf: Slice<CardkitState> = defineSlice(
  "cardkit",
  () => ({ cards: new Map(), templates: new Map() }),
  {
    cards: mapOf(
      objectOf<CardEntity & EarlierFields>({
        id: text,
        appId: text,
        card: all(jsonObject, withFields({ body: withFields({ elements: listOf(jsonObject) }) })),
        createdAt: number,
        sequence: number,
        uuids: optional(mapOf(text)),
        streamingSince: optional(number),
        messageId: optional(text),
      }),
    ),
    templates: mapOf(objectOf<CardTemplate>({ templateId: text, card: jsonObject })),
  },
);
