// Reads the platform's description: openapi/*.json in, plain facts out. Nothing here knows TypeScript.

import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";

/** Not an API: the list of everything. */
const INDEX = "index.json";

/** The fields that make a request one the platform acts on once, by name. */
const IDEMPOTENCY_FIELDS = ["client_token", "idempotency_key", "idempotent_id", "idempotent_key"];

/** Where `uuid` is such a field too; elsewhere it is an id of the thing itself. */
const UUID_IS_IDEMPOTENCY = /^(im|cardkit)\.|^approval\.v\d\.instance\.create$/;

/** Resolves a schema that is only a reference. */
export const resolve = (document, schema) =>
  schema?.$ref ? document.components.schemas[schema.$ref.split("/").pop()] : schema;

const firstOf = (content) => Object.entries(content ?? {})[0] ?? [];

function idempotencyField(document, { operationId, parameters = [], requestBody }, method) {
  if (method !== "POST" && method !== "PATCH") {
    return;
  }
  const [, schema] = firstOf(requestBody?.content);
  const fields = [
    ...parameters.filter(({ in: place }) => place === "query").map(({ name }) => name),
    ...Object.keys(resolve(document, schema?.schema)?.properties ?? {}),
  ];
  const names = UUID_IS_IDEMPOTENCY.test(operationId) ? [...IDEMPOTENCY_FIELDS, "uuid"] : IDEMPOTENCY_FIELDS;
  return fields.find((field) => names.includes(field));
}

function readOperation(document, path, verb, operation) {
  const [project, version, resource, method] = operation.operationId.split(".");
  const [requestType, request] = firstOf(operation.requestBody?.content);
  const [answerType, answer] = firstOf(operation.responses["200"]?.content);
  const httpMethod = verb.toUpperCase();
  return {
    name: operation.operationId,
    project,
    version,
    resource,
    method,
    httpMethod,
    path: path.replace(/\{(\w+)\}/g, ":$1"),
    document,
    parameters: operation.parameters ?? [],
    /** How the body is written: JSON unless it says multipart or form. */
    requestType,
    request: request?.schema,
    answer: answer?.schema,
    isFile: answerType === "application/octet-stream",
    hasEnvelope: operation["x-lark-envelope"] !== false,
    tokens: operation["x-lark-tokens"],
    isPaginated: operation["x-lark-paginated"] === true,
    items: operation["x-lark-items"],
    pagesInBody: operation["x-lark-page-in"] === "body",
    /** `open` is the host of nearly all; a few live on `accounts` or `www`. */
    host: /^https:\/\/(\w+)\./.exec(operation.servers?.[0].url ?? "https://open.")[1],
    isHelpdesk: operation["x-lark-helpdesk"] === true,
    idempotencyField: idempotencyField(document, operation, httpMethod),
    isDeprecated: operation.deprecated === true,
    rateLimit: operation["x-lark-rate-limit"],
    scopes: operation["x-lark-scopes"] ?? [],
    /** Names from before; those without a version are not kept. */
    aliases: (operation["x-lark-aliases"] ?? []).filter((alias) => /^\w+\.v\d+\./.test(alias)),
    /** The name under which it takes a card template instead of a content. */
    byCard: operation["x-lark-by-card"],
    url: operation.externalDocs?.url,
  };
}

function readEvent(document, type, { post }) {
  const [, request] = firstOf(post.requestBody?.content);
  const [, answer] = firstOf(post.responses?.["200"]?.content);
  return {
    type,
    document,
    schema: request?.schema,
    answer: post["x-lark-callback"] ? answer?.schema : undefined,
    isCallback: post["x-lark-callback"] === true,
    isOld: post["x-lark-event-version"] === "1.0",
    isDeprecated: post.deprecated === true,
    scopes: post["x-lark-scopes"] ?? [],
    url: post.externalDocs?.url,
  };
}

/** The hash that distinguishes one state of a document from another. */
const revisionOf = (text) => createHash("sha256").update(text).digest("hex").slice(0, 8);

/** Versions in the order of their numbers, so that `v10` comes after `v9`. */
const byVersion = (a, b) => Number(a.slice(1)) - Number(b.slice(1));

/**
 * Reads a folder of documents.
 *
 * @returns Domains by name with the operations of all versions, and the events of all.
 */
export function readDocuments(folder) {
  const files = readdirSync(folder)
    .filter((file) => file.endsWith(".json") && file !== INDEX)
    .sort();
  const operations = [];
  const events = [];
  for (const file of files) {
    const text = readFileSync(new URL(file, folder), "utf8");
    const document = { name: file, revision: revisionOf(text), ...JSON.parse(text) };
    for (const [path, verbs] of Object.entries(document.paths ?? {})) {
      for (const [verb, operation] of Object.entries(verbs)) {
        operations.push(readOperation(document, path, verb, operation));
      }
    }
    for (const [type, event] of Object.entries(document.webhooks ?? {})) {
      events.push(readEvent(document, type, event));
    }
  }
  const domains = {};
  for (const operation of operations) {
    domains[operation.project] ??= [];
    domains[operation.project].push(operation);
  }
  for (const list of Object.values(domains)) {
    list.sort((a, b) => byVersion(a.version, b.version));
  }
  return { domains, events };
}
