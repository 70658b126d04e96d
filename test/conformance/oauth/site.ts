// A site with a login, and the emulator as the platform.
import { createEmulator, type EmulatedUser, type Emulator } from "lark-edge/emulator";
import {
  createOAuth,
  type Login,
  type LoginOptions,
  login,
  type OAuth,
  type UserTokens,
  userTokens,
} from "lark-edge/oauth";
import { type MemoryStore, memoryStore } from "lark-edge/store/memory";
import { WebBrowser } from "../../support/web-browser.ts";

export const ORIGIN = "https://bot.example";
export const ACCOUNTS = "https://accounts.feishu.cn";
export const SECRET = "0123456789abcdefghijklmnopqrstuv";
export const SEAL_KEY: string = btoa("sealing key of thirty-two bytes.");

export interface World {
  readonly emulator: Emulator;
  readonly store: MemoryStore;
  readonly oauth: OAuth;
  readonly users: UserTokens;
  readonly site: Login;
  readonly ada: EmulatedUser;
  readonly browser: () => WebBrowser;
  /** Moves the platform's clock and the site's. */
  readonly logs: unknown[][];
}

/** Makes the world of a test. The site answers every other path with the user's id. */
export function world(options: Partial<LoginOptions> = {}, emulator: Emulator = createEmulator()): World {
  const { appId, appSecret } = emulator.app;
  const store = memoryStore();
  const logs: unknown[][] = [];
  const write = (...line: unknown[]) => logs.push(line);
  const logger = { error: write, warn: write, info: write, debug: write };
  const oauth = createOAuth({ appId, appSecret, redirectUri: `${ORIGIN}/auth/callback`, fetch: emulator.fetch });
  const users = userTokens({ oauth, store, sealWith: SEAL_KEY, logger });
  const site = login({ oauth, users, store, cookieSecret: SECRET, logger, ...options });
  const pages = async (request: Request) =>
    new URL(request.url).pathname.startsWith("/auth/")
      ? site.fetch(request)
      : Response.json((await site.user(request)) ?? { user: null });
  const ada = emulator.addUser({ name: "Ada" });
  return {
    emulator,
    store,
    oauth,
    users,
    site,
    ada,
    logs,
    browser: () => new WebBrowser({ [ORIGIN]: pages, [ACCOUNTS]: (request) => emulator.fetch(request) }),
  };
}

/** Begins a login and returns the address of the platform's page. */
export async function begin(browser: WebBrowser, query = ""): Promise<URL> {
  const answer = await browser.send(`${ORIGIN}/auth/login${query}`);
  return new URL(answer.headers.get("location") ?? "");
}

/** Lets a person agree on the platform's page. Returns the address to which the browser is sent back. */
export async function agree(browser: WebBrowser, page: URL, user: EmulatedUser): Promise<URL> {
  page.searchParams.set("open_id", user.openId);
  const answer = await browser.send(page.href);
  return new URL(answer.headers.get("location") ?? "");
}

/** Signs a person in, from the first address to the last page. */
export async function signIn(
  browser: WebBrowser,
  user: EmulatedUser,
  query = "",
): Promise<{ url: string; text: string }> {
  return browser.open((await agree(browser, await begin(browser, query), user)).href);
}
