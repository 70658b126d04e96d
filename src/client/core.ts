import { type AppTokenKind, assertApp, createTokens, type Token, type Tokens } from "../auth/index.ts";
import { createLog, originOf, warnOfClearText } from "../base/index.ts";
import { createTransport, endOf, within } from "../http/index.ts";
import { authorize } from "./authorize.ts";
import { helpdeskHeader } from "./helpdesk.ts";
import type { Operation, Payload } from "./operations.ts";
import type { Settings } from "./settings.ts";
import { toCard } from "./template-card.ts";

/** What the views of one client share. */
export interface Core {
  /** Of the platform. No credential goes to another one. */
  readonly origin: string;
  readonly tokens: Tokens;
  /** A token, waited for no longer than a call may last. */
  token(kind: AppTokenKind, settings: Settings): Promise<Token>;
  call(operation: Operation, payload: Payload, settings: Settings): Promise<object>;
}

/** Whether the platform may see a call twice. */
function isIdempotent({ method, idempotency = "" }: Operation, { data, params }: Payload): boolean {
  const field = (name: string): unknown => Object(data)[name] ?? Object(params)[name];
  return !!field(idempotency) || (/^(GET|PUT|DELETE)$/.test(method) && field("sequence") === undefined);
}

/** The settings that limit the time and the attempts of a call. */
const limitsOf = ({ deadlineMs, timeoutMs, signal, retry }: Settings) => ({ deadlineMs, timeoutMs, signal, retry });

/** Makes the core of a client from its settings. */
export function createCore(options: Settings): Core {
  assertApp(options);
  const { domain, fetch, hooks, maxUploadBytes, maxAnswerBytes, headers } = options;
  const origin = originOf(domain);
  const { store } = options;
  if (store && !store.get) {
    throw new TypeError("store must be a KeyValueStore");
  }
  const log = createLog(options);
  warnOfClearText(origin, log);
  const transport = createTransport({ fetch, hooks, maxUploadBytes, maxAnswerBytes });
  const request = { headers, ...limitsOf(options) };
  const tokens = createTokens({ ...options, origin, transport, request, log });

  return {
    origin,
    tokens,
    token: (kind, settings) =>
      within({ operation: kind, ...limitsOf(settings) }, endOf(settings), () => tokens.get(kind, settings)),
    async call(operation, payload, settings) {
      const { path = operation.path, params, data } = payload;
      if (operation.operation.startsWith("im.v1.message.") && typeof Object(data).content === "object") {
        throw new TypeError("data.content must be text: use JSON.stringify or lark-edge/message");
      }
      const headers = { ...settings.headers };
      if (operation.helpdesk) {
        headers["x-lark-helpdesk-authorization"] = helpdeskHeader(settings.helpdesk);
      }
      if (operation.kind === "file") {
        // The platform names the file of a download only to a request of this type, even on GET.
        headers["content-type"] = "application/json";
      }
      return transport({
        ...operation,
        path,
        params,
        data: operation.template ? toCard(data) : data,
        headers,
        isIdempotent: isIdempotent(operation, payload),
        token: authorize(operation, settings, tokens),
        ...limitsOf(settings),
      });
    },
  };
}
