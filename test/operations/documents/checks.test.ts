// Every check finds what it is there for: one good document passes them all, and each broken copy fails its own.
import { describe, expect, it } from "vitest";
import type { Document, Operation, Schema } from "../../support/openapi-document.ts";
import { type Catalogue, checkCatalogue } from "./catalogue.ts";
import { checkNames, checkOpenApi, checkPages, checkPaths, checkReferences, checkTokens } from "./checks.ts";
import { checkReadme, checkVocabulary, LARK_EVENT, LARK_OPERATION } from "./vocabulary.ts";

const FILE = "shop.v1.json";
const LIST = "/open-apis/shop/v1/shelves/{shelf_id}/books";
const SEARCH = "/open-apis/shop/v1/books/search";

/** Two operations and an event with a bit of everything. */
const good = (): { document: Document; list: Operation; search: Operation; event: Operation; page: Schema } => {
  const page: Schema = {
    type: "object",
    properties: {
      items: { $ref: "#/components/schemas/Books" },
      page_token: { type: "string" },
      next_page_token: { type: "string" },
    },
  };
  const list = {
    operationId: "shop.v1.book.list",
    parameters: [
      { name: "shelf_id", in: "path", required: true, schema: { type: "string" } },
      { name: "page_token", in: "query", schema: { type: "string", maxLength: 99 } },
    ],
    responses: { 200: { description: "", content: { "application/json": { schema: page } } } },
    "x-lark-tokens": ["tenant", "user"],
    "x-lark-tokens-unverified": true,
    "x-lark-paginated": true,
    "x-lark-items": "items",
    "x-lark-aliases": ["shop.book.list"],
    "x-lark-rate-limit": "1000/min,50/s",
    "x-lark-error-codes": { 400: [1] },
  };
  const search = {
    operationId: "shop.v1.book.search",
    requestBody: {
      required: true,
      content: {
        "application/json": { schema: { type: "object", properties: { page_token: { type: "string" } } } },
      },
    },
    responses: { 200: { description: "", content: { "application/json": { schema: page } } } },
    "x-lark-tokens": [],
    "x-lark-paginated": true,
    "x-lark-page-in": "body",
    "x-lark-next": "next_page_token",
  };
  const event = {
    requestBody: { content: { "application/json": { schema: { $ref: "#/components/schemas/Book" } } } },
    responses: { 200: { description: "" } },
    "x-lark-event-version": "2.0",
  };
  const document = {
    openapi: "3.1.0",
    info: { title: "shop v1", version: "2026-09" },
    servers: [{ url: "https://open.feishu.cn" }],
    paths: { [LIST]: { get: list }, [SEARCH]: { post: search } },
    webhooks: { "shop.book.sold_v1": { post: event } },
    components: {
      schemas: {
        Books: { type: "array", items: { $ref: "#/components/schemas/Book" } },
        Book: { type: "object", required: ["id"], properties: { id: { type: "string", enum: ["a"] } } },
      },
    },
  };
  return { document, list, search, event, page };
};

const catalogue = (): Catalogue => ({
  totals: {
    operations: 2,
    events: 1,
    callbacks: 0,
    documents: 1,
    deprecated: 0,
    paginated: 2,
    multipart: 0,
    binary: 0,
    flat: 0,
    tokensUnverified: 1,
  },
  operations: [
    {
      id: "shop.v1.book.list",
      method: "GET",
      path: LIST,
      tokens: ["tenant", "user"],
      doc: FILE,
      flags: ["tokensUnverified", "paginated"],
    },
    { id: "shop.v1.book.search", method: "POST", path: SEARCH, tokens: [], doc: FILE, flags: ["paginated"] },
  ],
  events: [{ type: "shop.book.sold_v1", version: "2.0", doc: FILE, flags: [] }],
});

type Good = ReturnType<typeof good>;
type Broken = [what: string, break_: (parts: Good) => void, message: string];

/** Writes where no type lets one. */
const put = (target: object | undefined, values: object) => Object.assign(target as object, values);

