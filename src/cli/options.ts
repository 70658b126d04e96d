import { type ParseArgsConfig, parseArgs } from "node:util";
import { CliError } from "./io.ts";
import { suggestion } from "./suggest.ts";

/** The options of a command, as `parseArgs` takes them. */
export type Options = NonNullable<ParseArgsConfig["options"]>;

/** What a command line holds behind the name of its command. */
export interface Parsed {
  readonly values: Readonly<Record<string, unknown>>;
  readonly positionals: readonly string[];
}

/**
 * Reads the options of a command. Wrong ones are refused with a clearer message than the parser's.
 *
 * @throws {CliError} An option is not known, or its value is missing; the message has a suggestion.
 */
export function parseOptions(args: readonly string[], options: Options): Parsed {
  const names = Object.keys(options).map((name) => `--${name}`);
  const { tokens } = parseArgs({ args: [...args], options, strict: false, allowPositionals: true, tokens: true });
  for (const token of tokens) {
    if (token.kind !== "option") {
      continue;
    }
    const option = Object.hasOwn(options, token.name) ? options[token.name] : undefined;
    if (option === undefined) {
      throw new CliError(`There is no option ${token.rawName}.${suggestion(token.rawName, names)}`, 2);
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
  return parseArgs({ args: [...args], options, allowPositionals: true });
}

/**
 * Reads a number of a command line.
 *
 * @throws {CliError} It is no whole number from 0 to `max`.
 */
export function wholeNumber(flag: string, text: string | undefined, max: number): number | undefined {
  if (text === undefined) {
    return undefined;
  }
  const value = Number(text);
  if (!/^\d+$/.test(text) || value > max) {
    throw new CliError(`${flag} must be a whole number from 0 to ${max}, got ${JSON.stringify(text)}.`, 2);
  }
  return value;
}
