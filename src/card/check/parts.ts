import { CHART_TYPES } from "../generated/rules.ts";
import { isObject, type Json, textOf } from "../json.ts";
import { checkMarkdown } from "./markdown.ts";
import { type Path, type Report, shown } from "./report.ts";
import { resolve } from "./value.ts";
import type { Visit } from "./walk.ts";

const isText = (value: unknown) => typeof value === "string";
const isId = (value: unknown) => typeof value === "string" && value !== "";

/** What a cell may hold, by the type of its column. Other values of `text` are turned into text. */
const CELLS: Readonly<Record<string, { test: (value: unknown) => boolean; expected: string }>> = {
  number: { test: (value) => typeof value === "number" && Number.isFinite(value), expected: "a number" },
  date: { test: (value) => typeof value === "number" || /^\d+$/.test(textOf(value)), expected: "milliseconds" },
  lark_md: { test: isText, expected: "a string" },
  markdown: { test: isText, expected: "a string" },
  options: {
    test: (value) => isText(value) || (Array.isArray(value) && value.every(isObject)),
    expected: "a string or a list of { text, color }",
  },
  persons: { test: (value) => [value].flat().every(isId), expected: "an id or a list of ids" },
};

function checkTable({ node, path }: Visit, report: Report): void {
  const columns = (Array.isArray(node.columns) ? node.columns : []).filter(isObject);
  const types = new Map(columns.map(({ name, data_type }) => [name, data_type]));
  for (const [at, row] of (Array.isArray(node.rows) ? node.rows : []).entries()) {
    for (const [key, value] of Object.entries(isObject(row) ? row : {})) {
      const place = [...path, "rows", at, key];
      const type = textOf(types.get(key));
      const cell = Object.hasOwn(CELLS, type) ? CELLS[type] : undefined;
      if (!types.has(key)) {
        report("row-key", place, `${key} is no column of the table`);
      } else if (cell && value !== null && !cell.test(value)) {
        report("row-cell", place, `Expected ${cell.expected}, got ${shown(value)}`);
      }
    }
  }
}

function checkChart({ node, path }: Visit, report: Report): void {
  const spec = node.chart_spec as Json;
  if (!isObject(spec) || Object.keys(spec).length === 0) {
    return;
  }
  if (typeof spec.type !== "string" || spec.type === "") {
    report(
      "chart",
      [...path, "chart_spec", "type"],
      `Expected a type such as ${CHART_TYPES.slice(0, 4).join(", ")}, got ${shown(spec.type)}`,
    );
  }
  for (const list of ["axes", "series", "legends"].filter((one) => spec[one] === null)) {
    report("chart", [...path, "chart_spec", list], `Expected an array, got null`);
  }
}

function checkPictures({ node, path, shape }: Visit, report: Report): void {
  const mode = shape.props?.combination_mode;
  const capacity = mode && resolve(mode).capacity?.[textOf(node.combination_mode)];
  const pictures = Array.isArray(node.img_list) ? node.img_list.length : 0;
  if (capacity && pictures > capacity) {
    report(
      "capacity",
      [...path, "img_list"],
      `${pictures} pictures, of which ${node.combination_mode} shows ${capacity}`,
      capacity,
    );
  }
}

function checkPersons({ node, tag, path }: Visit, report: Report): void {
  const persons = Array.isArray(node.persons) ? node.persons : [];
  const ids: [unknown, Path][] = [
    ...(tag === "person" ? [[node.user_id, [...path, "user_id"]] as [unknown, Path]] : []),
    ...persons.map((one, at): [unknown, Path] => [Object(one).id, [...path, "persons", at, "id"]]),
  ];
  for (const [id, place] of ids) {
    if (id === "" || id === "all") {
      report("person", place, `${shown(id)} is no id of a person`);
    }
  }
}

/** What is particular to single components. */
export function checkParts(card: Json, visits: readonly Visit[], report: Report): void {
  for (const visit of visits) {
    const { tag, node, path, around, shape } = visit;
    if (tag === "table") {
      checkTable(visit, report);
    } else if (tag === "chart") {
      checkChart(visit, report);
    } else if (tag === "img_combination") {
      checkPictures(visit, report);
    } else if (tag === "img" && node.alt === undefined) {
      report("alt", [...path, "alt"], "The picture has no alt");
    } else if (tag === "markdown") {
      checkMarkdown(node.content, [...path, "content"], report);
    }
    checkPersons(visit, report);
    const disputed = shape.disputedIn?.find((container) => around.includes(container));
    if (disputed) {
      report(
        "disputed",
        path,
        `Whether ${tag} may stand in ${disputed} is not certain: the documentation's pages disagree`,
      );
    }
  }
  const audio = visits.find(({ tag }) => tag === "audio");
  if (audio && Object(card.config).enable_forward !== false) {
    report("audio-forward", audio.path, "The card has audio, and can be forwarded");
  }
}
