import { mkdir, mkdtemp, realpath, rename, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { manifest, root, run } from "./manifest.ts";

/** The part of `npm pack --json` that the tests read. */
export interface PackResult {
  filename: string;
  size: number;
  unpackedSize: number;
  files: { path: string; size: number }[];
}

/** The package as `npm publish` would send it, packed once for all tests. */
export interface Packed {
  /** The `.tgz`. */
  file: string;
  result: PackResult;
  /** A folder outside the checkout, in whose `node_modules` the package is unpacked. */
  folder: string;
  /** The unpacked package. */
  installed: string;
}

declare module "vitest" {
  export interface ProvidedContext {
    packed: Packed;
  }
}

/** Packages of the checkout that a consumer needs: our dependencies, `@types/node`, and the client that a guide imports. */
const LINKS = [
  ...new Set(Object.keys(manifest.dependencies).map((name) => name.split("/")[0] as string)),
  "@types/node",
  "undici-types",
  "redis",
];

/** Before the tests of this folder: packs what the last build left in `dist/`, and unpacks it. */
export default async function setUp({ provide }: TestProject): Promise<() => Promise<void>> {
  // Without links, since compilers and bundlers show the real path.
  const folder = await realpath(await mkdtemp(join(tmpdir(), "lark-edge-package-")));
  const modules = join(folder, "node_modules");
  await mkdir(join(modules, "@types"), { recursive: true });
  const args = ["pack", "--ignore-scripts", "--json", "--pack-destination", folder];
  const { status, stdout, output } = await run("npm", args, root);
  if (status !== 0) {
    throw new Error(`npm pack failed: ${output}`);
  }
  const [result] = JSON.parse(stdout) as [PackResult];
  const file = join(folder, result.filename);
  const installed = join(modules, manifest.name);
  await run("tar", ["-xzf", file, "-C", modules], folder);
  await rename(join(modules, "package"), installed);
  await Promise.all(LINKS.map((name) => symlink(join(root, "node_modules", name), join(modules, name))));
  provide("packed", { file, result, folder, installed });
  return () => rm(folder, { recursive: true, force: true });
}
