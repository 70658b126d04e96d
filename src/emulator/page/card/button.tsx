import type { JSX } from "preact";
import { useContext } from "preact/hooks";
import { t } from "../language/language.ts";
import { Menu } from "../ui/menu.tsx";
import { asText, safeUrl } from "../ui/safe.ts";
import { CardContext, FormContext } from "./context.ts";
import { useAction } from "./field.tsx";
import { behavioursOf, type Element, elementsOf, textOf } from "./read.ts";

const TYPES = ["primary", "danger", "primary_filled", "danger_filled", "primary_text", "danger_text", "text", "laser"];

/** A button: sends a callback to the bot, opens an address, submits or resets its form. */
export function Button({ element }: { element: Element }): JSX.Element {
  const form = useContext(FormContext);
  const { busy } = useContext(CardContext);
  const [run, question] = useAction(element);
  const { url, form: formAction, callback } = behavioursOf(element);
  const href = safeUrl(url);
  const label = textOf(element.text) || asText(element.name) || t("Button");
  const type = asText(element.type) ?? "default";
  const classes = `button card-button ${TYPES.includes(type) ? type.replace("_", " ") : ""} ${asText(element.size) === "small" ? "small" : ""} ${element.width === "fill" ? "fill" : ""}`;
  const isBusy = busy !== "" && busy === `button ${asText(element.name) ?? ""} ${JSON.stringify(callback?.value)}`;

  const press = (target: HTMLElement): void => {
    if (formAction === "reset") {
      form?.reset();
    } else if (formAction !== "submit" || form === undefined) {
      run({});
    } else if (target.closest("form")?.reportValidity() ?? true) {
      run({ form_value: Object.fromEntries(form.values) });
    }
  };

  if (href !== undefined && callback === undefined && element.disabled !== true) {
    return (
      <a class={classes} href={href} target="_blank" rel="noopener noreferrer">
        {label}
      </a>
    );
  }
  return (
    <>
      <button
        type="button"
        class={classes}
        disabled={element.disabled === true || isBusy}
        aria-busy={isBusy}
        title={textOf(element.hover_tips) || (element.disabled === true ? textOf(element.disabled_tips) : "")}
        onClick={(event) => {
          if (href !== undefined) {
            window.open(href, "_blank", "noopener,noreferrer");
          }
          press(event.currentTarget);
        }}
      >
        {label}
      </button>
      {question}
    </>
  );
}

/** Three dots with more to choose from. */
export function Overflow({ element }: { element: Element }): JSX.Element {
  const [run, question] = useAction(element);
  const items = elementsOf(element.options).map((option) => {
    const { url } = behavioursOf({ url: option.url, multi_url: option.multi_url });
    const label = textOf(option.text) || (asText(option.value) ?? "");
    return { label, href: safeUrl(url), run: () => run({ option: asText(option.value) ?? "" }) };
  });
  return (
    <>
      <Menu
        label={t("More choices")}
        face="···"
        className="overflow"
        items={items}
        disabled={element.disabled === true}
      />
      {question}
    </>
  );
}
