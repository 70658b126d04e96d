import { asObject, asText } from "../ui/safe.ts";

/** The address of an object that has one for each platform: that of computers, or the one for all. */
export function urlOf(value: unknown): string | undefined {
  const urls = asObject(value);
  return asText(urls?.pc_url) || asText(urls?.default_url) || asText(urls?.url);
}

/** Puts the addresses of `href` into the Markdown of JSON 1.0, where a link has the name of one: `[text]($name)`. */
export function withLinks(markdown: string, href: unknown): string {
  const urls = asObject(href) ?? {};
  return markdown.replace(/\]\(\$(\w{1,99})\)/g, (all, name: string) => {
    const url = Object.hasOwn(urls, name) ? urlOf(urls[name]) : undefined;
    return url ? `](<${url.replace(/[<>\s]/g, encodeURIComponent)}>)` : all;
  });
}
