import { createTokens, type Token, type Tokens } from "../auth/index.ts";
import { assertPositive, assertText, createLog, type LarkApiError, type TokenKind, VERSION } from "../base/index.ts";
import { addQuery, encodeBody, fillPath, guarded, type HttpCall, send, within } from "../http/index.ts";
import { authorize } from "./authorize.ts";
import { helpdeskHeader } from "./helpdesk.ts";
import type { Operation, Payload, Settings } from "./operations.ts";
import { toCard } from "./template-card.ts";

/** Feishu, in China. */
export const DEFAULT_DOMAIN = "https://open.feishu.cn";
/** Per attempt, up to the response headers. */
export const DEFAULT_TIMEOUT_MS = 10_000;

/** What the views of one client share. */
export interface Core {
  readonly tokens: Tokens;
  /** A token, waited for no longer than a call may last. */
  token(kind: TokenKind, settings: Settings): Promise<Token>;
  /** Runs an operation: its token, its request, and a second one if the token turns out to be invalid. */
  call(operation: Operation, payload: Payload, settings: Settings): Promise<object>;
}

/** Makes the core of a client from its options. */
export function createCore(options: Settings): Core {
  assertText(options, "appId");
  assertText(options, "appSecret");
  const { domain = DEFAULT_DOMAIN } = options;
  if (!/^https?:\/\/[\w.:[\]-]+\/?$/.test(domain)) {
    throw new TypeError(`domain must be like ${DEFAULT_DOMAIN}`);
  }
  const tokens = createTokens({
    ...options,
    host: new URL(domain).host,
    log: createLog(options),
    post: (path, data) =>
      call(
        {
          name: `auth.v3.${path}`,
          method: "POST",
          template: `/open-apis/auth/v3/${path}`,
          tokens: [],
          flags: { s: "" },
        },
        { data },
        options,
      ),
  });

  async function call(operation: Operation, payload: Payload, settings: Settings): Promise<object> {
    const { name, method, template, flags } = operation;
    const { path, params } = payload;
    const { fetch, timeoutMs = DEFAULT_TIMEOUT_MS } = settings;
    const has = (flag: string) => flag in flags;
    const home = new URL(domain.replace("//open.", `//${flags.o ?? "open"}.`));
    const url = new URL(path || !has("r") ? fillPath(template, path) : template, home);
    addQuery(url, params);
    const data = has("c") ? toCard(payload.data) : payload.data;
    if (data !== undefined && method === "GET" && !fetch?.sendsGetBody) {
      throw new TypeError(`${name}: GET with a body: pass nodeFetch of lark-edge/node as fetch`);
    }
    // A token never goes to another origin.
    const isOurs = url.origin === home.origin;
    const getToken = isOurs ? authorize(operation, settings, tokens) : async () => undefined;
    const field = (key: string): unknown => Object(data)[key] ?? Object(params)[key];
    const headers = new Headers({ "user-agent": settings.userAgent ?? `lark-edge/${VERSION}`, ...settings.headers });
    if (isOurs && (has("h") || (has("r") && settings.helpdesk))) {
      headers.set("x-lark-helpdesk-authorization", helpdeskHeader(settings.helpdesk));
    }
    if (has("b")) {
      // The platform names the file of a download only to a request of this type, even on GET.
      headers.set("content-type", "application/json");
    }
    assertPositive("timeoutMs", timeoutMs);
    return guarded(name, settings, async (guard) => {
      const http: HttpCall = {
        ...settings,
        ...operation,
        binary: has("b"),
        url,
        headers,
        body: await within(encodeBody(data, flags, headers, settings.maxUploadBytes), guard),
        guard,
        timeoutMs,
        idempotent:
          has("s") || !!field(flags.i ?? "") || (/^(GET|PUT|DELETE)$/.test(method) && field("sequence") === undefined),
      };
      const token = await within(getToken(), guard);
      const answer = await send(http, token).catch(async (error: LarkApiError) => {
        const renewed = error.category === "token_invalid" ? await within(getToken(token), guard) : token;
        // The platform may give the same token again: then it is not the token that is wrong.
        if (renewed === token) {
          throw error;
        }
        return send(http, renewed);
      });
      if (!has("b") && !has("n")) {
        // What is typed as present is present.
        (answer as { data?: object }).data ??= {};
      }
      return answer;
    });
  }

  return {
    tokens,
    token: (kind, settings) => guarded(kind, settings, (guard) => within(tokens.get(kind, settings), guard)),
    call,
  };
}
