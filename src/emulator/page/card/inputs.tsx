import type { JSX } from "preact";
import { useContext, useEffect, useState } from "preact/hooks";
import { t } from "../language/language.ts";
import { asText } from "../ui/safe.ts";
import { FormContext, offset } from "./context.ts";
import { Labelled, labelOf, nameOf, useAction, useField } from "./field.tsx";
import { type Element, textOf } from "./read.ts";
import { Text } from "./text.tsx";

/** A text of one or more lines. It is sent when it is finished, or with its form. */
export function Input({ element }: { element: Element }): JSX.Element {
  const form = useContext(FormContext);
  const [run, question] = useAction(element);
  const initial = asText(element.default_value) ?? "";
  const [value, setValue] = useState(initial);
  const name = nameOf(element);
  useEffect(() => {
    setValue(initial);
    form?.values.set(name, initial);
    return () => void form?.values.delete(name);
  }, [initial, name, form]);
  const common = {
    class: "input",
    value,
    placeholder: textOf(element.placeholder),
    "aria-label": labelOf(element, t("Text")),
    disabled: element.disabled === true,
    required: element.required === true,
    maxLength: Number(element.max_length) || 1000,
    onInput: (event: { currentTarget: HTMLInputElement | HTMLTextAreaElement }): void => {
      setValue(event.currentTarget.value);
      form?.values.set(name, event.currentTarget.value);
    },
    onChange: (): void => {
      if (form === undefined) {
        run({ input_value: value });
      }
    },
  };
  return (
    <Labelled element={element}>
      {element.input_type === "multiline_text" ? (
        <textarea {...common} rows={Math.min(Number(element.rows) || 3, 12)} />
      ) : element.input_type === "password" ? (
        <input {...common} type="password" />
      ) : (
        <input {...common} type="text" />
      )}
      {question}
    </Labelled>
  );
}

const PICKERS = {
  date_picker: { type: "date", initial: "initial_date", name: "Date" },
  picker_time: { type: "time", initial: "initial_time", name: "Time" },
  picker_datetime: { type: "datetime-local", initial: "initial_datetime", name: "Date and time" },
} as const;

/** A date or a time, in the browser's own picker. */
export function Picker({ element }: { element: Element }): JSX.Element {
  const { type, initial, name } = PICKERS[element.tag as keyof typeof PICKERS] ?? PICKERS.date_picker;
  // The browser's pickers show no placeholder of a card, so it stands in the place of a label.
  const { label } = element;
  const start = (asText(element[initial]) ?? "").replace(" ", type === "datetime-local" ? "T" : " ");
  const toWire = (value: string): string => {
    if (value === "") {
      return "";
    }
    const moment = new Date(type === "time" ? `1970-01-01T${value}` : type === "date" ? `${value}T00:00` : value);
    return `${value.replace("T", " ")} ${offset(moment)}`;
  };
  const { value, set, question } = useField(element, start, (picked) => ({ option: toWire(picked) }), toWire);
  return (
    <Labelled element={label === undefined ? { ...element, label: element.placeholder } : element}>
      <input
        class="input"
        type={type}
        value={value}
        aria-label={labelOf(element, t(name))}
        disabled={element.disabled === true}
        required={element.required === true}
        onChange={(event) => set(event.currentTarget.value)}
      />
      {question}
    </Labelled>
  );
}

/** A box to tick. */
export function Checker({ element }: { element: Element }): JSX.Element {
  const { value, set, question } = useField(element, element.checked === true, (checked) => ({ checked }));
  return (
    <label class="checker">
      <input
        type="checkbox"
        checked={value}
        disabled={element.disabled === true}
        onChange={(event) => set(event.currentTarget.checked)}
      />
      <Text text={element.text} />
      {question}
    </label>
  );
}
