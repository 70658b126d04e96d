// A browser without a screen: cookies by the rules of `__Host-`, redirects, and nothing else.

/** Answers the requests of a site. */
export type Site = (request: Request) => Promise<Response>;

/** The `Set-Cookie` lines of an answer, also where a host has no `getSetCookie`. */
export function cookiesOf({ headers }: Response): string[] {
  return headers.getSetCookie?.() ?? (headers.get("set-cookie") ?? "").split(/, (?=[\w-]+=)/).filter(Boolean);
}

/** A browser with its own cookies. */
export class WebBrowser {
  readonly cookies: Map<string, string> = new Map<string, string>();
  readonly #sites: Readonly<Record<string, Site>>;

  /** @param sites - By origin. */
  constructor(sites: Readonly<Record<string, Site>>) {
    this.#sites = sites;
  }

  /** Sends one request, without following a redirect. Cookies belong to the first site only. */
  async send(url: string, init: RequestInit & { headers?: Record<string, string> } = {}): Promise<Response> {
    const { origin } = new URL(url);
    const site = this.#sites[origin];
    if (!site) {
      throw new Error(`no site ${origin}`);
    }
    const isOwn = origin === Object.keys(this.#sites)[0];
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const headers = { ...(isOwn && cookie && { cookie }), ...init.headers };
    const answer = await site(new Request(url, { ...init, headers }));
    for (const line of isOwn ? cookiesOf(answer) : []) {
      const [pair = "", ...attributes] = line.split("; ");
      const at = pair.indexOf("=");
      const name = pair.slice(0, at);
      if (attributes.includes("Max-Age=0")) {
        this.cookies.delete(name);
      } else {
        this.cookies.set(name, pair.slice(at + 1));
      }
    }
    return answer;
  }

  /** Opens an address, and follows redirects to the first answer that is none. */
  async open(url: string): Promise<{ url: string; status: number; text: string }> {
    let at = url;
    for (let hop = 0; hop < 10; hop++) {
      const answer = await this.send(at);
      const location = answer.headers.get("location");
      if (!location) {
        return { url: at, status: answer.status, text: await answer.text() };
      }
      at = new URL(location, at).href;
    }
    throw new Error("too many redirects");
  }
}
