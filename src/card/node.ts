// What the types of components carry upwards, from a field to its form and from a button to its card. No code.

declare const carries: unique symbol;

/** A component: `F` are the fields in it, `A` what its clicks bring back. Only the compiler sees them. */
export interface Node<out F = unknown, out A = unknown> {
  readonly [carries]?: { f: F; a: A };
}

/** A field of a form: its name, the type of its value, and what a change brings back outside of a form, if anything. */
export interface Field<out N extends string = string, out T = unknown, out O = unknown> {
  n: N;
  t: T;
  o: O;
}

/** Stands for a field that only a form can hold. */
export interface FormOnly {
  formOnly: true;
}

/** Values in a list of components that are left out, so that `isAdmin && button("Delete", …)` works. */
export type Off = false | null | undefined | "";

/** What a list of components carries: their fields (`f`) or their actions (`a`). */
export type Part<C extends Node, K extends "f" | "a"> = NonNullable<C[typeof carries]>[K];

/** The value of a field that may be left empty, unless it is required. */
export type Optional<T, R> = R extends true ? T : T | undefined;

/** The value of a field whose component is not known to the compiler. */
export type AnyFieldValue = string | string[] | boolean | undefined;

/** What a button's click brings back. Of a submit button, the form adds its fields. */
export type Press<V, S> = S extends string
  ? { tag: "button"; submit: S; value: V }
  : V extends undefined
    ? never
    : { tag: "button"; value: V; submit?: undefined; form?: undefined };

type FieldsIn<F> = F extends Field ? F : never;

/** The fields of a form by their names. A name that is not a literal makes all of them loose. */
export type FormOf<F> = unknown extends F
  ? Record<string, AnyFieldValue>
  : string extends FieldsIn<F>["n"]
    ? Record<string, AnyFieldValue>
    : { [E in FieldsIn<F> as E["n"]]: E["t"] };

/** What the clicks in a form bring back: submit buttons with its fields. */
export type Submitted<F, A> = A extends { submit: infer S extends string; value: infer V }
  ? { tag: "button"; submit: S; value: V; form: FormOf<F> }
  : A;

/** What changes of fields outside of forms bring back. */
export type Outside<F> = F extends Field<string, unknown, infer O> ? Extract<O, { tag: string }> : never;

/** Refuses a list with fields that only a form can hold. */
export type InForm<F> = [Extract<F, { o: FormOnly }>] extends [never]
  ? unknown
  : { "A multiple choice stands in a form: outside of one, a click brings back neither value nor name": never };
