// Compiles programs with the settings that a compiler writes by `tsc --init`.
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { binary } from "../../support/runtimes.ts";
import type { Consumer } from "../consumer.ts";
import { root, run, tool } from "../manifest.ts";

const COMPILERS = {
  "5.9": "typescript59/bin/tsc",
  "6.0": "typescript60/bin/tsc",
  "7.0": "typescript/bin/tsc",
};
export type Compiler = keyof typeof COMPILERS;

/** The package that types the globals of each runtime. */
const TYPES: Record<string, string> = {
  Node: "node",
  "Node 24": "node",
  "Next.js": "node",
  Bun: "bun",
  workerd: "workers",
};

/** What stands in `types`. */
const PATHS: Record<string, string[]> = {
  dom: [],
  node: ["node"],
  bun: [join(root, "node_modules/@types/bun")],
  workers: [join(root, "node_modules/@cloudflare/workers-types")],
};

/**
 * Compiles files by the settings of `tsc --init`.
 *
 * @param types - `dom` is what `tsc --init` writes; the others put a server's types in the place of the DOM's.
 * @returns The errors.
 */
export async function compileAsInitialized(
  consumer: Consumer,
  compiler: Compiler,
  files: string[],
  types: string,
  options: object = {},
): Promise<string[]> {
  const name = `${compiler}-${types}`;
  const folder = join(consumer.folder, `init-${name}`);
  await mkdir(folder, { recursive: true });
  const initialized = await tool(COMPILERS[compiler], ["--init"], folder);
  const project = await consumer.write(`tsconfig-${name}.json`, {
    extends: `./init-${name}/tsconfig.json`,
    compilerOptions: {
      ...(types === "dom" ? {} : { types: PATHS[types], lib: ["esnext"] }),
      // Imports end in `.ts`, so that the runtimes that strip types run the same files.
      rewriteRelativeImportExtensions: true,
      rootDir: ".",
      outDir: `./out-${name}`,
      ...options,
    },
    files,
  });
  const { status, output } = await tool(COMPILERS[compiler], ["-p", project, "--pretty", "false"], consumer.folder);
  const errors = output.split("\n").filter((line) => line.includes("error TS"));
  return status === 0 || errors.length > 0 ? errors : [initialized.output, output];
}

/** Compiles the programs of projects, those with the same types together. Returns the errors. */
export async function compileProjects(
  consumer: Consumer,
  compiler: Compiler | "Deno",
  projects: { runtime: string; program: string }[],
): Promise<string[]> {
  if (compiler === "Deno") {
    const programs = projects.map(({ program }) => program);
    const { status, output } = await run(binary("deno"), ["check", "--no-remote", ...programs], consumer.folder);
    return status === 0 ? [] : [output];
  }
  const errors: string[] = [];
  for (const types of new Set(projects.map(({ runtime }) => TYPES[runtime] as string))) {
    const files = projects.filter(({ runtime }) => TYPES[runtime] === types).map(({ program }) => program);
    errors.push(...(await compileAsInitialized(consumer, compiler, files, types)));
  }
  return errors;
}