const BROKEN: [name: string, check: (documents: Record<string, Document>) => unknown, cases: Broken[]][] = [
  [
    "checkOpenApi",
    checkOpenApi,
    [
      ["an older OpenAPI", ({ document }) => put(document, { openapi: "3.0.3" }), "openapi is 3.0.3"],
      ["no responses' description", ({ list }) => put(list.responses?.["200"], { description: 1 }), "must be string"],
      ["an optional path parameter", ({ list }) => put(list.parameters?.[0], { required: false }), "required"],
      [
        "a reference to nothing",
        ({ page }) => put(page, { $ref: "#/components/schemas/Page" }),
        "resolve #/components/schemas/Page",
      ],
    ],
  ],
  [
    "checkReferences",
    checkReferences,
    [
      ["a schema that is not there", ({ page }) => put(page, { items: { $ref: "#/components/schemas/Gone" } }), "Gone"],
      ["another document", ({ page }) => put(page, { $ref: "im.v1.json#/components/schemas/Book" }), "im.v1.json"],
      ["a schema of an operation", ({ page }) => put(page, { $ref: "#/paths" }), "#/paths leads nowhere"],
      [
        "a circle",
        ({ document }) => put(document.components?.schemas, { Book: { $ref: "#/components/schemas/Book" } }),
        "Book leads nowhere",
      ],
    ],
  ],
  [
    "checkNames",
    checkNames,
    [
      ["three segments", ({ list }) => put(list, { operationId: "shop.v1.list" }), "is not project.version"],
      ["five segments", ({ list }) => put(list, { operationId: "shop.v1.a.b.c" }), "is not project.version"],
      ["no identifier", ({ list }) => put(list, { operationId: "shop.v1.book.list-all" }), "is not project.version"],
      ["no name", ({ list }) => put(list, { operationId: undefined }), "get /open-apis"],
      ["another document's name", ({ list }) => put(list, { operationId: "im.v1.book.list" }), "does not belong"],
      ["a name twice", ({ list }) => put(list, { operationId: "shop.v1.book.search" }), "is a name of"],
      ["another's name as an alias", ({ search }) => put(search, { "x-lark-aliases": ["shop.v1.book.list"] }), "too"],
      ["another's name with a card", ({ search }) => put(search, { "x-lark-by-card": "shop.book.list" }), "too"],
      ["an alias twice", ({ search }) => put(search, { "x-lark-aliases": ["shop.book.list"] }), "shop.book.list"],
    ],
  ],
  [
    "checkPaths",
    checkPaths,
    [
      ["an undeclared parameter", ({ list }) => put(list, { parameters: [] }), "{shelf_id} is not declared"],
      [
        "a name that is none",
        ({ document, list }) => put(document.paths, { "/open-apis/{shelf-id}": { get: list } }),
        "{shelf-id} is no identifier",
      ],
      ["another kind of it", ({ list }) => put(list.parameters?.[0], { in: "query" }), "{shelf_id} is not declared"],
      [
        "a parameter too many",
        ({ search }) => put(search, { parameters: [{ name: "id", in: "path" }] }),
        "id is not in the path",
      ],
      ["a parameter twice", ({ list }) => list.parameters?.push(...list.parameters), "query page_token comes twice"],
      [
        "an address twice",
        ({ document, list }) => put(document.paths, { [LIST.replace("shelf_id", "id")]: { get: list } }),
        "has the address of",
      ],
    ],
  ],
  [
    "checkTokens",
    checkTokens,
    [
      ["no tokens", ({ list }) => put(list, { "x-lark-tokens": undefined }), "no x-lark-tokens"],
      ["a strange kind", ({ search }) => put(search, { "x-lark-tokens": ["bot"] }), "x-lark-tokens has bot"],
      ["a kind twice", ({ search }) => put(search, { "x-lark-tokens": ["app", "app"] }), "x-lark-tokens has app"],
      ["a sure guess", ({ list }) => put(list, { "x-lark-tokens": ["app"] }), "unverified tokens app"],
    ],
  ],
  [
    "checkPages",
    checkPages,
    [
      ["items that are not there", ({ list }) => put(list, { "x-lark-items": "books" }), "books is no array"],
      ["items that are no array", ({ list }) => put(list, { "x-lark-items": "page_token" }), "page_token is no array"],
      ["no cursor in the query", ({ list }) => list.parameters?.pop(), "takes no page_token in its query"],
      ["no cursor in the body", ({ list }) => put(list, { "x-lark-page-in": "body" }), "no page_token in its body"],
      [
        "no cursor of the name that follows",
        ({ search }) => put(search, { "x-lark-next": "next_cursor_id" }),
        "takes no cursor_id in its body",
      ],
      [
        "no cursor in the answer",
        ({ page }) => put(page.properties, { page_token: undefined }),
        "answers no page_token",
      ],
      ["no such cursor in the answer", ({ list }) => put(list, { "x-lark-next": "then" }), "answers no then"],
      ["a cursor that is an object", ({ page }) => put(page.properties?.page_token, { type: "object" }), "answers no"],
      ["pages of nothing", ({ list }) => put(list, { "x-lark-paginated": undefined }), "is not paginated"],
    ],
  ],
  [
    "checkVocabulary",
    checkVocabulary,
    [
      [
        "an unknown key of ours",
        ({ list }) => put(list, { "x-lark-stream": true }),
        "x-lark-stream, which nobody reads",
      ],
      ["a key of events", ({ list }) => put(list, { "x-lark-callback": true }), "x-lark-callback, which nobody"],
      ["a key of operations", ({ event }) => put(event, { "x-lark-items": "items" }), "x-lark-items, which nobody"],
      ["an unknown value", ({ list }) => put(list, { "x-lark-page-in": "header" }), 'x-lark-page-in "header"'],
      ["an unknown cursor", ({ list }) => put(list, { "x-lark-next": "then" }), 'x-lark-next "then"'],
      ["an unknown rate", ({ list }) => put(list, { "x-lark-rate-limit": "5/h" }), 'x-lark-rate-limit "5/h"'],
      ["an unknown keyword", ({ page }) => put(page, { pattern: "^a" }), "schema has pattern, which nobody reads"],
      ["one deep inside", ({ page }) => put(page.properties?.items, { items: {} }), "reference has items"],
      [
        "one in a list",
        ({ page }) => put(page, { anyOf: [{ type: "string" }, { nullable: true }] }),
        "anyOf/1: schema has nullable",
      ],
      [
        "one in a shared schema",
        ({ document }) => put(document.components?.schemas?.Book?.properties?.id, { const: "a" }),
        "schemas/Book/properties/id: schema has const",
      ],
      ["a list of types", ({ page }) => put(page, { type: ["string", "null"] }), "schema has type"],
      ["an unknown format", ({ page }) => put(page, { format: "date" }), "schema has format"],
      ["something beside a reference", ({ list }) => put(list.parameters?.[0], { deprecated: true }), "deprecated"],
      ["a cookie", ({ list }) => put(list.parameters?.[0], { in: "cookie" }), 'parameter has in "cookie"'],
      [
        "parameters of a whole path",
        ({ document }) => put(document.paths?.[LIST], { parameters: [] }),
        "path has parameters, which nobody reads",
      ],
      ["another answer", ({ list }) => put(list.responses, { 404: { description: "" } }), "responses has 404"],
      [
        "another media type",
        ({ search }) => put(search.requestBody, { content: { "text/xml": {} } }),
        "requestContent has text/xml",
      ],
      [
        "two kinds of a body",
        ({ search }) => put(search.requestBody?.content, { "multipart/form-data": {} }),
        "requestBody has content",
      ],
      ["a name of every object", ({ list }) => put(list, { constructor: {} }), "operation has constructor"],
    ],
  ],
];

