/** A custom bot of one group: an address that takes messages without a token. */
export interface WebhookRecord {
  token: string;
  chatId: string;
  name: string;
  /** What the bot is known by as a sender. */
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

export const createWebhookState = (): WebhookState => ({ hooks: new Map() });
