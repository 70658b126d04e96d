import type { DeliveryFaultKind } from "./fault-types.ts";

/** One attempt to send an event or callback to a bot, and what came back. */
export interface Delivery {
  /** The same for every attempt. */
  eventId: string;
  eventType: string;
  appId: string;
  url: string;
  /** 1 for the first attempt, 2 to 5 for redeliveries. */
  attempt: number;
  /** When it was sent, by the emulator's clock. */
  at: number;
  /** What was sent, before it was encrypted. */
  payload: Readonly<Record<string, unknown>>;
  /** Whether it carried a signature. */
  signed: boolean;
  /** HTTP status of the bot's answer; 0 when none came in time. */
  status: number;
  /** The bot's answer as text. */
  body: string;
  /** The answer parsed as JSON; `undefined` when it is not JSON. */
  answer: unknown;
  /** Real milliseconds from sending to the end of the answer. */
  durationMs: number;
  /** Why no answer came. */
  error?: string;
  /** The same in a word; absent when a function target threw. */
  reason?: "timeout" | "dns" | "connect";
  /** Fault that was applied. */
  fault?: DeliveryFaultKind;
  /** What the answer to a card callback showed the person. */
  toast?: CardToast;
  /** What the person saw instead, when the answer to a card callback was of no use: the platform's code and words. */
  problem?: { code: number; message: string };
}

/** An event that a bot did not acknowledge, and that will be sent again. */
export interface Redelivery {
  eventId: string;
  eventType: string;
  appId: string;
  /** 2 to 5. */
  attempt: number;
  /** By the emulator's clock. */
  dueAt: number;
}

/** A short notice over the chat, from the answer to a card callback. */
export interface CardToast {
  type: "info" | "success" | "warning" | "error";
  content: string;
}

/** Options of `Emulator.request`: the parts of the request that a test sets. */
export interface EventRequestOptions {
  /** `X-Lark-Request-Timestamp`, seconds (a string is sent as it is). Default: the clock. */
  timestamp?: number | string | undefined;
  /** `X-Lark-Request-Nonce`. Default: from the seed. */
  nonce?: string | undefined;
  /** 16 bytes. Default: from the seed. */
  iv?: Uint8Array<ArrayBuffer> | undefined;
  /** Default: whether the app has an encrypt key; `false` for `url_verification`. */
  signed?: boolean | undefined;
  /** Default: whether the app has an encrypt key. */
  encrypted?: boolean | undefined;
  /** The time of the event, in milliseconds since the Unix epoch. Default: the clock. */
  now?: number | undefined;
}
