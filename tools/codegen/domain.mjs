// Writes one file per domain: its table, and its types.
import { resolve } from "./documents.mjs";
import { toKey, toPascal } from "./names.mjs";
import { toTable, toTree } from "./table.mjs";
import { block, comment, indent, scopeLines } from "./text.mjs";
import { createTypes } from "./types.mjs";

/** How an operation's result is written. */
function resultOf({ answer, isFile, hasEnvelope, isPaginated, items }, data) {
  if (isFile) {
    return "Promise<Download>";
  }
  if (!hasEnvelope) {
    return `Promise<${data} & ResponseInfo>`;
  }
  if (isPaginated) {
    return items ? `Paged<${data}, ${JSON.stringify(items)}>` : `Pages<${data}>`;
  }
  return `Promise<Envelope${answer ? `<${data}>` : ""}>`;
}

/** Parameters of one place as the schema of an object. */
const toObject = (parameters) => ({
  type: "object",
  properties: Object.fromEntries(parameters.map(({ name, schema }) => [name, schema])),
  required: parameters.filter(({ required }) => required).map(({ name }) => name),
});

/** What stands in a payload, as schemas by their place. */
function payloadOf({ document, parameters, request }) {
  const inPlace = (place) => parameters.filter((parameter) => parameter.in === place);
  return [
    ["path", toObject(inPlace("path"))],
    ["params", toObject(inPlace("query"))],
    ["headers", toObject(inPlace("header"))],
    ["data", request && resolve(document, request)],
  ].filter(([, schema]) => schema && (Object.keys(schema.properties ?? {}).length || schema.additionalProperties));
}

/** A card's template in the place of type and content, as the official SDK takes it. */
function byTemplate(schema) {
  const { msg_type, content, ...rest } = schema.properties;
  return {
    ...schema,
    properties: { ...rest, template_id: { type: "string" }, template_variable: { type: "object" } },
    required: [...(schema.required ?? []).filter((name) => name in rest), "template_id"],
  };
}

const isRequired = ({ required = [] }) => required.length > 0;

/** What an editor shows. A link in the text instead of `@see`, with which editors take a third longer to parse the types. */
function hoverOf({ httpMethod, path, tokens, rateLimit, isHelpdesk, scopes, url, isDeprecated, aliasOf }) {
  const address = `\`${httpMethod} ${path}\``;
  const facts = [
    url ? `[${address}](${url})` : address,
    tokens.join(", ") || "no token",
    isHelpdesk && "helpdesk",
    rateLimit && (rateLimit === "special" ? "special rate limit" : rateLimit.replaceAll(",", ", ")),
  ];
  return comment([
    facts.filter(Boolean).join(" · "),
    ...scopeLines(scopes),
    Boolean(aliasOf || isDeprecated) && `@deprecated${aliasOf ? ` Use \`${aliasOf}\`.` : ""}`,
  ]);
}

function toMethod(operation, types) {
  const { document, answer, resource, method } = operation;
  const place = toPascal(resource);
  const fields = payloadOf(operation).map(([name, schema]) => {
    const shown = name === "data" && operation.isCard ? byTemplate(schema) : schema;
    const type = types.write(document, shown, "request", { wish: `${resource}_${name}`, place });
    return { text: `${name}${isRequired(shown) ? "" : "?"}: ${type};`, required: isRequired(shown) };
  });
  const data = answer && types.write(document, answer, "answer", { wish: `${resource}_${method}_data`, place });
  const payload = block(fields.map(({ text }) => text));
  const parameters = [
    `payload${fields.some(({ required }) => required) ? "" : "?"}: ${fields.length ? indent(payload) : "{}"},`,
    `options?: ${operation.isPaginated && operation.items ? "PageOptions" : "CallOptions"},`,
  ];
  const head = `${hoverOf(operation)}\n${toKey(method)}(\n  ${parameters.join("\n  ")}\n)`;
  return `${head}: ${resultOf(operation, data ?? "{}")};`;
}

function toResource([name, operations], at, types) {
  const methods = operations.flatMap((operation) => {
    const place = `${at}["${name}"]["${operation.method}"]`;
    const iterator = `/** @deprecated Use \`${operation.method}(…).pages()\`. */\n${operation.method}WithIterator: PagesOf<${place}>;`;
    return [toMethod(operation, types), ...(operation.isPaginated ? [iterator] : [])];
  });
  return `${toKey(name)}: ${block(methods)};`;
}

/** A resource without a version is that of `v1`, else of the newest version that has it: the official SDK's choice. */
function toShortNames(tree, versions) {
  const chosen = new Map();
  for (const [version, resources] of Object.entries(versions)) {
    for (const resource of Object.keys(resources)) {
      if (chosen.get(resource) !== "v1") {
        chosen.set(resource, version);
      }
    }
  }
  return [...chosen].map(([name, version]) => `${toKey(name)}: ${tree}["${version}"]["${name}"];`);
}

/** The names that a file may import, of which only the used ones are. */
const IMPORTS = "Api CallOptions Download Envelope FileInput PageOptions Paged Pages PagesOf ResponseInfo".split(" ");

/** The text of `src/api/<domain>/index.ts`. */
export function toDomain(name, operations, headerOf) {
  const tree = toPascal(name);
  const types = createTypes([tree, ...IMPORTS]);
  for (const { document, request, answer } of operations) {
    for (const schema of [request, answer].filter(Boolean)) {
      types.count(document, schema);
    }
  }
  const resourcesOf = toTree(operations);
  const versions = Object.entries(resourcesOf).map(([version, resources]) => {
    const at = `${tree}["${version}"]`;
    return `${version}: ${block(Object.entries(resources).map((resource) => toResource(resource, at, types)))};`;
  });
  const body = [
    ...types.declarations(),
    `/** The operations of \`${name}\`. */\nexport interface ${tree} ${block([...versions, ...toShortNames(tree, resourcesOf)])}`,
    `/** The table of \`${name}\`, for \`apis\` of the client in \`lark-edge/core\`. */`,
  ].join("\n\n");
  const used = IMPORTS.filter((one) => one === "Api" || new RegExp(`\\b${one}\\b`).test(body));
  return [
    headerOf(operations.map(({ document }) => document)),
    `import type { ${used.join(", ")} } from "../../client/index.ts";\n`,
    `${body}\nexport const ${name}: Api<${tree}> = {\n  project: "${name}",\n  operations: \`\n${toTable(operations)}\`,\n};\n`,
  ].join("\n");
}
