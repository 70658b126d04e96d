export { loadAppTicket, saveAppTicket } from "./app-ticket.ts";
export type { KeyValueStore, SetOptions, StoreGuarantees } from "./key-value-store.ts";
export { type KeyKind, storeKey } from "./keys.ts";
