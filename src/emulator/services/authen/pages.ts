import type { Answer } from "../../gateway/route.ts";
import type { EmulatedUser } from "../../platform/types.ts";

export const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

const STYLE = "body{font:16px system-ui;margin:3em auto;max-width:32em;padding:0 1em}li{margin:.5em 0}";

/** A page of the accounts host. */
export function accountsPage(title: string, body: string): Answer {
  const head = `<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escapeHtml(title)}</title>`;
  const html = `<!doctype html><html lang="en">${head}<style>${STYLE}</style><h1>${escapeHtml(title)}</h1>${body}</html>`;
  return { bytes: new TextEncoder().encode(html), headers: { "content-type": "text/html; charset=utf-8" } };
}

/** A link to the same page with more in its query. */
export function linkWith(query: URLSearchParams, more: Readonly<Record<string, string>>, words: string): string {
  const params = new URLSearchParams(query);
  for (const [name, value] of Object.entries(more)) {
    params.set(name, value);
  }
  return `<a href="?${escapeHtml(params.toString())}">${escapeHtml(words)}</a>`;
}

/** A list of people to choose from. */
export function peopleList(users: readonly EmulatedUser[], link: (user: EmulatedUser) => string): string {
  return `<ul>${users.map((user) => `<li>${link(user)}</li>`).join("")}</ul>`;
}
