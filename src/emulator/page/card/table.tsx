import type { ComponentChildren, JSX } from "preact";
import { useContext, useState } from "preact/hooks";
import { t } from "../language/language.ts";
import { Markdown } from "../markdown/markdown.tsx";
import type { Names } from "../model/select.ts";
import { NamesContext } from "../ui/context.ts";
import { asList, asObject, asText, colorName } from "../ui/safe.ts";
import { type Element, elementsOf, textOf } from "./read.ts";

function number(value: unknown, format: Element): string {
  const digits = Math.min(Math.max(Number(format.precision) || 0, 0), 10);
  if (typeof value !== "number") {
    return asText(value) ?? "";
  }
  const options = { useGrouping: format.seperator === true || format.separator === true };
  const decimals =
    format.precision === undefined ? {} : { minimumFractionDigits: digits, maximumFractionDigits: digits };
  return `${asText(format.symbol) ?? ""}${value.toLocaleString("en", { ...options, ...decimals })}`;
}

function cell(value: unknown, column: Element, names: Names): ComponentChildren {
  switch (column.data_type) {
    case "number":
      return number(value, asObject(column.format) ?? {});
    case "lark_md":
    case "markdown":
      return <Markdown text={asText(value) ?? ""} />;
    case "options":
      return elementsOf(value).map((option, index) => (
        <span key={index} class={`text-tag paint tone-${colorName(option.color) ?? "neutral"}`}>
          {textOf(option.text)}
        </span>
      ));
    case "persons":
      return (typeof value === "string" ? [value] : asList(value))
        .map((id) => names.get(String(id)) ?? String(id))
        .join(", ");
    case "date":
      return new Date(Number(value)).toLocaleDateString();
    default:
      return textOf(value);
  }
}

/** A table, a page of it at a time. */
export function Table({ element }: { element: Element }): JSX.Element {
  const names = useContext(NamesContext);
  const [page, setPage] = useState(0);
  const columns = elementsOf(element.columns);
  const rows = elementsOf(element.rows);
  const size = Math.min(Math.max(Math.floor(Number(element.page_size)) || 5, 1), 10);
  const pages = Math.max(Math.ceil(rows.length / size), 1);
  const at = Math.min(page, pages - 1);
  const align = (column: Element): string => {
    const given = asText(column.horizontal_align);
    return given === "center" || given === "right" ? `align-${given}` : "align-left";
  };
  return (
    <div class="card-table">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table is scrolled with the keyboard */}
      <section class="table-scroll" tabIndex={0} aria-label={t("Table")}>
        <table>
          <thead>
            <tr>
              {columns.map((column, index) => (
                <th key={index} scope="col" class={align(column)}>
                  {textOf(column.display_name) || asText(column.name)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.slice(at * size, (at + 1) * size).map((row, index) => (
              <tr key={index}>
                {columns.map((column, place) => {
                  const name = asText(column.name) ?? "";
                  const value = Object.hasOwn(row, name) ? row[name] : undefined;
                  return (
                    <td key={place} class={align(column)}>
                      {value === undefined ? "" : cell(value, column, names)}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {pages > 1 && (
        <div class="pager">
          <button type="button" class="button small" disabled={at === 0} onClick={() => setPage(at - 1)}>
            {t("Previous")}
          </button>
          <span role="status">{t("Page {page} of {pages}", { page: at + 1, pages })}</span>
          <button type="button" class="button small" disabled={at === pages - 1} onClick={() => setPage(at + 1)}>
            {t("Next")}
          </button>
        </div>
      )}
    </div>
  );
}
