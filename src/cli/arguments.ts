import { CliError } from "./io.ts";
import { type Options, type Parsed, parseOptions, wholeNumber } from "./options.ts";
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
  /** File to which the events are appended. */
  record?: string;
  /** File for the environment variables of the bot, while the emulator runs. */
  writeEnv?: string;
  /** The command after `--`, which starts the bot with the emulator. */
  command?: string[];
}

/** The flags that `lark-edge listen` and `lark-edge replay` share. */
export interface ForwardFlags {
  /** Address of the bot. */
  to?: string;
  /** File with the environment variables of the bot. */
  env?: string;
  /** Prints the payloads, too. */
  print?: boolean;
}

/** The flags of `lark-edge listen`. */
export interface ListenFlags extends ForwardFlags {
  domain?: string;
  /** File to which the events are appended. */
  record?: string;
  /** Lets the platform deliver an event again that the bot did not get. */
  redeliver?: boolean;
}

/** The flags of `lark-edge replay`. */
export interface ReplayFlags extends ForwardFlags {
  /** The recording. */
  file: string;
  /** Gives events and messages new ids, so that `once` does not know them. */
  newIds?: boolean;
}

/** The flags of `lark-edge save-test`. */
export interface SaveTestFlags {
  /** The recording. */
  file: string;
}

/** The flags of `lark-edge register`. */
export interface RegisterFlags {
  domain?: string;
  /** File for the environment variables of the app. */
  env?: string;
  /** Replaces an app that is in the file. */
  force?: boolean;
  name?: string;
  description?: string;
  /** An app that is used in place of a new one. */
  app?: string;
  /** Prints lines of JSON. */
  json?: boolean;
}

/** The flags of `lark-edge trigger`. */
export interface TriggerFlags {
  /** Type of the event. */
  event?: string;
  /** `path=value`: fields of the event. */
  set?: string[];
  /** Address of the bot. Without it the emulator at `emulator` sends the event. */
  to?: string;
  emulator?: string;
  /** Prints the event and sends nothing. */
  print?: boolean;
  /** Lists all events. */
  list?: boolean;
}

/** The command of the command line. */
export type Command =
  | { name: "help"; of?: CommandName }
  | { name: "version" }
  | { name: "emulator"; flags: Flags }
  | { name: "listen"; flags: ListenFlags }
  | { name: "register"; flags: RegisterFlags }
  | { name: "replay"; flags: ReplayFlags }
  | { name: "save-test"; flags: SaveTestFlags }
  | { name: "trigger"; flags: TriggerFlags };

const COMMON: Options = {
  help: { type: "boolean", short: "h" },
  version: { type: "boolean", short: "v" },
};

const FORWARD: Options = {
  to: { type: "string" },
  env: { type: "string" },
  print: { type: "boolean" },
};

/** The name of a command. */
export type CommandName = "emulator" | "listen" | "register" | "replay" | "save-test" | "trigger";

const OPTIONS: Readonly<Record<CommandName, Options>> = {
  emulator: {
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
    record: { type: "string" },
    "write-env": { type: "string" },
    ...COMMON,
  },
  listen: {
    ...FORWARD,
    domain: { type: "string" },
    record: { type: "string" },
    redeliver: { type: "boolean" },
    ...COMMON,
  },
  register: {
    env: { type: "string" },
    domain: { type: "string" },
    name: { type: "string" },
    description: { type: "string" },
    app: { type: "string" },
    force: { type: "boolean" },
    json: { type: "boolean" },
    ...COMMON,
  },
  replay: { ...FORWARD, "new-ids": { type: "boolean" }, ...COMMON },
  "save-test": COMMON,
  trigger: {
    set: { type: "string", multiple: true },
    to: { type: "string" },
    emulator: { type: "string" },
    print: { type: "boolean" },
    list: { type: "boolean" },
    ...COMMON,
  },
};

const COMMANDS = Object.keys(OPTIONS) as CommandName[];

/** The highest port. */
const MAX_PORT = 65_535;

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

/** Without the fields that are undefined. */
const given = <T extends object>(fields: T): T =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T;

function refuseMore(more: readonly string[]): void {
  if (more.length > 0) {
    throw new CliError(`${JSON.stringify(more[0])} is one argument too many.`, 2);
  }
}

/** The file of a recording. */
function recordingOf(name: CommandName, [file, ...more]: readonly string[]): string {
  refuseMore(more);
  if (file === undefined) {
    throw new CliError(`${name} needs the file that listen --record or emulator --record has written.`, 2);
  }
  return file;
}

/** The values of the options; their types are those of the table. */
const readFlags: { [Name in CommandName]: (parsed: Parsed, command?: string[]) => Command } = {
  emulator({ values, positionals }, command) {
    refuseMore(positionals);
    const { help: _, version: _version, port, seed, "write-env": writeEnv, ...rest } = values as Record<string, string>;
    const numbers = {
      port: wholeNumber("--port", port, MAX_PORT),
      seed: wholeNumber("--seed", seed, Number.MAX_SAFE_INTEGER),
    };
    return { name: "emulator", flags: given({ ...rest, ...numbers, writeEnv, command }) as Flags };
  },
  listen({ values, positionals }) {
    refuseMore(positionals);
    return { name: "listen", flags: { ...values } };
  },
  register({ values, positionals }) {
    refuseMore(positionals);
    return { name: "register", flags: { ...values } };
  },
  replay({ values, positionals }) {
    const file = recordingOf("replay", positionals);
    const { "new-ids": newIds, ...rest } = values as { "new-ids"?: boolean };
    return { name: "replay", flags: given({ ...rest, file, newIds }) as ReplayFlags };
  },
  "save-test": ({ positionals }) => ({ name: "save-test", flags: { file: recordingOf("save-test", positionals) } }),
  trigger({ values, positionals }) {
    const [event, ...more] = positionals;
    refuseMore(more);
    return { name: "trigger", flags: given({ ...values, event }) as TriggerFlags };
  },
};

/**
 * Reads the arguments.
 *
 * @throws {CliError} They are wrong; the message has a suggestion.
 */
export function readArguments(args: readonly string[]): Command {
  const [first = "--help", ...rest] = args;
  const name = COMMANDS.find((known) => known === first);
  if (name === undefined) {
    if (first.startsWith("-")) {
      const { values } = parseOptions(args, COMMON);
      return { name: values.version ? "version" : "help" };
    }
    throw new CliError(`There is no command ${JSON.stringify(first)}.${suggestion(first, COMMANDS)}`, 2);
  }
  const [own, command] = name === "emulator" ? splitCommand(rest) : [rest, undefined];
  const parsed = parseOptions(own, OPTIONS[name]);
  if (parsed.values.help) {
    return { name: "help", of: name };
  }
  return parsed.values.version ? { name: "version" } : readFlags[name](parsed, command);
}
