import type { CSSProperties, JSX } from "preact";
import { useContext, useMemo, useRef, useState } from "preact/hooks";
import { t } from "../language/language.ts";
import { asText, colorName, cssLengths } from "../ui/safe.ts";
import { CardContext, FormContext, type FormUse } from "./context.ts";
import { useAction } from "./field.tsx";
import { behavioursOf, type Element, elementsOf, textOf } from "./read.ts";
import { Text } from "./text.tsx";

const SPACES: Readonly<Record<string, string>> = { small: "4px", medium: "8px", large: "12px", extra_large: "16px" };

const space = (value: unknown): string | undefined => SPACES[asText(value) ?? ""] ?? cssLengths(value);

const FLEX: Readonly<Record<string, string>> = {
  left: "flex-start",
  top: "flex-start",
  center: "center",
  right: "flex-end",
  bottom: "flex-end",
};

/** How a container lays out what is in it, in the words of CSS. */
export function containerStyle(element: Element): CSSProperties {
  const isRow = element.direction === "horizontal";
  const x = FLEX[asText(element.horizontal_align) ?? ""];
  const y = FLEX[asText(element.vertical_align) ?? ""];
  return {
    flexDirection: isRow ? "row" : "column",
    flexWrap: isRow ? "wrap" : undefined,
    padding: cssLengths(element.padding),
    margin: cssLengths(element.margin),
    columnGap: space(element.horizontal_spacing),
    rowGap: space(element.vertical_spacing),
    justifyContent: isRow ? x : y,
    alignItems: isRow ? y : x,
  };
}

const background = (value: unknown): string => {
  const name = colorName(value);
  return name === undefined || name === "default" ? "" : `wash tone-${name}`;
};

function Column({ element, share }: { element: Element; share: boolean }): JSX.Element {
  const { Elements } = useContext(CardContext);
  const width = asText(element.width) ?? "";
  const isFixed = /^\d{1,3}px$/.test(width);
  const weight = Math.min(Math.max(Number(element.weight) || 1, 1), 5);
  const size = isFixed
    ? { flex: `0 0 ${width}` }
    : width === "weighted" || share
      ? { flex: `${weight} 1 0` }
      : { flex: "0 1 auto" };
  return (
    <div class={`column ${background(element.background_style)}`} style={{ ...containerStyle(element), ...size }}>
      <Elements elements={elementsOf(element.elements)} />
    </div>
  );
}

/** Columns beside each other. */
export function ColumnSet({ element }: { element: Element }): JSX.Element {
  const mode = asText(element.flex_mode) ?? "none";
  const known = ["stretch", "flow", "bisect", "trisect"].includes(mode) ? mode : "none";
  const style = { ...containerStyle(element), flexDirection: undefined, flexWrap: undefined };
  return (
    <div class={`column-set flex-${known} ${background(element.background_style)}`} style={style}>
      {elementsOf(element.columns).map((column, index) => (
        <Column key={index} element={column} share={known === "bisect" || known === "trisect"} />
      ))}
    </div>
  );
}

/** Fields that are sent together, by one of the buttons in it. */
export function Form({ element }: { element: Element }): JSX.Element {
  const { Elements } = useContext(CardContext);
  const [round, setRound] = useState(0);
  const values = useRef(new Map<string, unknown>());
  const use = useMemo<FormUse>(() => ({ values: values.current, reset: () => setRound((before) => before + 1) }), []);
  return (
    <FormContext.Provider value={use}>
      <form
        key={round}
        class="card-form"
        aria-label={asText(element.name) ?? t("Form")}
        style={containerStyle(element)}
        onSubmit={(event) => event.preventDefault()}
      >
        <Elements elements={elementsOf(element.elements)} />
      </form>
    </FormContext.Provider>
  );
}

/** A part that opens and closes. */
export function Panel({ element }: { element: Element }): JSX.Element {
  const { Elements } = useContext(CardContext);
  const [isOpen, setOpen] = useState(element.expanded === true);
  const header = elementsOf([element.header])[0] ?? {};
  return (
    <details class="panel" open={isOpen} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary class={background(header.background_color ?? element.background_color)}>
        <Text text={header.title} />
        {textOf(header.title) === "" && t("Details")}
      </summary>
      <div class="panel-body" style={containerStyle(element)}>
        <Elements elements={elementsOf(element.elements)} />
      </div>
    </details>
  );
}

/** A part that can be pressed as a whole. */
export function InteractiveContainer({ element }: { element: Element }): JSX.Element {
  const { Elements } = useContext(CardContext);
  const [run, question] = useAction(element);
  const { url } = behavioursOf(element);
  const isOff = element.disabled === true;
  const press = (event: Event): void => {
    const inner = (event.target as HTMLElement).closest("button, a, input, select, textarea, summary, label");
    if (isOff || inner !== null) {
      return;
    }
    run({});
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a button may not hold the buttons that a card puts into it
    <div
      class={`interactive ${element.has_border === true ? "bordered" : ""} ${background(element.background_style)}`}
      style={containerStyle(element)}
      role="button"
      tabIndex={isOff ? -1 : 0}
      aria-disabled={isOff}
      title={url}
      onClick={press}
      onKeyDown={(event) => {
        if (event.key !== "Enter" && event.key !== " ") {
          return;
        }
        if (event.target === event.currentTarget) {
          event.preventDefault();
        }
        press(event);
      }}
    >
      <Elements elements={elementsOf(element.elements)} />
      {question}
    </div>
  );
}
