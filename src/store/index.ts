export { claimKey } from "./claim-key.ts";
export type { KeyValueStore, SetOptions, StoreGuarantees } from "./key-value-store.ts";
export { type KeyKind, storeKey } from "./keys.ts";
export { dropAppTicket, loadAppTicket, saveAppTicket, type TicketPlace } from "./memory/app-ticket.ts";
export { type Ask, createAsk } from "./memory/ask.ts";
export { bestEffortClaims } from "./memory/best-effort.ts";
export { type Claim, type ClaimStore, claim, type Taken } from "./memory/claim.ts";
