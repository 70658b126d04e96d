import { ACCESS } from "./codes/access.ts";
import { BITABLE } from "./codes/bitable.ts";
import { CALLBACKS } from "./codes/callbacks.ts";
import { CARDS } from "./codes/cards.ts";
import { CHATS } from "./codes/chats.ts";
import { CUSTOM_BOT } from "./codes/custom-bot.ts";
import { DOCUMENTS } from "./codes/documents.ts";
import { GENERAL } from "./codes/general.ts";
import { IDS } from "./codes/ids.ts";
import { LOGIN } from "./codes/login.ts";
import { MESSAGES } from "./codes/messages.ts";
import { ORGANISATION } from "./codes/organisation.ts";

/** The languages of the explanations. */
export type ErrorLanguage = "en" | "zh";

/** What a code means, why it comes, what to do: a sentence or two each. */
export interface Sentences {
  readonly summary: string;
  readonly cause: string;
  readonly advice: string;
}

/** One explanation of the tables. */
export interface CodeEntry extends Readonly<Record<ErrorLanguage, Sentences>> {
  /** The platform's codes, or names: of a `LarkErrorCode`, a reason, a category. */
  readonly keys: readonly string[];
  readonly meaning: string;
  /** Parts of operation names: the entry holds only for operations that contain one. Empty: for all. */
  readonly scopes: readonly string[];
  /** The platform's own page about it. */
  readonly link: string | undefined;
}

/**
 * The explanations as text, since a text costs nothing until it is read.
 *
 * An entry has three lines, and an empty line behind it: `key,key meaning @scope … link`, then `en` and `zh` with
 * summary, cause and advice between bars. Of entries with the same key, the first whose scope fits is taken.
 */
export const TABLES: Readonly<Record<string, string>> = {
  access: ACCESS,
  ids: IDS,
  login: LOGIN,
  messages: MESSAGES,
  chats: CHATS,
  customBot: CUSTOM_BOT,
  cards: CARDS,
  documents: DOCUMENTS,
  bitable: BITABLE,
  organisation: ORGANISATION,
  callbacks: CALLBACKS,
  general: GENERAL,
};

function sentences(line = ""): Sentences {
  const [summary = "", cause = "", advice = ""] = line.slice(3).split(" | ");
  return { summary, cause, advice };
}

/** Reads the entries of a table, in its order. */
export function readTable(table: string): CodeEntry[] {
  return table
    .trim()
    .split("\n\n")
    .map((text) => {
      const [head = "", en, zh] = text.split("\n");
      const [keys = "", meaning = "", ...rest] = head.split(" ");
      return {
        keys: keys.split(","),
        meaning,
        scopes: rest.filter((word) => word.startsWith("@")).map((word) => word.slice(1)),
        link: rest.find((word) => word.startsWith("https:")),
        en: sentences(en),
        zh: sentences(zh),
      };
    });
}

/** Finds the explanation of a code for an operation. */
export function findEntry(key: string, operation = ""): CodeEntry | undefined {
  for (const table of Object.values(TABLES)) {
    const found = table.includes(key)
      ? readTable(table).find(
          ({ keys, scopes }) =>
            keys.includes(key) && (!scopes.length || scopes.some((scope) => operation.includes(scope))),
        )
      : undefined;
    if (found) {
      return found;
    }
  }
  return undefined;
}
