import type { ComponentChildren, JSX } from "preact";
import { useContext, useEffect, useState } from "preact/hooks";
import type { CardAction } from "../../control/protocol.ts";
import { t } from "../language/language.ts";
import { Confirm } from "../ui/dialog.tsx";
import { asObject, asText } from "../ui/safe.ts";
import { CardContext, FormContext, timezone } from "./context.ts";
import { behavioursOf, type Element, textOf } from "./read.ts";

/** A component's own name for what it sends, and for telling which one waits. */
export const nameOf = (element: Element): string => asText(element.name) ?? asText(element.element_id) ?? "";

/** Runs a component's action, after a confirmation if the card has one. The second value is the confirmation to draw. */
export function useAction(element: Element): [run: (action: Omit<CardAction, "tag">) => void, JSX.Element | null] {
  const { send } = useContext(CardContext);
  const [asked, ask] = useState<(() => void) | undefined>(undefined);
  const { callback } = behavioursOf(element);
  const confirm = asObject(element.confirm);
  const run = (action: Omit<CardAction, "tag">): void => {
    if (callback === undefined) {
      return;
    }
    const name = asText(element.name);
    const whole: CardAction = {
      tag: asText(element.tag) ?? "button",
      ...(callback.value === undefined ? {} : { value: callback.value }),
      ...(name === undefined ? {} : { name }),
      timezone: timezone(),
      ...action,
    };
    if (confirm === undefined) {
      void send(whole);
    } else {
      ask(() => () => void send(whole));
    }
  };
  const question = asked && confirm && (
    <Confirm
      title={textOf(confirm.title) || t("Confirm")}
      text={textOf(confirm.text)}
      onNo={() => ask(undefined)}
      onYes={() => {
        ask(undefined);
        asked();
      }}
    />
  );
  return [run, question ?? null];
}

/** A field's value: kept until the form is submitted, or sent at once outside of a form. */
export function useField<T>(
  element: Element,
  initial: T,
  toAction: (value: T) => Omit<CardAction, "tag">,
  toForm: (value: T) => unknown = (value) => value,
): { value: T; set(value: T): void; question: JSX.Element | null } {
  const form = useContext(FormContext);
  const [value, setValue] = useState(initial);
  const [run, question] = useAction(element);
  const name = nameOf(element);
  const start = JSON.stringify(initial);
  // A card that was updated with another initial value shows that one.
  useEffect(() => {
    setValue(initial);
    form?.values.set(name, toForm(initial));
    return () => void form?.values.delete(name);
  }, [start, name, form]);
  const set = (next: T): void => {
    setValue(next);
    if (form === undefined) {
      run(toAction(next));
    } else {
      form.values.set(name, toForm(next));
    }
  };
  return { value, set, question };
}

/** The name of a field: its label, or another text of the card. */
export const labelOf = (element: Element, otherwise: string): string =>
  textOf(element.label) || textOf(element.placeholder) || asText(element.name) || otherwise;

/** A field below its label. */
export function Labelled({ element, children }: { element: Element; children: ComponentChildren }): JSX.Element {
  const label = textOf(element.label);
  if (label === "") {
    return <>{children}</>;
  }
  return (
    <div class={element.label_position === "left" ? "field beside" : "field"}>
      <span class="field-label" aria-hidden="true">
        {label}
        {element.required === true && <span class="required"> *</span>}
      </span>
      {children}
    </div>
  );
}
