import type { FunctionComponent, JSX } from "preact";
import { Markdown } from "../markdown/markdown.tsx";
import { asText } from "../ui/safe.ts";
import { Button, Overflow } from "./button.tsx";
import { Chart } from "./chart.tsx";
import { Checker, Input, Picker } from "./inputs.tsx";
import { ColumnSet, Form, InteractiveContainer, Panel } from "./layout.tsx";
import { withLinks } from "./links.ts";
import { Audio, Image, ImageCombination, Persons, Placeholder } from "./media.tsx";
import { type Element, elementsOf, textOf } from "./read.ts";
import { MultiSelect, Select, SelectImage } from "./selects.tsx";
import { Table } from "./table.tsx";
import { Text, textClass } from "./text.tsx";
import { useTyped } from "./use-typed.ts";

type Component = FunctionComponent<{ element: Element }>;

/** Text, fields beside each other, and something at the right. */
const Div: Component = ({ element }) => {
  const fields = elementsOf(element.fields);
  const extra = elementsOf([element.extra]);
  return (
    <div class="div">
      <div class="div-main">
        <Text text={element.text} />
        {fields.length > 0 && (
          <div class="fields">
            {fields.map((field, index) => (
              <div key={index} class={field.is_short === true ? "short" : ""}>
                <Text text={field.text} />
              </div>
            ))}
          </div>
        )}
      </div>
      {extra.length > 0 && <Elements elements={extra} />}
    </div>
  );
};

const MarkdownElement: Component = ({ element }) => (
  <div class={textClass(element)}>
    <Markdown text={withLinks(useTyped(textOf(element)), element.href)} />
  </div>
);

const PlainText: Component = ({ element }) => <div class={textClass(element)}>{useTyped(textOf(element))}</div>;

const Action: Component = ({ element }) => (
  <div class="actions">
    <Elements elements={elementsOf(element.actions)} />
  </div>
);

const Note: Component = ({ element }) => (
  <div class="note">
    <Elements elements={elementsOf(element.elements)} />
  </div>
);

/** What draws each component. */
const COMPONENTS: ReadonlyMap<string, Component> = new Map<string, Component>([
  ["div", Div],
  ["markdown", MarkdownElement],
  ["lark_md", MarkdownElement],
  ["plain_text", PlainText],
  ["hr", () => <hr />],
  ["img", Image],
  ["img_combination", ImageCombination],
  ["person", Persons],
  ["person_list", Persons],
  ["table", Table],
  ["chart", Chart],
  ["audio", Audio],
  ["action", Action],
  ["note", Note],
  ["column_set", ColumnSet],
  ["form", Form],
  ["collapsible_panel", Panel],
  ["interactive_container", InteractiveContainer],
  ["button", Button],
  ["overflow", Overflow],
  ["input", Input],
  ["date_picker", Picker],
  ["picker_time", Picker],
  ["picker_datetime", Picker],
  ["checker", Checker],
  ["select_static", Select],
  ["select_person", Select],
  ["multi_select_static", MultiSelect],
  ["multi_select_person", MultiSelect],
  ["select_img", SelectImage],
]);

/** Draws components one after the other; a component without a drawing is named. */
export function Elements({ elements }: { elements: readonly Element[] }): JSX.Element {
  return (
    <>
      {elements.map((element, index) => {
        const Drawn = COMPONENTS.get(asText(element.tag) ?? "") ?? Placeholder;
        return <Drawn key={asText(element.element_id) ?? index} element={element} />;
      })}
    </>
  );
}
