import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";

const root = fileURLToPath(new URL("../../../", import.meta.url));

/** Each line but the last two breaks a rule of biome.json for portable code. */
const PLANTED = `export const one = () => process.env;
export const two = () => globalThis;
export const three = () => (globalThis as never)["process"];
export const four = (name: string) => self[name as never];
export const five = (text: string) => Buffer.from(text);
export const six = (bytes: Buffer): number => bytes.length;
export const seven = (go: () => void) => setImmediate(go);
export const eight = () => require("x");
export const nine = (x: any): unknown => x;
export const fine = (process: number, self: { window: number }) => process + self.window;
export const good = () => ({ global: fetch("https://example.com/") });
`;
const FILES = ["src/http/planted.ts", "src/emulator/services/planted.ts", "src/cli/planted.ts"];

/** A folder with our settings of Biome, without the list of ignored files. */
const folder = mkdtempSync(join(tmpdir(), "lark-edge-biome-"));
let refused: Record<string, number[]>;

beforeAll(() => {
  const { vcs, ...settings } = JSON.parse(readFileSync(join(root, "biome.json"), "utf8"));
  writeFileSync(join(folder, "biome.json"), JSON.stringify({ ...settings, $schema: undefined }));
  for (const file of FILES) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), PLANTED);
  }
  const biome = join(root, "node_modules/@biomejs/biome/bin/biome");
  const { stdout } = spawnSync(process.execPath, [biome, "lint", "--reporter=github", "--max-diagnostics=none"], {
    cwd: folder,
    encoding: "utf8",
  });
  const found = [...stdout.matchAll(/^::error .*?file=([^,]+),line=(\d+)/gm)];
  const linesOf = (file: string) =>
    found.filter(([, path = ""]) => path.endsWith(file)).map(([, , line]) => Number(line));
  refused = Object.fromEntries(FILES.map((file) => [file, [...new Set(linesOf(file))].sort((a, b) => a - b)]));
});
afterAll(() => rmSync(folder, { recursive: true }));

test.each(["src/http/planted.ts", "src/emulator/services/planted.ts"])(
  "Node's globals, the global object and any are refused in %s",
  (file) => {
    expect(refused[file]).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
  },
);

test("the command line runs on Node, and has its globals", () => {
  expect(refused["src/cli/planted.ts"]).toEqual([9]);
});
