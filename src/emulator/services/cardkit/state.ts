/** A card that lives apart from its message. */
export interface CardEntity {
  id: string;
  appId: string;
  card: Record<string, unknown>;
  createdAt: number;
  /** The highest `sequence` so far. */
  sequence: number;
  /** Requests by their `uuid`, oldest first. */
  readonly uuids: Map<string, string>;
  /** When streaming mode was switched on; absent while it is off. */
  streamingSince?: number;
  /** The message that shows it: an entity is sent once. */
  messageId?: string;
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

export function createCardkitState(): CardkitState {
  return { cards: new Map(), templates: new Map() };
}
