// A site on which people sign in, for every server in this folder.
import { im } from "lark-edge/api/im";
import { Client } from "lark-edge/core";
import { createOAuth, type KeyValueStore, LarkSessionError, login, missingScopes, userTokens } from "lark-edge/oauth";

/**
 * The environment: `APP_ID` and `APP_SECRET`, as the developer console shows them, `LARK_DOMAIN` unless the app is on Feishu,
 * `SITE` (the origin of this site, for example `http://localhost:3000`), and two secrets: `COOKIE_SECRET` and `SEAL_KEY`.
 */
export type SiteConfig = Record<string, string | undefined>;

/** A page without scripts. Texts of others go through `escapeHtml`. */
const page = (body: string) =>
  new Response(`<!doctype html><html lang="en"><meta charset="utf-8"><title>Chats</title>${body}</html>`, {
    headers: { "content-type": "text/html; charset=utf-8" },
  });
const escapeHtml = (text: string) => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

/** Makes the site: `/` says who is signed in, `/chats` lists the chats of that person, `/auth/…` is the login. */
export function createSite(config: SiteConfig, store: KeyValueStore): (request: Request) => Promise<Response> {
  const {
    APP_ID: appId = "",
    APP_SECRET: appSecret = "",
    LARK_DOMAIN: domain,
    SITE = "http://localhost:3000",
  } = config;
  const oauth = createOAuth({ appId, appSecret, domain, redirectUri: `${SITE}/auth/callback` });
  const users = userTokens({ oauth, store, sealWith: config.SEAL_KEY ?? "" });
  const site = login({ oauth, users, store, cookieSecret: config.COOKIE_SECRET ?? "" });
  const client = new Client({ appId, appSecret, domain, users, apis: { im } });

  async function chats(request: Request): Promise<Response> {
    const who = await site.user(request);
    if (!who) {
      return site.begin(request, { returnTo: "/chats" });
    }
    try {
      const { data } = await client.with(who).im.v1.chat.list();
      const names = (data.items ?? []).map(({ name = "" }) => `<li>${escapeHtml(name)}</li>`);
      return page(`<h1>Chats</h1><ul>${names.join("")}</ul>`);
    } catch (error) {
      // Any one of the scopes is enough.
      const [scope] = missingScopes(error);
      if (scope) {
        return site.begin(request, { returnTo: "/chats", scopes: [scope, "offline_access"] });
      }
      if (error instanceof LarkSessionError) {
        return site.begin(request, { returnTo: "/chats" });
      }
      throw error;
    }
  }

  async function home(request: Request): Promise<Response> {
    const who = await site.user(request);
    return page(
      who
        ? `<p>You are ${escapeHtml(who.user)}.</p><p><a href="/chats">Chats</a></p><form method="post" action="/auth/logout"><button>Log out</button></form>`
        : `<p><a href="/auth/login">Sign in</a></p>`,
    );
  }

  return async (request) => {
    const { pathname } = new URL(request.url);
    if (pathname.startsWith("/auth/")) {
      return site.fetch(request);
    }
    return pathname === "/chats" ? chats(request) : home(request);
  };
}
