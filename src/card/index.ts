export { fromOldCard, type OldCardAction, toOldAnswer } from "./old-card.ts";
export type { CardAction, CardActionAnswer, CardReplacement, Toast } from "./types.ts";
