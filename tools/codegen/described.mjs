// Writes what the emulator knows of every operation: one module per domain, as data. src/emulator/gateway/operations reads it.
import { createCompact } from "./compact.mjs";

const inPlace = (parameters, place) => ({
  type: "object",
  properties: Object.fromEntries(
    parameters.filter((parameter) => parameter.in === place).map(({ name, schema }) => [name, schema]),
  ),
  required: parameters.filter((parameter) => parameter.in === place && parameter.required).map(({ name }) => name),
});

/** What of an operation has a shape: path, query, body, answer. Headers are optional texts, all of them. */
const partsOf = ({ parameters, request, answer }) => [
  inPlace(parameters, "path"),
  inPlace(parameters, "query"),
  request,
  answer,
];

const flagsOf = ({ requestType, isFile, hasEnvelope }) =>
  [
    requestType === "multipart/form-data" && "m",
    requestType === "application/x-www-form-urlencoded" && "f",
    isFile && "b",
    !hasEnvelope && "n",
  ]
    .filter(Boolean)
    .join("");

/** A list with an entry on each line. */
const listOf = (entries) => `[\n${entries.map((entry) => JSON.stringify(entry)).join(",\n")}\n]`;

/** The text of `src/emulator/gateway/described/<domain>.ts`. */
export function toDescribed(operations, headerOf) {
  const shapes = createCompact();
  const parts = operations.flatMap((operation) => partsOf(operation).map((schema) => [operation.document, schema]));
  for (const [document, schema] of parts.filter(([, schema]) => schema)) {
    shapes.count(document, schema);
  }
  const { shapes: shared, written } = shapes.settle(
    parts.map(([document, schema]) => (schema ? shapes.write(document, schema) : false)),
  );
  const scopes = [...new Set(operations.flatMap((operation) => operation.scopes))];
  const lines = operations.map((operation, index) => {
    const { name, httpMethod, path, tokens } = operation;
    const letters = tokens.map((kind) => kind[0]).join("");
    const places = operation.scopes.map((scope) => scopes.indexOf(scope));
    const parts = written.slice(index * 4, index * 4 + 4);
    return [name, httpMethod, path, letters, flagsOf(operation), ...parts, ...(places.length > 0 ? [places] : [])];
  });
  const json = `{"operations":${listOf(lines)},"scopes":${JSON.stringify(scopes)},"shapes":${listOf(shared)}}`;
  const text = json.replace(/[\\`]|\$\{/g, "\\$&");
  return [
    headerOf(operations.map(({ document }) => document)),
    "/** The operations of a domain and the shapes of what they take and give, as JSON. */",
    `export const described: string = \`${text}\`;\n`,
  ].join("\n");
}

/** The text of `src/emulator/gateway/described/events.ts`: the shapes of the bodies of all events and callbacks. */
export function toDescribedEvents(events, headerOf) {
  const list = [...events].sort((a, b) => (a.type < b.type ? -1 : 1));
  const shapes = createCompact();
  for (const { document, schema } of list.filter(({ schema }) => schema)) {
    shapes.count(document, schema);
  }
  const { shapes: shared, written } = shapes.settle(
    list.map(({ document, schema }) => (schema ? shapes.write(document, schema) : "o")),
  );
  const lines = list.map(({ type, isOld, isCallback }, index) => [
    type,
    `${isOld ? "1" : ""}${isCallback ? "c" : ""}`,
    written[index],
  ]);
  const json = `{"events":${listOf(lines)},"shapes":${listOf(shared)}}`;
  return [
    headerOf(list.map(({ document }) => document)),
    "/** The events and callbacks of the platform and the shapes of their bodies, as JSON. */",
    `export const events: string = \`${json.replace(/[\\`]|\$\{/g, "\\$&")}\`;\n`,
  ].join("\n");
}

/** The text of `src/emulator/gateway/described/index.ts`: which module to load for a path. */
export function toDescribedIndex(domains, header) {
  const owners = {};
  for (const [domain, operations] of Object.entries(domains)) {
    for (const { path } of operations) {
      const place = path.split("/").slice(1, 3).join("/");
      if (owners[place] && owners[place] !== domain) {
        throw new Error(`${path} is of ${domain}, and its place already of ${owners[place]}: one module per place`);
      }
      owners[place] = domain;
    }
  }
  const loaders = Object.entries(owners)
    .sort()
    .map(([place, domain]) => `  "${place}": async () => (await import("./${domain}.ts")).described,`);
  return [
    header,
    "/** Loads the description of a domain, by the first two segments of a path. */",
    `export const loaders: Readonly<Record<string, () => Promise<string>>> = {\n${loaders.join("\n")}\n};\n`,
  ].join("\n");
}
