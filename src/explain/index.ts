export { type ErrorExplanation, type ExplainOptions, explainError, type LarkErrorMeaning } from "./explain.ts";
export type { CardChecker, CardPlace } from "./place.ts";
export { type CodeEntry, type ErrorLanguage, readTable, type Sentences, TABLES } from "./table.ts";
