import { COMPONENTS } from "../generated/rules.ts";
import { isObject, type Json, textOf } from "../json.ts";
import { bytesOf } from "../measure.ts";
import { countTables } from "../tables.ts";
import { checkCount } from "./limits.ts";
import { checkPictures } from "./markdown.ts";
import { type Path, type Report, shown } from "./report.ts";

/** The lists of components in a component of JSON 1.0. */
const LISTS = ["elements", "columns", "actions", "fields", "extra"];

/** Markdown that only JSON 2.0 shows. */
const NEW_MARKDOWN: readonly [string, RegExp][] = [
  ["headings", /^#{1,6} /m],
  ["quotes", /^> /m],
  ["inline code", /(?<!`)`[^`\n]+`(?!`)/],
];

function checkMarkdown(content: unknown, path: Path, report: Report): void {
  const text = typeof content === "string" ? content : "";
  const lacking = NEW_MARKDOWN.filter(([, pattern]) => pattern.test(text)).map(([name]) => name);
  checkPictures(text, path, report);
  for (const what of countTables(text) ? ["tables", ...lacking] : lacking) {
    report("v1-lacks", path, `The Markdown of JSON 1.0 has no ${what}`);
  }
}

function checkComponent(node: Json, parent: string | undefined, path: Path, report: Report): void {
  const { tag } = node;
  const shape = typeof tag === "string" && Object.hasOwn(COMPONENTS, tag) ? COMPONENTS[tag] : undefined;
  const isText = ["plain_text", "lark_md", "standard_icon", "custom_icon", "text_tag"].includes(textOf(tag));
  if (shape === undefined || shape.isNew) {
    if (!isText) {
      const what = shape ? `JSON 1.0 has no ${tag}; JSON 2.0 has` : `${shown(tag)} is no component`;
      report("tag", [...path, "tag"], what);
    }
    return;
  }
  const allowed = parent === undefined ? undefined : COMPONENTS[parent]?.v1Children;
  if (allowed && !allowed.includes(textOf(tag))) {
    report("nesting", path, `In JSON 1.0, ${tag} may not stand in ${parent}`);
  }
  for (const name of shape.v1Absent ?? []) {
    if (Object.hasOwn(node, name)) {
      report("v1-lacks", [...path, name], `JSON 1.0 ignores ${name} of ${tag}`);
    }
  }
  if (tag === "markdown") {
    checkMarkdown(node.content, [...path, "content"], report);
  }
}

function walk(value: unknown, parent: string | undefined, path: Path, report: Report): void {
  if (Array.isArray(value)) {
    for (const [at, one] of value.entries()) {
      walk(one, parent, [...path, at], report);
    }
  } else if (isObject(value)) {
    const isComponent = value.tag !== undefined || (typeof path.at(-1) === "number" && path.at(-2) === "elements");
    if (isComponent) {
      checkComponent(value, parent, path, report);
    }
    for (const list of LISTS) {
      walk(value[list], isComponent ? textOf(value.tag) : parent, [...path, list], report);
    }
  } else if (value !== undefined && typeof path.at(-1) === "number") {
    report("type", path, `Expected a component, got ${shown(value)}`);
  }
}

/** Says what a card of JSON 1.0 uses that 1.0 does not have. What it does not know, the platform ignores. */
export function checkV1(card: Json, report: Report): void {
  const { elements, i18n_elements, body, header } = card;
  if (body !== undefined) {
    report(
      "v1-lacks",
      ["body"],
      'The card has a body and no schema "2.0": it is taken for JSON 1.0, which shows nothing of it',
    );
  }
  if (elements === undefined && i18n_elements === undefined && header === undefined && body === undefined) {
    report("empty", ["elements"], "The card has no elements");
  }
  if (elements !== undefined && !Array.isArray(elements)) {
    report("type", ["elements"], `Expected an array, got ${shown(elements)}`);
  }
  walk(elements, undefined, ["elements"], report);
  for (const [language, list] of Object.entries(isObject(i18n_elements) ? i18n_elements : {})) {
    walk(list, undefined, ["i18n_elements", language], report);
  }
  checkCount(elements, report);
  const bytes = bytesOf(card);
  if (bytes > 30_720) {
    report("size", [], `The card has ${bytes} bytes, 30720 are allowed`);
  }
}
