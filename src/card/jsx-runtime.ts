import { BUILDERS, type Elements } from "./generated/jsx.ts";
import type { Children } from "./jsx-children.ts";
import type { Node } from "./node.ts";

/** A part of a card written in JSX: a function of attributes. */
type Part = (attributes: never) => unknown;

/**
 * Makes a component from a tag; the compiler writes the calls.
 *
 * @throws {TypeError} There is no such tag.
 * @see https://www.typescriptlang.org/docs/handbook/jsx.html
 */
export function jsx(tag: string | Part, attributes: object): Node {
  if (typeof tag === "function") {
    return tag(attributes as never) as Node;
  }
  if (!Object.hasOwn(BUILDERS, tag)) {
    throw new TypeError(`<${tag}> is no component of cards`);
  }
  return BUILDERS[tag as keyof Elements](attributes as never);
}

export { jsx as jsxs };

/**
 * A list of components without one around them.
 *
 * @see https://www.typescriptlang.org/docs/handbook/jsx.html
 */
export const Fragment = ({ children }: { children?: Children }): Children => children;

/** The types that the compiler needs for JSX. */
export declare namespace JSX {
  export type Element = Node;
  export interface ElementChildrenAttribute {
    children: unknown;
  }
  export interface IntrinsicElements extends Elements {}
}
