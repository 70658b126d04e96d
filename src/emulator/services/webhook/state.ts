import { listOf, mapOf, number, objectOf, optional, text } from "../../platform/shape.ts";
import { defineSlice, type Slice } from "../../platform/slice.ts";

/** A custom bot of one group: an address that takes messages without a token. */
export interface WebhookRecord {
  token: string;
  chatId: string;
  name: string;
  /** The id of the bot as a sender. */
  appId: string;
  keywords: string[];
  /** Absent: requests are not signed. */
  secret?: string;
  /** When its last messages came, epoch milliseconds; no more than the limit of a minute. */
  sentAt: number[];
}

export interface WebhookState {
  /** By the last segment of the address. */
  readonly hooks: Map<string, WebhookRecord>;
}

export const webhooksOf: Slice<WebhookState> = defineSlice("webhooks", () => ({ hooks: new Map() }), {
  hooks: mapOf(
    objectOf<WebhookRecord>({
      token: text,
      chatId: text,
      name: text,
      appId: text,
      keywords: listOf(text),
      secret: optional(text),
      sentAt: listOf(number),
    }),
  ),
});
