export { loadAppTicket, saveAppTicket } from "./app-ticket.ts";
export { type Ask, createAsk } from "./ask.ts";
export { type Claim, type ClaimStore, claim, type Taken } from "./claim.ts";
export type { KeyValueStore, SetOptions, StoreGuarantees } from "./key-value-store.ts";
export { type KeyKind, storeKey } from "./keys.ts";