describe("a good document", () => {
  it.each(BROKEN)("passes %s", async (_, check) => {
    expect(await check({ [FILE]: good().document })).toEqual([]);
  });

  it("is listed as it is", () => {
    expect(checkCatalogue({ [FILE]: good().document }, catalogue())).toEqual([]);
  });
});

describe.each(BROKEN)("%s finds", (_, check, cases) => {
  it.each(cases)("%s", async (_what, break_, message) => {
    const parts = good();
    break_(parts);
    const problems = (await check({ [FILE]: parts.document })) as string[];
    expect(problems.join("\n")).toContain(message);
  });
});

describe("checkCatalogue finds", () => {
  type Line = Catalogue["operations"][number];
  const broken: [what: string, values: Partial<Line>][] = [
    ["another name", { id: "shop.v1.book.all" }],
    ["another method", { method: "POST" }],
    ["another path", { path: LIST.replace("shelf_id", "id") }],
    ["other tokens", { tokens: ["tenant"] }],
    ["another document", { doc: "shop.v2.json" }],
    ["other flags", { flags: ["paginated"] }],
  ];

  it.each(broken)("%s", (_, values) => {
    const index = catalogue();
    Object.assign(index.operations[0] as Line, values);
    const problems = checkCatalogue({ [FILE]: good().document }, index);
    expect(problems).toEqual([
      expect.stringContaining("not in index.json: shop.v1.book.list"),
      expect.stringContaining("in no document: "),
    ]);
  });

  it("another version of an event", () => {
    const index = catalogue();
    Object.assign(index.events[0] as object, { version: "1.0" });
    expect(checkCatalogue({ [FILE]: good().document }, index)).toHaveLength(2);
  });

  it("a line twice", () => {
    const index = catalogue();
    index.operations.push(...index.operations.slice(0, 1));
    const problems = checkCatalogue({ [FILE]: good().document }, index);
    expect(problems).toEqual([expect.stringContaining("twice in index.json: shop.v1.book.list")]);
  });

  it("a wrong sum", () => {
    const index = catalogue();
    index.totals.paginated = 3;
    const problems = checkCatalogue({ [FILE]: good().document }, index);
    expect(problems).toEqual(["index.json counts 3 paginated, the documents have 2"]);
  });
});

describe("checkReadme finds", () => {
  const readme = Object.keys({ ...LARK_OPERATION, ...LARK_EVENT })
    .map((key) => `\`${key}\``)
    .join(", ");

  it("nothing, where all are told of", () => {
    expect(checkReadme(readme)).toEqual([]);
  });

  it("a key that nobody knows", () => {
    expect(checkReadme(`${readme}, \`x-lark-stream\``)).toEqual([
      "x-lark-stream is told of, and not in the vocabulary",
    ]);
  });

  it("a key that it does not tell of", () => {
    expect(checkReadme(readme.replace("`x-lark-next`", ""))).toEqual([
      "x-lark-next is in the vocabulary, and not told of",
    ]);
  });
});
