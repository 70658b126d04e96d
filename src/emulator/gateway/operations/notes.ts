import type { Source } from "../route.ts";

/** Where the knowledge comes from that holds for every described operation, as `Route.notes` for a service. */
export const DESCRIBED_NOTES: readonly (readonly [behaviour: string, source: Source])[] = [
  [
    "Address, kinds of token, fields, types and limits are those of the platform's pages, by `openapi/`",
    "documentation",
  ],
  ["Tokens are checked before fields, scopes between them", "assumption"],
  ["99991672 with `permission_violations` and `helps` when the app has none of the scopes", "observed"],
  ["99991679 with `permission_violations` when the person granted none of them", "documentation"],
  ["Conditions of scopes in footnotes, and scopes of single fields, are not looked at", "assumption"],
  ["A path is the same with and without its last slash", "assumption"],
  ["Unknown fields are allowed", "documentation"],
  ["99992402 and `x is required`, `x is optional, options: […]`, `the min len is n`", "observed"],
  ["The words for the other limits; all wrong fields are listed, each once", "assumption"],
  ["A field inside another is `scope.type`", "observed"],
  ["A field of a list's item is `items[0].name`", "assumption"],
  ["9499 with the innermost name when a field of the body has the wrong JSON type", "observed"],
  ["99992402 when a text of the path, the query or a form is not of its type", "assumption"],
  ["`null` is a field that was not sent, and so is an empty text of the path, the query or a form", "assumption"],
  ["Answers are made up: their shape is documented, their values are not", "assumption"],
];
