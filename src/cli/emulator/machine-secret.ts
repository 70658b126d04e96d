import { createHmac, randomBytes } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { codeOf, type Io, wordsOf } from "../io.ts";

/** Derives a secret of one purpose, 32 hex digits: the same on this machine, another on any other. */
export type Derive = (...purpose: string[]) => string;

const BYTES = 32;

const deriveFrom =
  (secret: string): Derive =>
  (...purpose) =>
    createHmac("sha256", secret).update(JSON.stringify(purpose)).digest("hex").slice(0, 32);

async function readSecret(path: string): Promise<string | undefined> {
  try {
    const text = (await readFile(path, "utf8")).trim();
    return new RegExp(`^[\\da-f]{${2 * BYTES}}$`).test(text) ? text : undefined;
  } catch (error) {
    if (codeOf(error) === "ENOENT") {
      return undefined;
    }
    throw error;
  }
}

/** Writes a new secret, unless another process has written one meanwhile. */
async function createSecret(path: string): Promise<string> {
  const secret = randomBytes(BYTES).toString("hex");
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  try {
    await writeFile(path, `${secret}\n`, { mode: 0o600, flag: "wx" });
    return secret;
  } catch (error) {
    const known = codeOf(error) === "EEXIST" ? await readSecret(path) : undefined;
    if (known === undefined) {
      throw error;
    }
    return known;
  }
}

/**
 * The secret of this machine, from which the ids and keys of emulated apps are derived: a bot's environment stays valid
 * from one run to the next, and no other machine has the same keys.
 *
 * It is in `machine-secret` in the data folder, readable by this user alone. If it can neither be read nor written, each
 * run has a new one.
 */
export async function machineSecret(io: Io): Promise<Derive> {
  const path = join(io.dataFolder, "machine-secret");
  try {
    return deriveFrom((await readSecret(path)) ?? (await createSecret(path)));
  } catch (error) {
    io.err(`The keys below are new in each run, because ${path} cannot be used: ${wordsOf(error)}`);
    return deriveFrom(randomBytes(BYTES).toString("hex"));
  }
}
