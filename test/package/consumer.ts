import { mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inject } from "vitest";
import { manifest, run } from "./manifest.ts";

/** A project that uses the packed package. */
export interface Consumer {
  folder: string;
  /** The package in it. */
  installed: string;
  write(name: string, content: string | object): Promise<string>;
  dispose(): Promise<void>;
}

/**
 * Makes a project that uses the packed package.
 *
 * @param how - `unpack` shares one unpacked package, with the dependencies of the checkout. `install` lets npm install the
 *   package with its dependencies, which needs a registry and ten times as long.
 */
export async function makeConsumer(how: "install" | "unpack"): Promise<Consumer> {
  const packed = inject("packed");
  // A folder in that of the unpacked package finds the package as in its own `node_modules`.
  const parent = how === "unpack" ? packed.folder : tmpdir();
  const folder = await realpath(await mkdtemp(join(parent, "lark-edge-consumer-")));
  const write = async (name: string, content: string | object) => {
    const file = join(folder, name);
    await writeFile(file, typeof content === "string" ? content : JSON.stringify(content));
    return file;
  };
  await write("package.json", { name: "consumer", private: true, type: "module" });
  if (how === "install") {
    const args = ["install", "--ignore-scripts", "--prefer-offline", packed.file];
    const { status, output } = await run("npm", args, folder);
    if (status !== 0) {
      throw new Error(`npm install failed: ${output}`);
    }
  }
  return {
    folder,
    installed: how === "unpack" ? packed.installed : join(folder, "node_modules", manifest.name),
    write,
    dispose: () => rm(folder, { recursive: true, force: true }),
  };
}
