import { DEFAULT_DOMAIN, isLarkError, LarkApiError, parseObject, tellOf } from "../base/index.ts";
import { readStream, toText } from "../crypto/index.ts";
import type { Fetch, FetchAnswer } from "../http/index.ts";
import { type ClientConfig, DEFAULT_CONFIG, readConfig } from "./client-config.ts";
import type { ConnectOptions } from "./options.ts";
import { noConnection, within } from "./stop.ts";

/** How long the platform may take to name its gateway. The official SDKs' value. */
export const DISCOVERY_TIMEOUT_MS = 15_000;

/** The longest answer that is read, in bytes. It has about 500. */
const MAX_ANSWER_BYTES = 65_536;

const OPERATION = "callback/ws/endpoint";
/** Where the platform's gateways are. */
const PLATFORM_HOSTS = ["feishu.cn", "larksuite.com", "larkoffice.com"];

/** The platform's code for an app with 50 connections. */
const TOO_MANY = 1000040350;
/** The platform is busy, and may not be later. */
const BUSY = [1, 1000040343];
/** What to do about a refusal. */
const HINTS: Record<number, string> = {
  403: "; use a self-built app, and choose the long connection in the developer console",
  514: "; check appId, appSecret, domain",
  1000040344: "; pass appSecret or assertion",
  [TOO_MANY]: "; close one of its 50 connections",
};

/** Where to connect to, once. */
export interface Endpoint {
  /** Holds a credential, and works once. */
  readonly url: string;
  /** For pings. */
  readonly service: number;
  readonly config: ClientConfig;
}

/** Whether the gateway is the platform's. Its host receives the app's events. */
const isKnown = ({ protocol, hostname }: URL, platform: URL, gatewayHosts: readonly string[]) =>
  // Without TLS only where the platform itself has none: an emulator.
  (protocol === "wss:" || protocol + platform.protocol === "ws:http:") &&
  [platform.hostname, ...PLATFORM_HOSTS, ...gatewayHosts].some((known) => `.${hostname}`.endsWith(`.${known}`));

/** Reads the platform's answer. */
function readEndpoint(
  { status, headers }: FetchAnswer,
  text: string,
  platform: URL,
  gatewayHosts: readonly string[],
  passing: readonly number[],
): Endpoint {
  const { code: platformCode, msg: sent, data } = Object(parseObject(text));
  const msg = typeof sent === "string" ? sent : "";
  if (typeof platformCode !== "number") {
    throw noConnection(`${OPERATION}: HTTP ${status} without a code: check domain`);
  }
  const logId = headers.get("x-tt-logid") ?? undefined;
  const refusal = (message: string) =>
    new LarkApiError(`${OPERATION}: ${message}`, {
      code: "LARK_API",
      operation: OPERATION,
      status,
      platformCode,
      platformMessage: msg,
      logId,
      category: status > 499 || passing.includes(platformCode) ? "transient" : "refused",
    });
  if (platformCode) {
    throw refusal(
      `refused with code ${platformCode}: ${msg || "no message"} (log_id ${logId ?? "none"})${HINTS[platformCode] ?? ""}`,
    );
  }
  const { URL: address, ClientConfig: config } = Object(data);
  // A text that is no address becomes a path of the platform, whose protocol is not that of a WebSocket.
  const url = new URL(typeof address === "string" ? address : "", platform);
  if (!isKnown(url, platform, gatewayHosts)) {
    throw refusal(`the gateway ${url.hostname} is foreign or without TLS: if it is right, pass gatewayHosts`);
  }
  return {
    url: url.href,
    service: Number(url.searchParams.get("service_id")) | 0,
    config: readConfig(config, DEFAULT_CONFIG),
  };
}

/**
 * Requests the address of the gateway from the platform. Each address works once.
 *
 * @param isReconnecting - The app was connected before, and may wait for a place among its 50 connections.
 * @throws {LarkApiError} The platform refused; of `category` `transient` if a later attempt may succeed.
 * @throws {LarkTransportError} There was no usable answer. The error names no secret.
 */
export async function discover(
  options: ConnectOptions,
  signal: AbortSignal,
  isReconnecting: boolean,
): Promise<Endpoint> {
  const {
    appId: AppID,
    appSecret,
    assertion,
    domain = DEFAULT_DOMAIN,
    gatewayHosts = [],
    fetch: send = fetch as Fetch,
  } = options;
  const platform = new URL(domain);
  const controller = new AbortController();
  const exchange = async (): Promise<[FetchAnswer, string]> => {
    const ClientAssertion = await assertion?.(platform.host);
    const answer = await send(`${platform.origin}/${OPERATION}`, {
      method: "POST",
      headers: { "content-type": "application/json", locale: "zh" },
      body: JSON.stringify({ AppID, AppSecret: appSecret ?? "", ClientAssertion }),
      signal: controller.signal,
      redirect: "manual",
    });
    const { body } = answer as Partial<Response>;
    // A light answer has no stream. An answer that is too long is read as an empty one.
    const text = body?.getReader ? toText(await readStream(body, MAX_ANSWER_BYTES)) : await answer.text();
    return [answer, text];
  };
  try {
    const got = await within(DISCOVERY_TIMEOUT_MS, signal, exchange());
    if (!got) {
      throw noConnection(`${OPERATION}: timeout`);
    }
    return readEndpoint(...got, platform, gatewayHosts, isReconnecting ? [...BUSY, TOO_MANY] : BUSY);
  } catch (error) {
    // Of a foreign error its code or name alone: the message can hold a secret.
    throw isLarkError(error) ? error : noConnection(`${OPERATION}: ${tellOf(error)}`);
  } finally {
    controller.abort();
  }
}
