export const BOOK_NOTES = [
  ["…214, …213 and …249 for an unknown spreadsheet, another company's and a deleted one", "documentation"],
  ["v2 takes the ends of v3's codes: 90214 beside 1310214", "observed"],
  ["Within a company everybody may read and write every spreadsheet", "assumption"],
] as const;

export const RANGE_NOTES = [
  ["…202 `wrong range=…`, also for one cell without `:`", "observed"],
  ["…215 for an unknown sheet", "documentation"],
] as const;
