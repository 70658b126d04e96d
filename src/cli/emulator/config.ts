import { readFile } from "node:fs/promises";
import { checkFaults, checkOperations, checkScenario } from "../../emulator/control/index.ts";
import type { EmulatedApp, Fault } from "../../emulator/index.ts";
import type { Flags } from "../arguments.ts";
import { isHttp } from "../domain.ts";
import { CliError, codeOf, wordsOf } from "../io.ts";
import { suggestion } from "../suggest.ts";

/** An app of a config file. */
export type AppConfig = Partial<EmulatedApp> & { bot?: string };

/** A person of a config file. */
export interface UserConfig {
  name: string;
  email?: string | undefined;
  mobile?: string | undefined;
  userId?: string | undefined;
}

/** A chat of a config file; people and apps by their names. */
export interface ChatConfig {
  name?: string | undefined;
  type?: "p2p" | "group" | undefined;
  users: string[];
  apps?: string[] | undefined;
}

/** What a config file may hold. */
export interface Config extends Omit<Flags, "config" | "scenario"> {
  apps?: AppConfig[];
  users?: UserConfig[];
  chats?: ChatConfig[];
  /** Names of knowledge spaces. */
  wikiSpaces?: string[];
  faults?: Fault[];
}

type Check = (value: unknown, where: string) => void;

class ConfigError extends Error {}

const fail = (where: string, words: string, value: unknown): never => {
  throw new ConfigError(`${where} must be ${words}, got ${JSON.stringify(value)}`);
};

const text: Check = (value, where) => {
  if (typeof value !== "string" || value === "") {
    fail(where, "a text", value);
  }
};
const anyText: Check = (value, where) => {
  if (typeof value !== "string") {
    fail(where, "a text", value);
  }
};
const flag: Check = (value, where) => {
  if (typeof value !== "boolean") {
    fail(where, "true or false", value);
  }
};
const wholeNumber =
  (max: number): Check =>
  (value, where) => {
    if (!Number.isInteger(value) || Number(value) < 0 || Number(value) > max) {
      fail(where, `a whole number from 0 to ${max}`, value);
    }
  };
const url: Check = (value, where) => {
  if (typeof value !== "string" || !isHttp(value)) {
    fail(where, "an http or https address", value);
  }
};
const oneOf =
  (...allowed: string[]): Check =>
  (value, where) => {
    if (typeof value !== "string" || !allowed.includes(value)) {
      fail(where, `one of ${allowed.join(", ")}`, value);
    }
  };
const listOf =
  (check: Check): Check =>
  (value, where) => {
    if (!Array.isArray(value)) {
      return fail(where, "a list", value);
    }
    for (const [index, item] of value.entries()) {
      check(item, `${where}[${index}]`);
    }
  };
const fields =
  (known: Readonly<Record<string, Check>>, required: readonly string[] = []): Check =>
  (value, where) => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
      return fail(where || "it", "an object", value);
    }
    const path = (name: string): string => (where === "" ? name : `${where}.${name}`);
    for (const [name, item] of Object.entries(value)) {
      const check = Object.hasOwn(known, name) ? known[name] : undefined;
      if (check === undefined) {
        throw new ConfigError(`${path(name)} is not known.${suggestion(name, Object.keys(known))}`);
      }
      check(item, path(name));
    }
    const missing = required.find((name) => !Object.hasOwn(value, name));
    if (missing !== undefined) {
      throw new ConfigError(`${path(missing)} is missing`);
    }
  };

const APP = fields({
  name: text,
  appId: text,
  appSecret: text,
  encryptKey: anyText,
  verificationToken: anyText,
  appType: oneOf("self-built", "marketplace"),
  tenantKey: text,
  botOpenId: text,
  scopes: listOf(text),
  bot: url,
});

const CONFIG = fields({
  apps: listOf(APP),
  users: listOf(fields({ name: text, email: text, mobile: text, userId: text }, ["name"])),
  chats: listOf(
    fields({ name: text, type: oneOf("p2p", "group"), users: listOf(text), apps: listOf(text) }, ["users"]),
  ),
  wikiSpaces: listOf(text),
  faults: (value) => void checkFaults(value),
  bot: url,
  domain: text,
  state: text,
  record: text,
  host: text,
  port: wholeNumber(65_535),
  seed: wholeNumber(Number.MAX_SAFE_INTEGER),
  strict: flag,
  allow: listOf(text),
});

/** Refuses names in chats that no person and no app has. */
function checkNames({ apps = [], users = [], chats = [] }: Config): void {
  const known = users.map(({ name }) => name);
  const appNames = apps.flatMap(({ name, appId }) => [name, appId]).filter((name) => name !== undefined);
  const namesake = known.find((name, index) => known.indexOf(name) < index);
  if (namesake !== undefined && chats.some(({ users: names }) => names.includes(namesake))) {
    throw new ConfigError(`users: two are called ${JSON.stringify(namesake)}, so chats cannot say which they mean`);
  }
  for (const [index, chat] of chats.entries()) {
    const where = `chats[${index}]`;
    const stranger = chat.users.find((name) => !known.includes(name));
    if (stranger !== undefined) {
      throw new ConfigError(
        `${where}.users: there is no user ${JSON.stringify(stranger)}.${suggestion(stranger, known)}`,
      );
    }
    if (chat.users.length === 0) {
      throw new ConfigError(`${where}.users must hold at least one name`);
    }
    const app = chat.apps?.find((name) => !appNames.includes(name));
    if (app !== undefined) {
      throw new ConfigError(`${where}.apps: there is no app ${JSON.stringify(app)}.${suggestion(app, appNames)}`);
    }
  }
  const ids = apps.map(({ appId }) => appId).filter((id) => id !== undefined);
  const twice = ids.find((id, index) => ids.indexOf(id) < index);
  if (twice !== undefined) {
    throw new ConfigError(`apps: two have the appId ${JSON.stringify(twice)}`);
  }
}

/** The JSON in a file; `what` is how the message calls the file. */
async function readJson(what: string, path: string): Promise<unknown> {
  let written: string;
  try {
    written = await readFile(path, "utf8");
  } catch (error) {
    throw new CliError(`The ${what} file ${path} ${codeOf(error) === "ENOENT" ? "does not exist" : "cannot be read"}.`);
  }
  try {
    return JSON.parse(written);
  } catch (error) {
    throw new CliError(`The ${what} file ${path} is not JSON: ${wordsOf(error)}`);
  }
}

async function namedRight(faults: Fault[]): Promise<Fault[]> {
  await checkOperations(faults);
  return faults;
}

/**
 * Reads a config file.
 *
 * @throws {CliError} It cannot be read, or a field is wrong; the message names it.
 */
export async function readConfig(path: string): Promise<Config> {
  const config = (await readJson("config", path)) as Config;
  try {
    CONFIG(config, "");
    checkNames(config);
    const { faults, ...rest } = config;
    return { ...rest, ...(faults === undefined ? {} : { faults: await namedRight(checkFaults(faults)) }) };
  } catch (error) {
    throw new CliError(`The config file ${path} is wrong: ${wordsOf(error)}`);
  }
}

/**
 * Reads a scenario: `{ "faults": [...] }`.
 *
 * @throws {CliError} It cannot be read, or a field is wrong; the message names it.
 */
export async function readScenario(path: string): Promise<Fault[]> {
  const scenario = await readJson("scenario", path);
  try {
    return await namedRight(checkScenario(scenario));
  } catch (error) {
    throw new CliError(`The scenario file ${path} is wrong: ${wordsOf(error)}`);
  }
}
