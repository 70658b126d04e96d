export { claimKey, streamKey } from "./claim-key.ts";
export type { KeyValueStore, SetOptions, StoreGuarantees } from "./key-value-store.ts";
export { type KeyKind, storeKey } from "./keys.ts";
export { dropAppTicket, loadAppTicket, saveAppTicket, type TicketPlace } from "./shared/app-ticket.ts";
export { type Ask, createAsk } from "./shared/ask.ts";
export { bestEffortClaims } from "./shared/best-effort.ts";
export { type Claim, type ClaimStore, claim, type Taken } from "./shared/claim.ts";
