import { RULES } from "../generated/rules.ts";
import type { Json } from "../json.ts";
import { bytesOf, countElements } from "../measure.ts";
import { countTables } from "../tables.ts";
import type { Report } from "./report.ts";
import type { Visit } from "./walk.ts";

const limitOf = (rule: string): number => RULES[rule]?.limit ?? Number.POSITIVE_INFINITY;

/** The deepest component in containers. Columns are part of their `column_set`. */
function checkDepth(visits: readonly Visit[], report: Report): void {
  const limit = limitOf("depth");
  for (const { path, around } of visits) {
    const levels = around.filter((tag) => tag !== "column").length;
    if (levels > limit) {
      report("depth", path, `The component is ${levels} levels deep in containers, ${limit} are allowed`);
      return;
    }
  }
}

function checkTables(visits: readonly Visit[], report: Report): void {
  const inMarkdown = visits.map(({ tag, node }) => (tag === "markdown" ? countTables(node.content) : 0));
  for (const [at, count] of inMarkdown.entries()) {
    if (count > limitOf("markdown-tables")) {
      report("markdown-tables", visits[at]?.path ?? [], `${count} Markdown tables in one component`);
    }
  }
  const tables = visits.filter(({ tag }) => tag === "table").length + inMarkdown.reduce((a, b) => a + b, 0);
  const rule = ["tables", "tables-advice"].find((one) => tables > limitOf(one));
  if (rule) {
    report(rule, [], `The card has ${tables} tables, ${limitOf(rule)} are ${rule === "tables" ? "allowed" : "safe"}`);
  }
}

/** Numbers and sizes of the card as a whole. */
export function checkLimits(card: Json, visits: readonly Visit[], report: Report): void {
  const count = countElements(card.body);
  if (count > limitOf("elements")) {
    report("elements", [], `The card has ${count} components and texts, ${limitOf("elements")} are allowed`);
  }
  const bytes = bytesOf(card);
  if (bytes > limitOf("size")) {
    report("size", [], `The card has ${bytes} bytes, ${limitOf("size")} are allowed`);
  }
  checkDepth(visits, report);
  checkTables(visits, report);
  const charts = visits.filter(({ tag }) => tag === "chart").length;
  if (charts > limitOf("charts")) {
    report("charts", [], `The card has ${charts} charts, ${limitOf("charts")} are advised`);
  }
}
