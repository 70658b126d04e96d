import { RULES } from "../generated/rules.ts";
import type { Json } from "../json.ts";
import { bytesOf, countAll } from "../measure.ts";
import { countTables } from "../tables.ts";
import type { Report } from "./report.ts";
import type { Visit } from "./walk.ts";

const limitOf = (rule: string): number => RULES[rule]?.limit ?? Number.POSITIVE_INFINITY;

/** The components that are too deep in containers. Whether a column is a level is not certain: it counts for `depth-all`. */
function checkDepth(visits: readonly Visit[], report: Report): void {
  for (const rule of ["depth", "depth-all"]) {
    const limit = limitOf(rule);
    for (const { path, around } of visits) {
      const levels = around.filter((tag) => rule === "depth-all" || tag !== "column").length;
      if (levels > limit) {
        report(rule, path, `The component is ${levels} levels deep in containers, ${limit} are allowed`);
        return;
      }
    }
  }
}

/** The number of components. The platform does not document which parts it counts. */
export function checkCount(body: unknown, report: Report): void {
  const { least, most } = countAll(body);
  if (least > limitOf("elements")) {
    report("elements", [], `The card has ${least} components and texts, ${limitOf("elements")} are allowed`);
  } else if (most > limitOf("elements-all")) {
    const all = `${most} components and texts with columns, icons and options`;
    report("elements-all", [], `The card has ${all}, ${limitOf("elements-all")} are surely allowed`);
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
  checkCount(card.body, report);
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
