/** The domains for which a table exists, so that a missing one can be named. */
export const DOMAINS = "im";
