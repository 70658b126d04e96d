import type { JSX } from "preact";
import { useContext } from "preact/hooks";
import { t } from "../language/language.ts";
import { NamesContext } from "../ui/context.ts";
import { Picture } from "../ui/picture.tsx";
import { asList, asText } from "../ui/safe.ts";
import { CardContext } from "./context.ts";
import { Labelled, labelOf, useField } from "./field.tsx";
import { type Element, elementsOf, textOf } from "./read.ts";

interface Option {
  value: string;
  label: string;
}

/** The choices: the card's options, or the people of the chat. */
function useOptions(element: Element): readonly Option[] {
  const { members } = useContext(CardContext);
  const names = useContext(NamesContext);
  const isPerson = asText(element.tag)?.includes("person") ?? false;
  const given = elementsOf(element.options).map((option) => {
    const value = asText(option.value) ?? "";
    return { value, label: textOf(option.text) || names.get(value) || value };
  });
  if (!isPerson || given.length > 0) {
    return given;
  }
  return members.map(({ openId, name }) => ({ value: openId, label: name }));
}

/** One of several. */
export function Select({ element }: { element: Element }): JSX.Element {
  const options = useOptions(element);
  const byIndex = options[Number(element.initial_index) - 1]?.value;
  const initial = asText(element.initial_option) ?? byIndex ?? "";
  const { value, set, question } = useField(element, initial, (option) => ({ option }));
  return (
    <Labelled element={element}>
      <select
        class="input"
        value={value}
        aria-label={labelOf(element, t("Choose one"))}
        disabled={element.disabled === true}
        required={element.required === true}
        onChange={(event) => set(event.currentTarget.value)}
      >
        <option value="" disabled>
          {textOf(element.placeholder) || t("Choose")}
        </option>
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
      {question}
    </Labelled>
  );
}

const toggled = (chosen: readonly string[], value: string, isOn: boolean): string[] =>
  isOn ? [...chosen, value] : chosen.filter((one) => one !== value);

/** Any of several, below a line with the chosen ones. */
export function MultiSelect({ element }: { element: Element }): JSX.Element {
  const options = useOptions(element);
  const initial = asList(element.selected_values).flatMap((value) => asText(value) ?? []);
  const { value, set, question } = useField(element, initial, (chosen) => ({ options: chosen }));
  const label = labelOf(element, t("Choose any"));
  const chosen = options.filter((option) => value.includes(option.value)).map((option) => option.label);
  return (
    <Labelled element={element}>
      <details class="multi">
        <summary class="input" aria-label={`${label}: ${chosen.join(", ") || t("none")}`}>
          {chosen.join(", ") || textOf(element.placeholder) || t("Choose")}
        </summary>
        <fieldset aria-label={label} disabled={element.disabled === true}>
          {options.map((option) => (
            <label key={option.value}>
              <input
                type="checkbox"
                checked={value.includes(option.value)}
                onChange={(event) => set(toggled(value, option.value, event.currentTarget.checked))}
              />
              {option.label}
            </label>
          ))}
        </fieldset>
      </details>
      {question}
    </Labelled>
  );
}

/** One or any of several pictures. */
export function SelectImage({ element }: { element: Element }): JSX.Element {
  const isMulti = element.multi_select === true;
  const { value, set, question } = useField<string[]>(
    element,
    [],
    (chosen) => (isMulti ? { options: chosen } : { options: chosen[0] ?? "" }),
    (chosen) => (isMulti ? chosen : (chosen[0] ?? "")),
  );
  return (
    <fieldset
      class="select-img"
      aria-label={labelOf(element, t("Choose a picture"))}
      disabled={element.disabled === true}
    >
      {elementsOf(element.options).map((option, index) => {
        const name = asText(option.value) ?? `${index + 1}`;
        return (
          <label key={name} class={value.includes(name) ? "chosen" : ""}>
            <input
              type={isMulti ? "checkbox" : "radio"}
              checked={value.includes(name)}
              onChange={(event) => set(isMulti ? toggled(value, name, event.currentTarget.checked) : [name])}
            />
            <Picture imageKey={asText(option.img_key) ?? ""} alt={name} />
          </label>
        );
      })}
      {question}
    </fieldset>
  );
}
