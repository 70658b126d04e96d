// Writes the table of a domain: one line of text per resource. src/client/operations.ts reads it.
import { toSnake } from "./names.mjs";

/** The HTTP method that a method's name implies; any other implies POST. */
const IMPLIED = { list: "GET", get: "GET", create: "POST", delete: "DELETE", patch: "PATCH", update: "PUT" };

/** Tokens that most operations take, and that are not written. */
const USUAL_TOKENS = "tu";

/** `/chats/:chat_id` becomes `/chats/:`. */
const shortenParameters = (path) =>
  path.replace(/\/(\w+?)(s?)\/:(\w+)/g, (whole, name, plural, parameter) =>
    parameter === `${name}_id` ? `/${name}${plural}/:` : whole,
  );

/** `/chat_tabs` becomes `/~s` where `chatTab` is what the line or the entry is called. */
const shortenName = (path, name) => path.replace(new RegExp(`/${toSnake(name)}(?=s?$|s?/)`), "/~");

function pathOf({ project, version, path }) {
  const root = `/open-apis/${project}/${version}`;
  return shortenParameters(path.startsWith(`${root}/`) ? path.slice(root.length) : `/${path}`);
}

/** What all paths begin with, in whole segments. */
function commonPath(paths) {
  const [first, ...others] = paths.map((path) => path.split("/"));
  const end = first.findIndex((segment, index) => others.some((other) => other[index] !== segment));
  return (end < 0 ? first : first.slice(0, end)).join("/");
}

function flagsOf(operation) {
  const { isFile, requestType, hasEnvelope, isPaginated, items, pagesInBody } = operation;
  const page = pagesInBody ? "P" : "p";
  return [
    isFile && "b",
    requestType === "multipart/form-data" && "m",
    requestType === "application/x-www-form-urlencoded" && "f",
    !hasEnvelope && "n",
    operation.isHelpdesk && "h",
    operation.isCard && "c",
    operation.host !== "open" && `o=${operation.host}`,
    isPaginated && (items === "items" ? page : `${page}=${items ?? ""}`),
    operation.idempotencyField && `i=${operation.idempotencyField}`,
  ].filter(Boolean);
}

function entryOf(operation, rest) {
  const { method, httpMethod, tokens } = operation;
  const letters = tokens.map((kind) => kind[0]).join("") || "-";
  const how =
    (letters === USUAL_TOKENS ? "" : letters) + ((IMPLIED[method] ?? "POST") === httpMethod ? "" : httpMethod);
  return [method + shortenName(rest, method), how, ...flagsOf(operation)].join(",").replace(/,$/, "");
}

/** An operation under its name and under its older ones. */
export const withAliases = (operation) => [
  operation,
  ...[...operation.aliases, operation.byCard].filter(Boolean).map((alias) => {
    const [project, version, resource, method] = alias.split(".");
    const isCard = alias === operation.byCard;
    return { ...operation, name: alias, project, version, resource, method, aliasOf: operation.name, isCard };
  }),
];

/** Groups operations by version and resource, as the client shows them. */
export function toTree(operations) {
  const tree = {};
  for (const operation of operations.flatMap(withAliases)) {
    const { version, resource } = operation;
    tree[version] ??= {};
    tree[version][resource] ??= [];
    tree[version][resource].push(operation);
  }
  return tree;
}

/** The table of a domain, in the format that `Api.operations` of src/client/types.ts describes. */
export function toTable(operations) {
  const lines = [];
  for (const [version, resources] of Object.entries(toTree(operations))) {
    lines.push(version);
    for (const [resource, list] of Object.entries(resources)) {
      const paths = list.map(pathOf);
      const base = commonPath(paths);
      const entries = list.map((operation, index) => entryOf(operation, paths[index].slice(base.length)));
      lines.push([resource, shortenName(base, resource), ...entries].join(" "));
    }
  }
  return lines.join("\n");
}
