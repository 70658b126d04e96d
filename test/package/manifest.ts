import { execFile } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

export const root: string = fileURLToPath(new URL("../..", import.meta.url));

/** What `package.json` says. */
export interface Manifest {
  name: string;
  version: string;
  exports: Record<string, string | { types: string; default: string }>;
  /** Names of our own, by the conditions of the user's bundler. */
  imports?: Record<string, Record<string, string>>;
  dependencies: Record<string, string>;
}

export const manifest: Manifest = JSON.parse(await readFile(join(root, "package.json"), "utf8"));

/** The generated domains, one entry point each. */
const domains = (await readdir(join(root, "src/api"), { withFileTypes: true }))
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

/** The entry points with code, as a user writes them, with the files behind them. */
export const entries: { specifier: string; types: string; default: string }[] = Object.entries(
  manifest.exports,
).flatMap(([subpath, files]) => {
  if (typeof files === "string") {
    return [];
  }
  return (subpath.includes("*") ? domains : [""]).map((name) => ({
    specifier: subpath.replace(".", manifest.name).replace("*", name),
    types: files.types.replace("*", name),
    default: files.default.replace("*", name),
  }));
});

/** The result of a program that came to its end, whatever it said. */
export interface Run {
  status: number;
  /** Both outputs, one after the other. */
  output: string;
  stdout: string;
}

/** Runs a program to its end; one that cannot be started is an error. */
export async function run(command: string, args: string[], cwd: string): Promise<Run> {
  try {
    const { stdout, stderr } = await promisify(execFile)(command, args, { cwd, maxBuffer: 1 << 26 });
    return { status: 0, output: stdout + stderr, stdout };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: unknown; stdout: string; stderr: string };
    if (typeof code !== "number") {
      throw error;
    }
    return { status: code, output: stdout + stderr, stdout };
  }
}

/** Runs a Node program that npm installed. A missing one fails, as any gate must. */
export const tool = (file: string, args: string[], cwd: string): Promise<Run> =>
  run(process.execPath, [join(root, "node_modules", file), ...args], cwd);

/** The text of every file below a folder. */
export async function readAll(folder: string): Promise<{ path: string; text: string }[]> {
  const found = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = found.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return Promise.all(
    paths.map(async (path) => ({ path: path.slice(folder.length + 1), text: await readFile(path, "utf8") })),
  );
}
