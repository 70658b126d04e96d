/** A time in seconds since the Unix epoch, as text: so many operations spell it. */
export const toSeconds = (ms: number): string => String(Math.floor(ms / 1000));
