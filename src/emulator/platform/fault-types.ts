/**
 * What goes wrong with an API request. `cut`, `slow` and `lost` run the operation; all others fail before it. `network` rejects
 * like a broken connection, and so does `lost` after the operation; `hang` answers only to an abort signal.
 */
export type RequestFaultKind =
  | "rate-limit"
  | "server-error"
  | "html"
  | "cut"
  | "slow"
  | "network"
  | "lost"
  | "invalid-token"
  | "expired-token"
  | "quota"
  | "card-limit"
  | "refusal"
  | "not-json"
  | "redirect"
  | "hang";

/**
 * What goes wrong with an event: `drop-ack` loses the bot's answer on its way back, `duplicate` sends the event twice, and
 * `reorder` holds it back until the next one has gone out.
 */
export type DeliveryFaultKind = "drop-ack" | "duplicate" | "reorder";

/** What goes wrong. */
export type FaultKind = RequestFaultKind | DeliveryFaultKind;

/** A failure to inject into the next matching API requests or deliveries. */
export interface Fault {
  kind: FaultKind;
  /** The platform's name of the operation, for example `im.v1.message.create`, or a beginning of names: `im.*`. */
  operation?: string | undefined;
  /** Substring of, or expression on, the URL's path. Default: every path. */
  path?: string | RegExp | undefined;
  /** Default: every method. */
  method?: string | undefined;
  /** Name of the event, for faults of deliveries. Default: every event and callback. */
  event?: string | undefined;
  /** How many requests it hits. Default 1; `Infinity` until removed. */
  times?: number | undefined;
  /** Which of the matching requests is the first that it hits, counted from 1. Default 1. */
  atRequest?: number | undefined;
  /** It waits this long after it was added, in milliseconds of the emulator's clock. Default 0. */
  afterMs?: number | undefined;
  /** `refusal`: the platform's code, for example 200750. Default 1. */
  code?: number | undefined;
  /** HTTP status. Default 429 for `rate-limit` and `quota`, 500 for `server-error`, 200 for `html` and `not-json`, 302 for `redirect`. */
  status?: number | undefined;
  /** `rate-limit`: value of `x-ogw-ratelimit-reset`, seconds. Default 1; `null` leaves the rate headers out. */
  resetSeconds?: number | null | undefined;
  /** `slow`: real milliseconds to wait before the answer. Default 1,000. */
  delayMs?: number | undefined;
  /** `redirect`: the `Location`. Default `https://attacker.example/`. The answer is never followed. */
  location?: string | undefined;
  /** `invalid-token`, `expired-token`, `quota`, `card-limit`, `refusal`: answer HTTP 200, as older services do. */
  http200?: boolean | undefined;
}

/** A fault that waits for its requests. */
export interface FaultEntry {
  readonly id: string;
  readonly fault: Readonly<Fault>;
  /** How many more requests it hits. */
  readonly left: number;
}
