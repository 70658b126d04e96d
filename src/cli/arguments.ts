import { parseArgs } from "node:util";
import { CliError } from "./io.ts";
import { suggestion } from "./suggest.ts";

/** The flags of `lark-edge emulator`. */
export interface Flags {
  config?: string;
  scenario?: string;
  bot?: string;
  domain?: string;
  state?: string;
  host?: string;
  port?: number;
  seed?: number;
  strict?: boolean;
  allow?: string[];
  /** File for the environment variables of the bot, while the emulator runs. */
  writeEnv?: string;
  /** The command after `--`, which starts the bot with the emulator. */
  command?: string[];
}

/** The command of the command line. */
export type Command = { name: "help" } | { name: "version" } | { name: "emulator"; flags: Flags };

const OPTIONS = {
  bot: { type: "string" },
  config: { type: "string" },
  scenario: { type: "string" },
  domain: { type: "string" },
  state: { type: "string" },
  host: { type: "string" },
  port: { type: "string" },
  seed: { type: "string" },
  strict: { type: "boolean" },
  allow: { type: "string", multiple: true },
  "write-env": { type: "string" },
  help: { type: "boolean", short: "h" },
  version: { type: "boolean", short: "v" },
} as const;

const NAMES = Object.keys(OPTIONS).map((name) => `--${name}`);
const COMMANDS = ["emulator", "trigger"];

/** The highest port. */
const MAX_PORT = 65_535;

function wholeNumber(flag: string, text: string | undefined, max: number): number | undefined {
  if (text === undefined) {
    return undefined;
  }
  const value = Number(text);
  if (!/^\d+$/.test(text) || value > max) {
    throw new CliError(`${flag} must be a whole number from 0 to ${max}, got ${JSON.stringify(text)}.`, 2);
  }
  return value;
}

/** Refuses wrong options with a clearer message than the parser's. */
function check(args: readonly string[]): void {
  const { tokens } = parseArgs({
    args: [...args],
    options: OPTIONS,
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  for (const token of tokens) {
    if (token.kind !== "option") {
      continue;
    }
    const option = Object.hasOwn(OPTIONS, token.name) ? OPTIONS[token.name as keyof typeof OPTIONS] : undefined;
    if (option === undefined) {
      throw new CliError(`There is no option ${token.rawName}.${suggestion(token.rawName, NAMES)}`, 2);
    }
    if (option.type === "string" && (token.value === undefined || token.value === "")) {
      throw new CliError(`${token.rawName} needs a value.`, 2);
    }
    // `--bot --strict`, `--seed -1`: a text that looks like a flag is no value.
    if (option.type === "string" && !token.inlineValue && token.value?.startsWith("-")) {
      throw new CliError(`${token.rawName} needs a value, got ${token.value}.`, 2);
    }
    if (option.type === "boolean" && token.value !== undefined) {
      throw new CliError(`${token.rawName} takes no value.`, 2);
    }
  }
}

/** The arguments before `--`, and the command after it. */
function splitCommand(args: readonly string[]): [args: readonly string[], command: string[] | undefined] {
  const at = args.indexOf("--");
  if (at < 0) {
    return [args, undefined];
  }
  const command = args.slice(at + 1);
  if (command.length === 0) {
    throw new CliError('"--" is followed by the command that starts the bot, for example -- node bot.js.', 2);
  }
  return [args.slice(0, at), command];
}

/**
 * Reads the arguments.
 *
 * @throws {CliError} They are wrong; the message has a suggestion.
 */
export function readArguments(all: readonly string[]): Command {
  const [args, command] = splitCommand(all);
  check(args);
  const { values, positionals } = parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
  const [name, ...more] = positionals;
  if (values.help) {
    return { name: "help" };
  }
  if (values.version) {
    return { name: "version" };
  }
  if (name === undefined) {
    return { name: "help" };
  }
  if (!COMMANDS.includes(name)) {
    throw new CliError(`There is no command ${JSON.stringify(name)}.${suggestion(name, COMMANDS)}`, 2);
  }
  if (more.length > 0) {
    throw new CliError(`${JSON.stringify(more[0])} is one argument too many.`, 2);
  }
  const { config, scenario, bot, domain, state, host, strict, allow } = values;
  const port = wholeNumber("--port", values.port, MAX_PORT);
  const seed = wholeNumber("--seed", values.seed, Number.MAX_SAFE_INTEGER);
  const given = {
    config,
    scenario,
    bot,
    domain,
    state,
    host,
    port,
    seed,
    strict,
    allow,
    writeEnv: values["write-env"],
    command,
  };
  const flags = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  return { name: "emulator", flags };
}
