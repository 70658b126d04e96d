import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { onTestFinished } from "vitest";

const root = fileURLToPath(new URL("../../", import.meta.url));

/** Runs a test file with vitest, beside the conversing bot with a word of its answers; resolves to what vitest prints. */
export async function runSavedTest(source: string, word: string): Promise<string> {
  const folder = await mkdtemp(join(root, "node_modules/.saved-test-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const bot = JSON.stringify(join(root, "test/support/conversing-bot.ts"));
  const alias = JSON.stringify(join(root, "src/emulator/index.ts"));
  await writeFile(join(folder, "saved.test.ts"), source);
  await writeFile(
    join(folder, "bot.ts"),
    `import { createBot as create } from ${bot};\nexport const createBot = (app) => create(app, ${JSON.stringify(word)});\n`,
  );
  await writeFile(
    join(folder, "vitest.config.mjs"),
    `export default { resolve: { alias: { "lark-edge/emulator": ${alias} } }, test: { exclude: [] } };`,
  );
  const vitest = join(root, "node_modules/vitest/vitest.mjs");
  const { stdout } = await promisify(execFile)(process.execPath, [vitest, "run", "--root", folder], {
    cwd: folder,
  }).catch((error: { stdout: string }) => error);
  return stdout;
}
