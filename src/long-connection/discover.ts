import {
  DEFAULT_DOMAIN,
  isToken,
  LarkApiError,
  type LarkErrorCode,
  LarkTransportError,
  parseObject,
  patient,
  tellOf,
} from "../base/index.ts";
import type { Fetch, FetchAnswer } from "../http/index.ts";
import { type ClientConfig, DEFAULT_CONFIG, readConfig } from "./client-config.ts";
import type { ConnectOptions } from "./options.ts";
import { unlessStopped } from "./stop.ts";

/** How long the platform may take to name its gateway. The official SDKs' value. */
export const DISCOVERY_TIMEOUT_MS = 15_000;

const OPERATION = "callback/ws/endpoint";
/** Where the platform's gateways are. */
const PLATFORM_HOSTS = ["feishu.cn", "larksuite.com", "larkoffice.com"];

/** The platform's code for an app with 50 connections. */
const TOO_MANY = 1000040350;
/** The platform is busy, and may not be later. Any other code is final. */
const BUSY = [1, 1000040343];
/** What to do about a refusal. */
const HINTS: Record<number, string> = {
  403: "the app must be self-built, with the long connection chosen in the developer console",
  514: "check appId, appSecret, domain",
  1000040344: "pass appSecret or assertion",
  [TOO_MANY]: "close one of the app's 50 connections",
};

/** Where to connect to, once. */
export interface Endpoint {
  /** Holds a credential, and works once. */
  readonly url: string;
  /** For pings. */
  readonly service: number;
  readonly config: ClientConfig;
}

/** The platform refused. */
const refusal = (message: string, more?: object) =>
  new LarkApiError(`${OPERATION}: ${message}`, {
    code: "LARK_API",
    operation: OPERATION,
    status: 200,
    category: "refused",
    ...more,
  });

/** Checks the gateway's address, because its host receives the app's events. */
function checkUrl(text: unknown, { protocol, hostname }: URL, gatewayHosts: readonly string[]): URL {
  let url: URL | undefined;
  try {
    url = new URL(text as string);
  } catch {}
  // Without TLS only where the platform itself has none: an emulator.
  if (url?.protocol !== "wss:" && !(url?.protocol === "ws:" && protocol === "http:")) {
    throw refusal("the gateway's address is not wss:");
  }
  const host = `.${url.hostname}`;
  if (![hostname, ...PLATFORM_HOSTS, ...gatewayHosts].some((known) => host.endsWith(`.${known}`))) {
    throw refusal(`the gateway ${url.hostname} is foreign: if it is right, pass it in gatewayHosts`);
  }
  return url;
}

const noAnswer = (code: LarkErrorCode, reason: string, more?: object) =>
  new LarkTransportError(`${OPERATION}: no answer (${reason})`, { code, ...more });

/** Reads the platform's answer. */
function readEndpoint(
  { status, headers }: FetchAnswer,
  text: string,
  { gatewayHosts = [] }: ConnectOptions,
  domain: URL,
): Endpoint {
  const body = parseObject(text);
  const code = body?.code;
  const logId = headers.get("x-tt-logid") ?? undefined;
  if (typeof code !== "number") {
    throw noAnswer("LARK_BAD_ANSWER", `HTTP ${status} without a code: check domain`, { status, logId });
  }
  if (code) {
    const platformMessage = `${body?.msg ?? ""}`.slice(0, 500);
    throw refusal(`refused with code ${code}: ${platformMessage}; ${HINTS[code] ?? "see the code"} (log_id ${logId})`, {
      status,
      platformCode: code,
      platformMessage,
      logId,
      category: BUSY.includes(code) || status > 499 ? "transient" : "refused",
    });
  }
  const { URL: address, ClientConfig: config } = Object(body?.data);
  const url = checkUrl(address, domain, gatewayHosts);
  return {
    url: url.href,
    service: Number(url.searchParams.get("service_id")) | 0,
    config: readConfig(config, DEFAULT_CONFIG),
  };
}

/**
 * Requests the address of the gateway from the platform. Each address works once.
 *
 * @throws {LarkApiError} The platform refused; of `category` `transient` if a later attempt may succeed.
 * @throws {LarkTransportError} There was no usable answer.
 */
export async function discover(options: ConnectOptions, signal: AbortSignal): Promise<Endpoint> {
  const { appId, appSecret = "", assertion, domain = DEFAULT_DOMAIN, fetch: given } = options;
  const send = given ?? (fetch as Fetch);
  const { origin } = new URL(domain);
  const controller = new AbortController();
  const exchange = async (): Promise<[FetchAnswer, string]> => {
    const ClientAssertion = await assertion?.();
    if (assertion && !isToken(ClientAssertion)) {
      throw new TypeError("assertion must return one word of ASCII");
    }
    const answer = await send(`${origin}/${OPERATION}`, {
      method: "POST",
      headers: { "content-type": "application/json", locale: "zh" },
      body: JSON.stringify({ AppID: appId, AppSecret: appSecret, ClientAssertion }),
      signal: controller.signal,
      redirect: "manual",
    });
    return [answer, await answer.text()];
  };
  const got = await patient(unlessStopped(exchange(), signal), DISCOVERY_TIMEOUT_MS)
    // Its code or name alone: the message can hold a secret.
    .catch((error) => {
      throw noAnswer("LARK_NETWORK", tellOf(error));
    })
    .finally(() => controller.abort());
  if (!got) {
    throw noAnswer("LARK_TIMEOUT", "timeout");
  }
  return readEndpoint(...got, options, new URL(domain));
}

/** Whether the app has too many connections. One that was connected before may wait for a place. */
export const isTooMany = (error: unknown): boolean => Object(error).platformCode === TOO_MANY;
