import type { Note } from "../../gateway/route.ts";

export const DOCX_NOTES = [
  ["1770002, 1770032 and 1770003 for an unknown document, another company's and a deleted one", "documentation"],
  ["Within a company everybody may read and write every document", "assumption"],
  ["Only the newest revision can be read: 1770021 for older ones, 1770001 for later ones", "assumption"],
] as const;

export const EDIT_NOTES: readonly Note[] = [
  ...DOCX_NOTES,
  ["An edit of an older revision is done on the newest; 1770021 when it is more than 1,000 behind", "documentation"],
  ["1770001 for another request with the same `client_token`", "assumption"],
  ["One wrong part, and nothing is changed", "assumption"],
];
