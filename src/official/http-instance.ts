import type { Fetch, FetchAnswer, FetchInit } from "../http/index.ts";

/** A request, in the shape that axios has. */
export interface HttpRequestOptions {
  /** The address. Default: none, which a request of lark-edge always has. */
  url?: string | undefined;
  /** The HTTP method. Default `GET`. */
  method?: string | undefined;
  /** The headers. Default: none. */
  headers?: Record<string, string> | undefined;
  /** The body. Default: none. */
  data?: unknown;
  [option: string]: unknown;
}

/** An answer, in the shape that axios has. */
export interface HttpResponse {
  // biome-ignore lint/suspicious/noExplicitAny: as axios has it, so that an interceptor compiles with another import line
  data: any;
  status: number;
  headers: Record<string, string>;
  config: HttpRequestOptions;
}

/** The part of an axios instance that a client needs. */
export interface HttpInstance {
  /** Sends a request. */
  // biome-ignore lint/suspicious/noExplicitAny: axios and its kin differ in their own types
  request(options: any): Promise<any>;
}

// biome-ignore lint/suspicious/noExplicitAny: the author of an interceptor chooses its result
type Fulfilled<Value> = (value: Value) => any;
// biome-ignore lint/suspicious/noExplicitAny: as axios has it
type Rejected = (error: any) => any;

/** Functions that see each request or answer. */
export interface Interceptors<Value> {
  /**
   * Adds functions.
   *
   * @returns The number for `eject`.
   */
  use(fulfilled?: Fulfilled<Value> | null, rejected?: Rejected | null): number;
  /** Removes the functions of this number. */
  eject(id: number): void;
  /** Removes all functions. */
  clear(): void;
}

interface Entry<Value> {
  fulfilled?: Fulfilled<Value> | null | undefined;
  rejected?: Rejected | null | undefined;
}

function createInterceptors<Value>(): Interceptors<Value> & { entries(): Entry<Value>[] } {
  const list = new Map<number, Entry<Value>>();
  let count = 0;
  return {
    use(fulfilled, rejected) {
      list.set(count, { fulfilled, rejected });
      return count++;
    },
    eject: (id) => void list.delete(id),
    clear: () => list.clear(),
    entries: () => [...list.values()],
  };
}

const requests = /* @__PURE__ */ createInterceptors<HttpRequestOptions>();
const responses = /* @__PURE__ */ createInterceptors<HttpResponse>();

/**
 * The interceptors of all clients of `lark-edge/official` that have no `fetch` and no `httpInstance`, by the official SDK's
 * name. A response interceptor gets an answer that is JSON, and returns it, its `data`, or another body.
 *
 * @example
 * defaultHttpInstance.interceptors.response.use((resp) => resp.data);
 * @see https://github.com/larksuite/node-sdk
 */
export const defaultHttpInstance: {
  interceptors: { request: Interceptors<HttpRequestOptions>; response: Interceptors<HttpResponse> };
} = { interceptors: { request: requests, response: responses } };

const lowerCase = (headers: Record<string, string>) =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));

/** Runs the request interceptors, the last one first, as axios does. */
async function intercept(url: string, init: FetchInit): Promise<[string, FetchInit, HttpRequestOptions]> {
  const { method, headers, body } = init;
  let config: HttpRequestOptions = { url, method, headers: { ...headers }, data: body };
  for (const { fulfilled } of requests.entries().reverse()) {
    config = (await fulfilled?.(config)) ?? config;
  }
  const sent = {
    ...init,
    method: config.method ?? method,
    headers: lowerCase(config.headers ?? headers),
    body: config.data as NonNullable<FetchInit["body"]>,
  };
  return [config.url ?? url, sent, config];
}

const light = (status: number, headers: Pick<Headers, "get">, text: string): FetchAnswer => ({
  status,
  headers,
  text: async () => text,
});

const isJson = ({ headers }: FetchAnswer) => /json/.test(headers.get("content-type") ?? "");

/** Runs the response interceptors. */
async function interceptAnswer(answer: FetchAnswer, config: HttpRequestOptions): Promise<FetchAnswer> {
  const entries = responses.entries();
  if (!entries.length || !isJson(answer)) {
    return answer;
  }
  const text = await answer.text();
  const headers = Object.fromEntries(answer.headers as Headers);
  const response: HttpResponse = { data: JSON.parse(text), status: answer.status, headers, config };
  const { data } = response;
  const isRefused = answer.status >= 300;
  let value: unknown = response;
  for (const { fulfilled, rejected } of entries) {
    if (isRefused) {
      await rejected?.(
        Object.assign(new Error(`Request failed with status code ${answer.status}`), { response, config }),
      );
    } else if (fulfilled) {
      value = await fulfilled(value as HttpResponse);
    }
  }
  const body = value === undefined || value === response ? response.data : value;
  return light(answer.status, answer.headers, body === data ? text : JSON.stringify(body));
}

/** A `fetch` that runs the interceptors of `defaultHttpInstance`. */
export function withInterceptors(fetch: Fetch): Fetch {
  const { sendsGetBody, forText } = fetch;
  const through = async (
    url: string,
    init: FetchInit,
    send: (url: string, init: FetchInit) => Promise<FetchAnswer>,
  ) => {
    if (!requests.entries().length && !responses.entries().length) {
      return send(url, init);
    }
    const [address, sent, config] = await intercept(url, init);
    return interceptAnswer(await send(address, sent), config);
  };
  return Object.assign((url: string, init: FetchInit) => through(url, init, fetch), {
    sendsGetBody,
    forText:
      forText &&
      ((url: string, init: FetchInit, maxBytes: number) =>
        through(url, init, (address, sent) => forText(address, sent, maxBytes))),
  });
}

/** An answer of an axios instance, which its interceptors may have replaced by the body. */
function partsOf(answer: unknown): { data: unknown; status: number; headers: Headers } {
  const { data, status, headers, config } = Object(answer);
  const isWhole = typeof status === "number" && config;
  const entries = Object.entries<string>(headers?.toJSON?.() ?? headers ?? {});
  return isWhole
    ? { data, status, headers: new Headers(entries.map(([name, value]) => [name, `${value}`])) }
    : { data: answer, status: 200, headers: new Headers() };
}

/** Whether an instance has parsed the answer, although bytes were requested. */
const isParsed = (data: unknown) => Object.getPrototypeOf(Object(data)) === Object.prototype;

/**
 * A `fetch` over an axios instance, or what is like one.
 *
 * @throws {TypeError} It has no method `request`.
 * @see https://github.com/larksuite/node-sdk
 */
export function fetchOf(instance: HttpInstance): Fetch {
  if (typeof instance?.request !== "function") {
    throw new TypeError("httpInstance must have the method request, as an instance of axios has");
  }
  const send = async (url: string, { method, headers, body, signal }: FetchInit, options: object) => {
    const config = { url, method, headers: { ...headers }, data: body, signal, maxRedirects: 0, ...options };
    try {
      return partsOf(await instance.request(config));
    } catch (error) {
      const { response } = Object(error);
      if (!response) {
        throw error;
      }
      return partsOf(response);
    }
  };
  const whole = async (url: string, init: FetchInit) => {
    const { data, status, headers } = await send(url, init, { responseType: "arraybuffer" });
    return new Response(isParsed(data) ? JSON.stringify(data) : (data as ArrayBuffer), { status, headers });
  };
  return Object.assign(whole, {
    sendsGetBody: true,
    async forText(url: string, init: FetchInit) {
      const { data, status, headers } = await send(url, init, {});
      return light(status, headers, typeof data === "string" ? data : JSON.stringify(data));
    },
  });
}
