import type { Behavior, Href } from "./generated/props.ts";
import { make } from "./make.ts";

interface Shorthands {
  value?: object;
  href?: Href;
  submit?: string;
  behaviors?: readonly Behavior[];
}

/** Refuses a link that would run code, or that no client opens. */
function linkOf(href: Href): Behavior {
  const links = typeof href === "string" ? { default_url: href } : href;
  for (const [name, url] of Object.entries(links)) {
    if (url !== undefined && !/^(https?|lark):\/\//i.test(url)) {
      throw new TypeError(`href: ${name} must begin with https:// or http://`);
    }
  }
  return { type: "open_url", ...links };
}

/** Makes a component that can be clicked, from shorthands: `value`, `href`, `submit`. */
export function makeActive<T>(main: { tag: string; [key: string]: unknown }, props: object = {}, texts?: string): T {
  const { value, href, submit, behaviors = [], ...rest } = props as Shorthands;
  if (value !== undefined && (typeof value !== "object" || value === null || Array.isArray(value))) {
    throw new TypeError(
      `${main.tag}: value must be an object, since only objects come back the same from every client`,
    );
  }
  const all = [...behaviors, ...(href ? [linkOf(href)] : []), ...(value ? [{ type: "callback", value }] : [])];
  return make(
    main,
    {
      ...rest,
      ...(submit && { name: submit, form_action_type: "submit" }),
      ...(all.length && { behaviors: all }),
    },
    texts,
  );
}
