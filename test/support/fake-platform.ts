import type { ClientOptions } from "lark-edge/core";

/** A request as the platform received it. */
export interface Sent {
  readonly url: URL;
  readonly method: string;
  readonly headers: Headers;
  readonly signal: AbortSignal;
  readonly redirect: string | undefined;
  /** The body's bytes as text. */
  text(): Promise<string>;
}

type Answer = Response | Promise<Response>;

/** A platform made by hand, for what the emulator cannot do. */
export interface FakePlatform {
  readonly fetch: NonNullable<ClientOptions["fetch"]>;
  /** The API requests, without those for a token. */
  readonly sent: Sent[];
  /** The requests for a token. */
  readonly tokenRequests: Sent[];
}

/** Answers token requests with `t-1`, `t-2` and so on, unless `token` is given, and the others with `answer`. */
export function fakePlatform(
  answer: (request: Sent, count: number) => Answer = () => Response.json({ code: 0, msg: "ok", data: {} }),
  token: (request: Sent, count: number) => Answer = (_, count) => tokenAnswer(`t-${count}`),
): FakePlatform {
  const platform: FakePlatform = {
    sent: [],
    tokenRequests: [],
    fetch: async (input, init) => {
      const { method = "GET", headers, body, signal } = init;
      const url = new URL(input);
      const request: Sent = {
        url,
        method,
        headers: new Headers(headers),
        signal: signal as AbortSignal,
        redirect: init.redirect,
        text: () => new Response(body).text(),
      };
      const isToken = url.pathname.includes("/auth/v3/");
      const list = isToken ? platform.tokenRequests : platform.sent;
      list.push(request);
      return (isToken ? token : answer)(request, list.length);
    },
  };
  return platform;
}

/** What the platform says to a token request. */
export const tokenAnswer = (token: string, expire = 7200): Response =>
  Response.json({ code: 0, msg: "ok", tenant_access_token: token, app_access_token: token, expire });

/** A `fetch` answer that never comes, whatever the signal says. */
export const never = (): Promise<Response> => new Promise(() => {});
