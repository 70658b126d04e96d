import { readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Suite } from "./runtimes.ts";

const FOLDER = fileURLToPath(new URL("../conformance", import.meta.url));

/** Every file of cases in test/conformance. They import lark-edge by its name, so what is built is what is tested. */
export const conformance: Suite = {
  files: readdirSync(FOLDER, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts") && file !== "runtimes.ts")
    .sort()
    .map((file) => join(FOLDER, file)),
};
