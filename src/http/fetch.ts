/** The body of a call. Each kind can be sent twice. */
export type FetchBody = string | Blob | FormData | URLSearchParams | ArrayBuffer | Uint8Array<ArrayBuffer>;

/** What a `fetch` gets beside the address. */
export interface FetchInit {
  method: string;
  /** Names in lower case. */
  headers: Record<string, string>;
  body?: FetchBody;
  signal: AbortSignal;
  redirect: "manual";
}

/** What a call reads of an answer. A `Response` has all of it; a light `fetch` may answer no more than this. */
export interface FetchAnswer {
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  /** Reads the body. */
  text(): Promise<string>;
}

/**
 * Makes a `fetch`-like request: `globalThis.fetch`, an emulator's, a proxy's.
 *
 * A download needs a whole `Response` from it.
 */
export interface Fetch {
  (input: string, init: FetchInit): Promise<FetchAnswer>;
  /** Whether it can send a body with GET, which a few operations want and `globalThis.fetch` refuses. */
  readonly sendsGetBody?: boolean | undefined;
  /**
   * Sends a request whose answer is read as text. It can be faster than one that returns a `Response`.
   *
   * @param maxBytes - The limit of the answer. The text of a longer answer has more characters than this.
   */
  readonly forText?: ((input: string, init: FetchInit, maxBytes: number) => Promise<FetchAnswer>) | undefined;
}
