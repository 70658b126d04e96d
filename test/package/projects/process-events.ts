import { createEvents, type Env } from "./events.ts";

export const events = createEvents(process.env as Env);

/** What stands before the bot: a parser of JSON, or one that also saves the bytes. */
export const parser: string | undefined = process.env.PARSER;

/** Tells the test where the bot is. */
export function listening(address: unknown): void {
  console.log(`LISTENING ${(address as { port: number }).port}`);
}
