import { readFile } from "node:fs/promises";
import { DEFAULT_DOMAIN } from "../../base/index.ts";
import { domainOf } from "../domain.ts";
import { CliError, codeOf, type Io, wordsOf } from "../io.ts";

type Variables = Readonly<Record<string, string | undefined>>;

/** What a bot checks events with. */
export interface BotKeys {
  readonly encryptKey: string;
  readonly verificationToken: string;
}

/** A line of an environment file: `NAME=value`, with or without quotes. */
const LINE = /^\s*(?:export\s+)?(\w+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|'([^']*)'|([^#\r\n]*?))\s*(?:#.*)?$/gm;

/** Reads a file as `emulator --write-env` writes it, or a `.env` file. */
async function readVariables(path: string): Promise<Variables> {
  const text = await readFile(path, "utf8").catch((error: unknown) => {
    const why = codeOf(error) === "ENOENT" ? "does not exist" : `cannot be read: ${wordsOf(error)}`;
    throw new CliError(`The environment file ${path} ${why}.`);
  });
  return Object.fromEntries(
    [...text.matchAll(LINE)].map(([, name, quoted, literal, bare]) => [
      name,
      quoted?.replace(/\\(.)/g, "$1") ?? literal ?? bare,
    ]),
  );
}

/**
 * The variables of the bot: those of the file, or else of the environment.
 *
 * @throws {CliError} The file cannot be read.
 */
export async function variablesOf(file: string | undefined, io: Io): Promise<Variables> {
  return file === undefined ? io.env : { ...io.env, ...(await readVariables(file)) };
}

const missing = (name: string): CliError =>
  new CliError(`${name} is missing: set it in the environment, or in the file that --env names.`, 2);

/**
 * The keys of the bot.
 *
 * @throws {CliError} There is none.
 */
export function botKeysOf({ ENCRYPT_KEY = "", VERIFICATION_TOKEN = "" }: Variables): BotKeys {
  if (ENCRYPT_KEY === "" && VERIFICATION_TOKEN === "") {
    throw missing("ENCRYPT_KEY or VERIFICATION_TOKEN");
  }
  return { encryptKey: ENCRYPT_KEY, verificationToken: VERIFICATION_TOKEN };
}

/**
 * The app and its platform.
 *
 * @throws {CliError} A variable is missing, or the domain is wrong.
 */
export function appOf(
  { APP_ID = "", APP_SECRET = "", LARK_DOMAIN }: Variables,
  domain: string | undefined,
): { appId: string; appSecret: string; domain: string } {
  if (APP_ID === "" || APP_SECRET === "") {
    throw missing(APP_ID === "" ? "APP_ID" : "APP_SECRET");
  }
  return { appId: APP_ID, appSecret: APP_SECRET, domain: domainOf(domain || LARK_DOMAIN || DEFAULT_DOMAIN) };
}
