import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { isBuiltin } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { build } from "esbuild";
import { ENTRIES } from "../../rooms/table.mjs";

const root = fileURLToPath(new URL("../../..", import.meta.url));
export const bench = join(root, "tools/bench");

/** The conditions under which bundlers for workerd choose among a package's builds. */
export const EDGE = ["workerd", "worker", "browser"];

/**
 * Builds the package into a separate folder, so that another build does not disturb the measurement.
 *
 * Deleted when the process ends its work; see `run.mjs`.
 */
export async function makeWorkshop() {
  const folder = await mkdtemp(join(tmpdir(), "lark-edge-bench-"));
  const modules = join(folder, "node_modules");
  const copy = join(modules, "lark-edge");
  await mkdir(copy, { recursive: true });
  await cp(join(root, "package.json"), join(copy, "package.json"));
  for (const name of ["ofetch", "@noble", "@larksuiteoapi"]) {
    await symlink(join(root, "node_modules", name), join(modules, name));
  }
  const tsup = join(root, "node_modules/tsup/dist/cli-default.js");
  await promisify(execFile)(process.execPath, [tsup, "--silent", "--out-dir", join(copy, "dist")], { cwd: root });
  return { folder, dispose: () => rm(folder, { recursive: true, force: true }) };
}

/** Adds the package's declarations to the workshop, and Node's for every project in it. */
export async function declare({ folder }) {
  const modules = join(folder, "node_modules");
  const compiler = join(root, "node_modules/typescript/bin/tsc");
  const outDir = join(modules, "lark-edge/dist");
  const run = (...command) => promisify(execFile)(process.execPath, command, { cwd: root });
  await run(compiler, "-p", "tsconfig.build.json", "--outDir", outDir);
  await run("tools/direct-declarations.mjs", outDir);
  await mkdir(join(modules, "@types"));
  await symlink(join(root, "node_modules/@types/node"), join(modules, "@types/node"));
}

/** The source of an entry point, to see which of our files weigh what. */
function sourceOf(path) {
  const subpath = path.replace("lark-edge", ".");
  const domain = subpath.match(/^\.\/api\/(.*)/)?.[1];
  const entry = ENTRIES.find((one) => one.subpath === (domain ? "./api/*" : subpath));
  return join(root, "src", entry.source.replace("*", domain));
}

/** Our own package comes from the workshop, or from its sources; Node's modules stay outside, under the one name that every host knows. */
const resolver = ({ folder }, sources) => ({
  name: "bench",
  setup({ onResolve, resolve }) {
    onResolve({ filter: /^lark-edge(\/|$)/ }, async ({ path, kind, pluginData }) => {
      if (sources) {
        return { path: sourceOf(path), sideEffects: false };
      }
      return pluginData ? undefined : resolve(path, { kind, resolveDir: folder, pluginData: true });
    });
    onResolve({ filter: /.*/ }, ({ path }) =>
      isBuiltin(path) ? { path: path.replace(/^(?!node:)/, "node:"), external: true } : undefined,
    );
  },
});

/**
 * Bundles code that imports from the bench.
 *
 * `edge`: for workerd, else for Node, Deno and Bun. `sources`: our sources instead of the built package.
 */
export async function bundle(workshop, code, { edge = false, minify = false, sources = false } = {}) {
  const { outputFiles, metafile } = await build({
    stdin: { contents: code, resolveDir: bench, loader: "js" },
    bundle: true,
    minify,
    format: "esm",
    target: "es2022",
    platform: edge ? "browser" : "node",
    conditions: edge ? EDGE : ["import"],
    absWorkingDir: root,
    mainFields: edge ? ["browser", "module", "main"] : ["main"],
    define: edge ? { "process.env.NODE_ENV": '"production"' } : {},
    banner: /official|-ws\./.test(code) ? { js: requireFor(edge) } : {},
    plugins: [resolver(workshop, sources)],
    metafile: true,
    write: false,
    logLevel: "error",
  });
  return { text: outputFiles[0].text, bytes: outputFiles[0].contents, metafile };
}

/** What CommonJS finds around it, and a module does not. */
const requireFor = (edge) =>
  `import { createRequire as makeRequire } from "node:module";
  const require = makeRequire(${edge ? '"/worker.mjs"' : "import.meta.url"}), __dirname = "/", __filename = "/bundle.js";`;

/** Writes a file into the workshop and returns its path. */
export async function place(workshop, name, text) {
  const file = join(workshop.folder, name);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
  return file;
}
