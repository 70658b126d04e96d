/** The largest card, in bytes of its JSON. */
export const MAX_CARD_BYTES: number = 30 * 1024;

export const bytesOf = (text: string): number => new TextEncoder().encode(text).length;
