import { isObject, type Json } from "../json.ts";
import { md } from "../md.ts";
import { tablesIn } from "../tables.ts";

const line = (text: string) =>
  text
    .split("\n")
    .map((part) => part.trim())
    .filter(Boolean)
    .join(" ");

/** Any value as text. `String` would call what an object of JSON has under `toString`. */
const textOf = (value: unknown): string => (typeof value === "object" ? JSON.stringify(value) : String(value));

/** A cell of a table component as Markdown. */
function cellText(value: unknown, { data_type, format }: Json): string {
  const symbol = isObject(format) && typeof format.symbol === "string" ? format.symbol : "";
  const all = [value].flat().map((one) => (isObject(one) ? one.text : one));
  if (data_type === "markdown" || data_type === "lark_md") {
    return line(textOf(value));
  }
  if (data_type === "persons") {
    const ids = all.filter((id) => typeof id === "string" && /^[\w.-]+$/.test(id));
    return ids.map((id) => `<person id = '${id}'></person>`).join(" ");
  }
  if (data_type === "date" && Number.isFinite(Number(textOf(value)))) {
    return `<local_datetime millisecond='${Number(textOf(value))}' format_type='date_num'></local_datetime>`;
  }
  return md`${symbol + all.map((one) => line(textOf(one))).join(", ")}`;
}

/** A row as one entry of a list: the name of each column, and its cell. */
const entry = (cells: readonly (readonly [string, string])[]) =>
  `- ${cells.map(([name, cell]) => `**${name}** ${cell}`).join(" · ")}`;

/** A table component as Markdown: an entry of a list for each row. */
export function tableText({ columns, rows }: Json): string {
  const heads = (Array.isArray(columns) ? columns : []).filter(isObject);
  return (Array.isArray(rows) ? rows : [])
    .filter(isObject)
    .map((row) => {
      const cells = heads.filter(({ name }) => row[textOf(name)] != null);
      return entry(
        cells.map((head) => [md`${textOf(head.display_name ?? head.name)}`, cellText(row[textOf(head.name)], head)]),
      );
    })
    .join("\n");
}

/** The cells of a line of a Markdown table. */
const cellsOf = (text: string) =>
  text
    .trim()
    .replace(/^\||(?<!\\)\|$/g, "")
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim());

/** Writes the tables of a Markdown text as lists, but for the first few. */
export function tablesToText(markdown: string, kept: number): string {
  const lines = markdown.split("\n");
  for (const { from, to } of tablesIn(lines).slice(kept).reverse()) {
    const heads = cellsOf(lines[from] as string);
    const rows = lines.slice(from + 2, to).map(cellsOf);
    const text = rows.map((row) => entry(heads.map((head, at) => [head, row[at] ?? ""] as const)));
    lines.splice(from, to - from, ...text);
  }
  return lines.join("\n");
}
