import type { JSX } from "preact";
import { t } from "../language/language.ts";
import { Icon } from "../ui/icons.tsx";
import { asList, asObject, asText } from "../ui/safe.ts";
import { type Element, elementsOf, textOf } from "./read.ts";
import { Table } from "./table.tsx";

/** More columns are no table that anybody reads. */
const MAX_COLUMNS = 20;

/** The rows of a chart: those of `data`, or of each of several with its name. */
function rowsOf(data: unknown): readonly Element[] {
  if (!Array.isArray(data)) {
    return elementsOf(asObject(data)?.values);
  }
  return elementsOf(data).flatMap((part) => {
    const rows = elementsOf(part.values);
    const id = asText(part.id);
    return data.length > 1 && id !== undefined ? rows.map((row) => ({ series: id, ...row })) : rows;
  });
}

const isPlain = (value: unknown): boolean => ["string", "number", "boolean"].includes(typeof value);

/** The title of a chart: a text, or a list of texts. */
function titleOf(title: unknown): string {
  const text = asObject(title)?.text;
  return Array.isArray(text) ? asList(text).map(String).join(" ") : textOf(text);
}

/** A chart as a table of its data, under its title and type. */
export function Chart({ element }: { element: Element }): JSX.Element {
  const spec = asObject(element.chart_spec) ?? {};
  const rows = rowsOf(spec.data);
  const names = [...new Set(rows.flatMap((row) => Object.keys(row).filter((name) => isPlain(row[name]))))];
  const columns = names.slice(0, MAX_COLUMNS).map((name) => ({ name, data_type: "text" }));
  const cells = rows.map((row) =>
    Object.fromEntries(names.filter((name) => isPlain(row[name])).map((name) => [name, String(row[name])])),
  );
  const title = titleOf(spec.title);
  const kind = asText(spec.type) ?? "";
  const label = `${t("Chart")}${kind && ` (${kind})`}${title && `: ${title}`}`;
  return (
    <figure class="chart" aria-label={label}>
      <figcaption>
        <Icon name="chart" />
        <span>{label}</span>
      </figcaption>
      {columns.length > 0 ? (
        <Table element={{ columns, rows: cells }} />
      ) : (
        <small>{t("The chart contains no data")}</small>
      )}
    </figure>
  );
}
