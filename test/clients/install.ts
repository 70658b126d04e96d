import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const folder = fileURLToPath(new URL(".", import.meta.url));
const mark = join(folder, "node_modules/.installed");

/** Installs the clients, unless those of the lock file are there. */
export async function install(): Promise<void> {
  const lock = await readFile(join(folder, "package-lock.json"));
  const hash = createHash("sha256").update(lock).digest("hex");
  if ((await readFile(mark, "utf8").catch(() => "")) === hash) {
    return;
  }
  const args = ["ci", "--ignore-scripts", "--omit=optional", "--prefer-offline"];
  await promisify(execFile)("npm", args, { cwd: folder, maxBuffer: 1 << 24 });
  await writeFile(mark, hash);
}
