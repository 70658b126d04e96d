import { assertPositive, assertText } from "../assert.ts";
import { createTokens, type Token, type Tokens } from "../auth/index.ts";
import type { LarkApiError, TokenKind } from "../errors.ts";
import {
  addQuery,
  type BodyFormat,
  encodeBody,
  type Fetch,
  fillPath,
  type Guard,
  type HttpCall,
  send,
  startGuard,
  within,
} from "../http/index.ts";
import { createLog } from "../logger.ts";
import { VERSION } from "../version.ts";
import { authorize, type Credential } from "./authorize.ts";
import { helpdeskHeader } from "./helpdesk.ts";
import { flagOf, type Operation, type Payload } from "./operations.ts";
import { toCard } from "./template-card.ts";
import type { CallOptions, ClientOptions } from "./types.ts";

/** Feishu, in China. */
export const DEFAULT_DOMAIN = "https://open.feishu.cn";
/** Per attempt, up to the response headers. */
export const DEFAULT_TIMEOUT_MS = 10_000;
/** For a whole call. */
export const DEFAULT_DEADLINE_MS = 30_000;
/** How often a call is sent again. */
export const DEFAULT_MAX_RETRIES = 2;

/** What the views of one client share. */
export interface Core {
  readonly tokens: Tokens;
  /** A token, waited for no longer than a call may last. */
  token(kind: TokenKind, options: CallOptions): Promise<Token>;
  /** Runs an operation: its token, its request, and a second one if the token turns out to be invalid. */
  call(operation: Operation, payload: Payload, options?: CallOptions): Promise<object>;
}

/** Makes the core of a client from its options. */
export function createCore(options: ClientOptions): Core {
  assertText(options, "appId");
  assertText(options, "appSecret");
  const { domain = DEFAULT_DOMAIN, hooks = {} } = options;
  const fetch: Fetch = options.fetch ?? ((input, init) => globalThis.fetch(input, init));
  if (!/^https?:\/\/[\w.:[\]-]+\/?$/.test(domain)) {
    throw new TypeError(`domain must be like ${DEFAULT_DOMAIN}`);
  }
  const base = new URL(domain);
  const log = createLog(options);
  const wire = { fetch, hooks };
  const tokens = createTokens({
    ...options,
    host: base.host,
    log,
    post: (path, data) =>
      call(
        { name: `auth.v3.${path}`, method: "POST", template: `/open-apis/auth/v3/${path}`, tokens: [], flags: ["s"] },
        { data },
        { headers: options.headers },
      ),
  });

  /** Does work within the time of a call. */
  async function guarded<T>(name: string, own: CallOptions, work: (guard: Guard) => Promise<T>): Promise<T> {
    const deadlineMs = own.deadlineMs ?? options.deadlineMs ?? DEFAULT_DEADLINE_MS;
    const guard = startGuard(name, assertPositive("deadlineMs", deadlineMs), "deadlineMs", own.signal);
    try {
      guard.signal.throwIfAborted();
      return await work(guard);
    } finally {
      guard.end();
    }
  }

  async function call(operation: Operation, payload: Payload, own: CallOptions = {}): Promise<object> {
    const { path, params } = payload;
    const settings = { ...options, ...own };
    const { name, method, template, flags } = operation;
    const has = (flag: string) => flags.includes(flag);
    const binary = has("b");
    const timeoutMs = own.timeoutMs ?? options.timeoutMs ?? DEFAULT_TIMEOUT_MS;
    const host = flagOf(operation, "o");
    const home = host ? new URL(base.href.replace("//open.", `//${host}.`)) : base;
    const url = new URL(path || !has("r") ? fillPath(template, path) : template, home);
    const isOurs = url.origin === home.origin;
    addQuery(url, params);
    const data = has("c") ? toCard(payload.data) : payload.data;
    if (data !== undefined && method === "GET" && !fetch.sendsGetBody) {
      throw new TypeError(`${name}: fetch sends no body with GET; pass nodeFetch of lark-edge/node as fetch`);
    }
    const field = (key: string): unknown => Object(data)[key] ?? Object(params)[key];
    const headers = new Headers({ "user-agent": options.userAgent ?? `lark-edge/${VERSION}`, ...own.headers });
    if (isOurs && (has("h") || (has("r") && settings.helpdesk))) {
      headers.set("x-lark-helpdesk-authorization", helpdeskHeader(name, settings.helpdesk));
    }
    if (binary) {
      // The platform names the file of a download only to a request of this type, even on GET.
      headers.set("content-type", "application/json");
    }
    assertPositive("timeoutMs", timeoutMs);
    return guarded(name, own, async (guard) => {
      const format = flags.find((flag): flag is BodyFormat => /^[mf]$/.test(flag));
      const body = await within(encodeBody(data, format, headers, options.maxUploadBytes), guard);
      const http: HttpCall = {
        name,
        method,
        binary,
        url,
        headers,
        body,
        guard,
        timeoutMs,
        signal: own.signal,
        maxRetries: (own.retry ?? options.retry)?.maxRetries ?? DEFAULT_MAX_RETRIES,
        idempotent:
          has("s") ||
          !!field(flagOf(operation, "i") ?? "") ||
          (/^(GET|PUT|DELETE)$/.test(method) && field("sequence") === undefined),
      };
      // A token never goes to another origin.
      const credential = (bad?: string): Promise<Credential> | Credential =>
        isOurs ? authorize(operation, settings, tokens, guard, bad) : {};
      const { token, isOurs: isOwn } = await credential();
      const answer = await send(wire, http, token).catch(async (error: LarkApiError) => {
        // The platform may give the same token again: then it is not the token that is wrong.
        const renewed = isOwn && error.category === "token_invalid" ? (await credential(token)).token : token;
        if (renewed === token) {
          throw error;
        }
        return send(wire, http, renewed);
      });
      if (!binary && !has("n")) {
        // What is typed as present is present.
        (answer as { data?: object }).data ??= {};
      }
      return answer;
    });
  }

  const token: Core["token"] = (kind, own) => guarded(kind, own, (guard) => within(tokens.get(kind, own), guard));

  return { tokens, token, call };
}
