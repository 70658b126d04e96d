import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readdir, readFile, realpath, rename, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
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

/** What `npm pack --json` tells of a tarball. */
export interface PackResult {
  filename: string;
  size: number;
  unpackedSize: number;
  files: { path: string; size: number }[];
}

/** A packed package, in a folder of its own outside the checkout. */
export interface Tarball {
  folder: string;
  /** The `.tgz` itself. */
  file: string;
  packed: PackResult;
  dispose(): Promise<void>;
}

/** Packs what the last build left in `dist/`, as `npm publish` would. */
export async function pack(): Promise<Tarball> {
  // Without links, since compilers and bundlers show the real path.
  const folder = await realpath(await mkdtemp(join(tmpdir(), "lark-edge-package-")));
  const { status, stdout, output } = await run(
    "npm",
    ["pack", "--ignore-scripts", "--json", "--pack-destination", folder],
    root,
  );
  if (status !== 0) {
    throw new Error(`npm pack failed: ${output}`);
  }
  const [packed] = JSON.parse(stdout) as [PackResult];
  return {
    folder,
    file: join(folder, packed.filename),
    packed,
    dispose: () => rm(folder, { recursive: true, force: true }),
  };
}

/** A project that uses the packed package. */
export interface Consumer {
  folder: string;
  /** Where the package lies in it. */
  installed: string;
  write(name: string, content: string | object): Promise<string>;
  dispose(): Promise<void>;
}

/**
 * Makes a project with the packed package in it.
 *
 * @param how - `install` lets npm do it, dependencies included; `unpack` takes the dependencies from the checkout, which
 *   needs no registry and a tenth of the time.
 */
export async function makeConsumer(how: "install" | "unpack"): Promise<Consumer> {
  const tarball = await pack();
  const { folder, dispose } = tarball;
  const modules = join(folder, "node_modules");
  const installed = join(modules, manifest.name);
  const write = async (name: string, content: string | object) => {
    const file = join(folder, name);
    await writeFile(file, typeof content === "string" ? content : JSON.stringify(content));
    return file;
  };
  await write("package.json", { name: "consumer", private: true, type: "module" });
  if (how === "install") {
    const { status, output } = await run(
      "npm",
      ["install", "--ignore-scripts", "--prefer-offline", tarball.file],
      folder,
    );
    if (status !== 0) {
      throw new Error(`npm install failed: ${output}`);
    }
  } else {
    await mkdir(modules);
    await run("tar", ["-xzf", tarball.file, "-C", modules], folder);
    await rename(join(modules, "package"), installed);
    await Promise.all(
      [...new Set(Object.keys(manifest.dependencies).map((name) => name.split("/")[0] as string))].map((name) =>
        symlink(join(root, "node_modules", name), join(modules, name)),
      ),
    );
  }
  return { folder, installed, write, dispose };
}

/** The text of every file below a folder. */
export async function readAll(folder: string): Promise<{ path: string; text: string }[]> {
  const found = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = found.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return Promise.all(
    paths.map(async (path) => ({ path: path.slice(folder.length + 1), text: await readFile(path, "utf8") })),
  );
}
