import { isObject, type Json } from "../json.ts";
import { md } from "../md.ts";
import { tableText } from "./text.ts";

const MOST_COLUMNS = 50;

/** The rows behind a chart: `data.values`, or those of the first of several. */
function rowsOf(spec: Json): Json[] {
  const [data] = [spec.data].flat().filter(isObject);
  const values = data?.values;
  return Array.isArray(values) ? values.filter(isObject) : [];
}

const isPlain = (value: unknown) => ["string", "number", "boolean"].includes(typeof value);

/** The data of a chart as a table component; `undefined` if the chart has no rows. */
export function chartTable({ chart_spec }: Json): Json | undefined {
  const rows = isObject(chart_spec) ? rowsOf(chart_spec) : [];
  const names = [...new Set(rows.flatMap((row) => Object.keys(row).filter((key) => isPlain(row[key]))))];
  if (names.length === 0) {
    return undefined;
  }
  const columns = names.slice(0, MOST_COLUMNS).map((name) => ({
    name,
    data_type: rows.every((row) => row[name] === undefined || typeof row[name] === "number") ? "number" : "text",
  }));
  const known = new Map(columns.map(({ name, data_type }) => [name, data_type]));
  const cells = (row: Json) =>
    Object.fromEntries(
      Object.entries(row)
        .filter(([name, value]) => known.has(name) && isPlain(value))
        .map(([name, value]) => [name, known.get(name) === "number" ? value : String(value)]),
    );
  return { tag: "table", columns, rows: rows.map(cells) };
}

/** The title of a chart as Markdown; empty if it has none. */
export function chartTitle({ chart_spec }: Json): string {
  const title = isObject(chart_spec) && isObject(chart_spec.title) ? chart_spec.title.text : undefined;
  return typeof title === "string" && title ? md`**${title}**` : "";
}

/** The data of a chart as Markdown. */
export const chartText = (chart: Json): string =>
  [chartTitle(chart), tableText(chartTable(chart) ?? {})].filter(Boolean).join("\n");
