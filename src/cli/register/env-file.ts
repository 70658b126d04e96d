import { chmod, readFile, stat, writeFile } from "node:fs/promises";
import { CliError, codeOf, wordsOf } from "../io.ts";

/** A line that sets a variable: everything up to its value, and the value. */
const lineOf = (name: string): RegExp => new RegExp(`^([ \\t]*(?:export[ \\t]+)?${name}[ \\t]*=)([^\\r\\n]*)`, "m");

/** The value of a line as it stands there, without quotes and comment; empty if there is none. */
const valueIn = (text: string, name: string): string =>
  (lineOf(name).exec(text)?.[2] ?? "")
    .replace(/(^|\s)#.*$/s, "")
    .trim()
    .replace(/^(["'])(.*)\1$/, "$2");

/** Values that can stand in a file without quotes. */
const isPlain = (value: string): boolean => /^[\w./:@%+-]+$/.test(value);

const problem = (path: string, error: unknown): CliError =>
  new CliError(`The environment file ${path} cannot be used: ${wordsOf(error)}.`);

/**
 * Reads an environment file; an empty text if there is none.
 *
 * @throws {CliError} It is no file, so that a secret would be printed, or it cannot be read.
 */
export async function readEnvFile(path: string): Promise<string> {
  try {
    if (!(await stat(path)).isFile()) {
      throw new CliError(`${path} is no file, and a secret is written to files only.`, 2);
    }
    return await readFile(path, "utf8");
  } catch (error) {
    if (error instanceof CliError) {
      throw error;
    }
    if (codeOf(error) === "ENOENT") {
      return "";
    }
    throw problem(path, error);
  }
}

/** The variables of a list that have another value in a file than the one that they get. */
export const conflictsIn = (text: string, variables: Readonly<Record<string, string | undefined>>): string[] =>
  Object.entries(variables)
    .filter(([name, value]) => valueIn(text, name) !== "" && valueIn(text, name) !== value)
    .map(([name]) => name);

/** Sets variables in the text of an environment file. All other lines stay as they are. */
export function withVariables(text: string, variables: Readonly<Record<string, string>>): string {
  let next = text;
  for (const [name, value] of Object.entries(variables)) {
    const written = isPlain(value) ? value : JSON.stringify(value);
    // A function, so that a dollar sign in a value stays one.
    next = lineOf(name).test(next)
      ? next.replace(lineOf(name), (_, head: string) => head + written)
      : `${next}${next === "" || next.endsWith("\n") ? "" : "\n"}${name}=${written}\n`;
  }
  return next;
}

/**
 * Writes an environment file that this user alone can read.
 *
 * @throws {CliError} It cannot be written.
 */
export async function writeEnvFile(path: string, text: string): Promise<void> {
  try {
    // The file gets its mode before it gets the secret.
    await writeFile(path, "", { flag: "a", mode: 0o600 });
    await chmod(path, 0o600);
    await writeFile(path, text);
  } catch (error) {
    throw problem(path, error);
  }
}
