import { type PlatformError, refusals } from "../../gateway/errors.ts";
import type { Answer, Call, Route } from "../../gateway/route.ts";
import { route, service } from "../../gateway/service.ts";
import { asText } from "../../platform/json.ts";
import { driveOf } from "../drive/state.ts";
import { success } from "../success.ts";
import * as type from "./block-types.ts";
import type { TableProperty } from "./containers.ts";
import { type Block, type Docx, docxOf, type TextElement } from "./state.ts";
import { readText } from "./text.ts";

const ERRORS = {
  2889902: ["no permission", 403],
  2889906: ["docs deleted", 403],
  2889914: ["doc token not found", 400],
} as const;

const contentError: (code: keyof typeof ERRORS) => PlatformError = refusals(ERRORS);

const escapeMarks = (text: string): string => text.replace(/[\\`*_[\]()#|]/g, (mark) => `\\${mark}`);

/** A piece of text with its looks. */
function toInline(call: Call, element: TextElement): string {
  const [{ content = "", text_element_style = {} } = {}] = Object.values(element) as {
    content?: unknown;
    text_element_style?: Record<string, unknown>;
  }[];
  if (element.text_run === undefined) {
    const text = readText(call, { elements: [element] });
    return element.equation === undefined ? escapeMarks(text) : `$${text.trim()}$`;
  }
  const { bold, italic, strikethrough, inline_code, link } = text_element_style;
  const words = asText(content);
  let out = inline_code === true ? `\`${words}\`` : escapeMarks(words);
  out = strikethrough === true ? `~~${out}~~` : out;
  out = italic === true ? `*${out}*` : out;
  out = bold === true ? `**${out}**` : out;
  const { url } = Object(link) as { url?: string };
  return url === undefined ? out : `[${out}](${url})`;
}

/** Writes the blocks of a document as Markdown. */
function createWriter(call: Call, { blocks }: Docx) {
  const childrenOf = ({ children }: Block): Block[] => children.flatMap((id) => blocks.get(id) ?? []);
  const inline = ({ content }: Block): string => (content.elements ?? []).map((one) => toInline(call, one)).join("");
  const indent = (text: string, by: string): string => text.replace(/\n(?=.)/g, `\n${by}`);

  function below(block: Block, by: string): string {
    const children = writeAll(childrenOf(block));
    return children === "" ? "" : `\n\n${by}${indent(children, by)}`;
  }

  function table(block: Block): string {
    const { column_size } = block.content.property as TableProperty;
    const cells = childrenOf(block).map((cell) => writeAll(childrenOf(cell)).replaceAll("\n", "<br>"));
    const rows = Array.from({ length: cells.length / column_size }, (_, row) =>
      cells.slice(row * column_size, (row + 1) * column_size),
    );
    const lines = rows.map((row) => `| ${row.join(" | ")} |`);
    lines.splice(1, 0, `|${" --- |".repeat(column_size)}`);
    return lines.join("\n");
  }

  function write(block: Block): string {
    const { type: kind, content } = block;
    if (type.HEADINGS.includes(kind)) {
      return `${"#".repeat(kind - type.headingOf(0))} ${inline(block)}${below(block, "")}`;
    }
    switch (kind) {
      case type.PAGE:
        return `# ${inline(block)}${below(block, "")}`;
      case type.BULLET:
        return `- ${inline(block)}${below(block, "    ")}`;
      case type.ORDERED:
        return `1. ${inline(block)}${below(block, "    ")}`;
      case type.TODO:
        return `- [${content.style?.done === true ? "x" : " "}] ${inline(block)}${below(block, "    ")}`;
      case type.CODE:
        return `\`\`\`\n${readText(call, content)}\n\`\`\``;
      case type.QUOTE:
        return `> ${inline(block)}${below(block, "")}`;
      case type.QUOTE_CONTAINER:
        return `> ${indent(writeAll(childrenOf(block)), "> ")}`;
      case type.DIVIDER:
        return "---";
      case type.FILE:
        return escapeMarks(`[${asText(content.name ?? "")}]`);
      case type.TABLE:
        return table(block);
      default:
        return [inline(block), writeAll(childrenOf(block))].filter((part) => part !== "").join("\n\n");
    }
  }

  const writeAll = (all: readonly Block[]): string =>
    all
      .map(write)
      .filter((part) => part !== "")
      .join("\n\n");
  return write;
}

function get(call: Call): Answer {
  const token = asText(call.input.query.doc_token);
  const docx = docxOf(call.state).documents.get(token);
  const node = driveOf(call.state).nodes.get(token);
  const page = docx?.blocks.get(token);
  if (docx === undefined || node === undefined || page === undefined) {
    throw contentError(2889914);
  }
  if (node.tenantKey !== call.caller.tenantKey) {
    throw contentError(2889902);
  }
  if (node.isDeleted) {
    throw contentError(2889906);
  }
  return success({ content: createWriter(call, docx)(page) });
}

/** Documents as Markdown. Page: https://open.feishu.cn/document/server-docs/docs/docs/docs-v1/get */
export const docsContent: readonly Route[] = service("docs/v1", [
  route("GET content", get, [
    ["2889914 for an unknown document, 2889906 for a deleted one, 2889902 for another company's", "documentation"],
    ["Tables and lists are as Markdown usually has them; parts of other services are left out", "assumption"],
  ]),
]);
