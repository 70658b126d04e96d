import type { Node } from "./node.ts";

/** What may stand between the tags of a component that holds others. */
export type Children = Node | string | number | boolean | null | undefined | readonly Children[];

/** What may stand between the tags of a component that holds text. */
export type TextChildren = string | number | boolean | null | undefined | readonly TextChildren[];

const flat = (children: unknown): unknown[] => [children].flat(Number.POSITIVE_INFINITY) as unknown[];

/** The components between two tags. Conditions that did not hold leave nothing. */
export const listOf = (children: unknown): never[] =>
  flat(children).filter((one) => typeof one === "object" && one !== null) as never[];

/** The text between two tags, or the one text object. Its type is the builder's. */
export const textOf = (children: unknown): never =>
  (typeof children === "object" && children !== null && !Array.isArray(children)
    ? children
    : flat(children)
        .filter((one) => typeof one === "string" || typeof one === "number")
        .join("")) as never;
