/** One attempt, as hooks see it. Neither tokens nor bodies. */
export interface RequestInfo {
  /** `im.v1.message.reply`, or method and path of a raw call. */
  readonly operation: string;
  readonly method: string;
  /** 1 for the first. */
  readonly attempt: number;
}

/** How an attempt ended, as hooks see it. */
export interface AttemptOutcome extends RequestInfo {
  readonly status?: number | undefined;
  readonly logId?: string | undefined;
  /** Undefined after a success. */
  readonly error?: unknown;
}

/** Called around each attempt. */
export interface Hooks {
  /**
   * May add headers, and delay the attempt. It gets no credential: neither a token nor any header that holds one. Its error
   * is the error of the call. Default: none.
   */
  beforeRequest?: ((request: RequestInfo & { readonly headers: Headers }) => void | Promise<void>) | undefined;
  /** Gets the outcome. An error that it throws is ignored, because the call is over. Default: none. */
  afterResponse?: ((outcome: AttemptOutcome) => unknown) | undefined;
}

/** Names of headers that hold a credential, ours or the caller's. */
const CREDENTIAL = /authorization|cookie|token|secret|api-?key/;

/** Lets a hook see and change the headers of an attempt, without the credentials among them. */
export async function openHeaders(
  beforeRequest: NonNullable<Hooks["beforeRequest"]>,
  info: RequestInfo,
  headers: Record<string, string>,
): Promise<Record<string, string>> {
  const isHidden = ([name]: [string, string]) => CREDENTIAL.test(name);
  const all = Object.entries(headers);
  const open = new Headers(all.filter((header) => !isHidden(header)));
  await beforeRequest({ ...info, headers: open });
  return Object.fromEntries([...open, ...all.filter(isHidden)]);
}
