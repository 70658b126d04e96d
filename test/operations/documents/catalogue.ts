import { type Documents, eventsOf, type Found, operationsOf } from "../../support/openapi-document.ts";

/** `index.json`: a line for each operation and each event. `src` is its own; everything else stands in a document. */
export interface Catalogue {
  totals: Record<string, number>;
  operations: { id: string; method: string; path: string; tokens: string[]; doc: string; flags: string[] }[];
  events: { type: string; version: string; doc: string; flags: string[] }[];
}

/** What the flags of a line mean. */
const FLAGS: Record<string, (found: Found) => unknown> = {
  paginated: ({ operation }) => operation["x-lark-paginated"],
  deprecated: ({ operation }) => operation.deprecated,
  tokensUnverified: ({ operation }) => operation["x-lark-tokens-unverified"],
  helpdesk: ({ operation }) => operation["x-lark-helpdesk"],
  flat: ({ operation }) => operation["x-lark-envelope"] === false,
  servers: ({ operation }) => operation.servers,
  callback: ({ operation }) => operation["x-lark-callback"],
  multipart: ({ operation }) => operation.requestBody?.content?.["multipart/form-data"],
  binary: ({ operation }) => operation.responses?.["200"]?.content?.["application/octet-stream"],
  getBody: ({ method, operation }) => method === "get" && operation.requestBody,
  deleteBody: ({ method, operation }) => method === "delete" && operation.requestBody,
};

const flagsOf = (found: Found) => Object.keys(FLAGS).filter((flag) => FLAGS[flag]?.(found));

function linesOf(documents: Documents): string[] {
  const operations = operationsOf(documents).map((found) =>
    operationLine({
      id: found.operation.operationId ?? "",
      method: found.method.toUpperCase(),
      path: found.path,
      tokens: found.operation["x-lark-tokens"] ?? [],
      doc: found.file,
      flags: flagsOf(found),
    }),
  );
  const events = eventsOf(documents).map((found) =>
    eventLine({
      type: found.path,
      version: found.operation["x-lark-event-version"] ?? "",
      doc: found.file,
      flags: flagsOf(found),
    }),
  );
  return [...operations, ...events];
}

const operationLine = ({ id, method, path, tokens, doc, flags }: Catalogue["operations"][number]) =>
  `${id}: ${method} ${path}, tokens [${tokens}], in ${doc} [${[...flags].sort()}]`;

const eventLine = ({ type, version, doc, flags }: Catalogue["events"][number]) =>
  `${type}: event ${version}, in ${doc} [${[...flags].sort()}]`;

/** The totals that can be counted in the documents; a callback is no event. */
function countedTotals(documents: Documents): Record<string, number> {
  const operations = operationsOf(documents);
  const events = eventsOf(documents);
  const withFlag = (all: Found[], flag: string) => all.filter((found) => FLAGS[flag]?.(found)).length;
  const callbacks = withFlag(events, "callback");
  const flags = ["deprecated", "paginated", "multipart", "binary", "flat", "tokensUnverified"];
  return {
    operations: operations.length,
    events: events.length - callbacks,
    callbacks,
    documents: Object.keys(documents).length,
    ...Object.fromEntries(flags.map((flag) => [flag, withFlag(operations, flag)])),
  };
}

/** The catalogue and the documents tell of the same operations and events, each once. */
export function checkCatalogue(documents: Documents, { totals, operations, events }: Catalogue): string[] {
  const listed = [...operations.map(operationLine), ...events.map(eventLine)];
  const described = linesOf(documents);
  const isListed = new Set(listed);
  const isDescribed = new Set(described);
  const counted = countedTotals(documents);
  return [
    ...described.filter((line) => !isListed.has(line)).map((line) => `not in index.json: ${line}`),
    ...listed.filter((line) => !isDescribed.has(line)).map((line) => `in no document: ${line}`),
    ...listed.filter((line, at) => listed.indexOf(line) !== at).map((line) => `twice in index.json: ${line}`),
    ...Object.keys({ ...totals, ...counted })
      .filter((name) => totals[name] !== counted[name])
      .map((name) => `index.json counts ${totals[name]} ${name}, the documents have ${counted[name]}`),
  ];
}
