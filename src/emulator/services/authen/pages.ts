import type { Answer } from "../../gateway/route.ts";
import type { EmulatedUser } from "../../platform/types.ts";
import type { Words } from "./words.ts";

export const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

/** Light or dark, as the system of the person is. */
const STYLE =
  ":root{color-scheme:light dark}body{font:16px system-ui,sans-serif;margin:3em auto;max-width:32em;padding:0 1em}" +
  "li,label,p{margin:.5em 0}label{display:block}button,input{font:inherit}button{margin-right:.5em;padding:.3em 1em}";

/** A page of the accounts host. */
export function accountsPage({ language }: Words, title: string, body: string): Answer {
  const head = `<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escapeHtml(title)}</title>`;
  const html = `<!doctype html><html lang="${language}">${head}<style>${STYLE}</style><h1>${escapeHtml(title)}</h1>${body}</html>`;
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

/** A form to the same page: its query, more in it, and two buttons for the decision. */
export function decisionForm(
  query: URLSearchParams,
  more: Readonly<Record<string, string>>,
  body: string,
  [allow, deny]: readonly [allow: string, deny: string],
): string {
  const kept = [...query].filter(([name]) => !(name in more) && name !== "person");
  const hidden = [...kept, ...Object.entries(more)].map(
    ([name, value]) => `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`,
  );
  const button = (decision: string, words: string) =>
    `<button name="decision" value="${decision}">${escapeHtml(words)}</button>`;
  return `<form>${hidden.join("")}${body}<p>${button("allow", allow)}${button("deny", deny)}</p></form>`;
}

/** A list of people to choose from. */
export function peopleList(users: readonly EmulatedUser[], link: (user: EmulatedUser) => string): string {
  return `<ul>${users.map((user) => `<li>${link(user)}</li>`).join("")}</ul>`;
}
