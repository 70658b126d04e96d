import { readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Suite } from "../support/runtimes.ts";

const FOLDER = fileURLToPath(new URL(".", import.meta.url));
/** The files beside the cases. */
const OTHERS = ["suite.ts", "runtimes.ts"];

/** Every file of cases in this folder. They import lark-edge by its name, so what is built is what is tested. */
export const SUITE: Suite = {
  files: readdirSync(FOLDER, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts") && !OTHERS.includes(file))
    .sort()
    .map((file) => join(FOLDER, file)),
};
