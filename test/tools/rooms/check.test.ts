import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";

const script = new URL("../../../tools/rooms/check.mjs", import.meta.url).pathname;
const folder = mkdtempSync(join(tmpdir(), "lark-edge-rooms-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A small `src/` that keeps every rule. */
const HONEST = {
  "base/index.ts": "export class LarkError extends Error {}",
  "base/runtime.ts": "export const node = (): unknown => (globalThis as { process?: unknown }).process;",
  "base/logger.ts": "export const log = (text: string): void => globalThis.console.warn(text);",
  "crypto/index.ts": 'export { digest } from "./digest.ts";',
  "crypto/digest.ts": "export const digest = (process: string): string => process;",
  "callback/index.ts": 'import { digest } from "../crypto/index.ts";\nexport const read = digest;',
  "client/index.ts": "export interface Api { project: string }\nexport const Client = class {};",
  "event/index.ts":
    'export { read } from "../callback/index.ts";\nexport const answer = (): Response => new Response();',
  "emulator/index.ts":
    "interface Buffer { global: 1 }\nexport const of = (buffer: Buffer) => ({ process: buffer.global });",
  "emulator/platform/index.ts": "export const of = 1;",
  "emulator/services/index.ts": 'export { of } from "../platform/index.ts";',
  "cli/main.ts": 'import { parseArgs } from "node:util";\nexport const read = () => parseArgs({ args: process.argv });',
  "api/im/index.ts": 'import type { Api } from "../../client/index.ts";\nexport const im: Api = { project: "im" };',
};

/** Each breaks one rule: in which room, what the file says, and what the checker has to say about its last line. */
const PLANTED: [room: string, text: string, message: string][] = [
  ["base", 'import "../crypto/index.ts";', "base may import nothing"],
  ["event", '\nimport { Client } from "../client/index.ts";', "event may import base, "],
  ["event", 'import type { Client } from "../client/index.ts";', 'imports types of "../client/index.ts"'],
  ["event", 'export const late = () => import("../client/index.ts");', "event may import"],
  ["event", 'export type Late = import("../client/index.ts").Api;', "event may import"],
  ["event", 'export { Client } from "../client/index.ts";', "event may import"],
  ["event", 'export * from "../client/index.ts";', "event may import"],
  ["event", "export const late = (name: string) => import(name);", "only known at run time"],
  ["callback", 'import { digest } from "../crypto/digest.ts";', "by its face"],
  ["callback", 'import { of } from "../emulator/index.ts";', "callback may import"],
  ["api", 'import { Client } from "../client/index.ts";', "`import type` only"],
  ["api", 'import { type Api } from "../client/index.ts";', "`import type` only"],
  ["http", 'import { gone } from "./gone.ts";', "no such file"],
  ["http", 'import axios from "axios/browser";', "not among the packages of this file: none"],
  ["crypto", 'import { createHash } from "node:crypto";', "imports nothing of Node"],
  ["attic", "export const old = 1;", "room attic"],
  ["auth", 'import "./planted-16.ts";', "imports itself: auth/planted-16.ts -> auth/planted-16.ts"],
  ["http", "export const empty = new Headers();", "Headers at module scope"],
  ["http", "export const f = globalThis.fetch;", "fetch at module scope"],
  ["http", "export class Answer extends Response {}", "Response at module scope"],
  ["http", "export class Answer { static blob = new Blob([]); }", "Blob at module scope"],
  ["http", "export const form = (() => new FormData())();", "FormData at module scope"],
  ["http", '/// <reference types="node" />', 'reference types="node"'],
  ["http", "export const = ;", "cannot be read"],
  ["emulator/control", 'import { createServer } from "node:http";', "imports nothing of Node"],
  ["emulator", 'import { read } from "../cli/main.ts";', "emulator may import"],
  ["cli", 'import axios from "axios/browser";', "not among the packages of this file: none"],
  [
    "cli",
    'import { of } from "../emulator/services/index.ts";',
    "cli may import base, long-connection, oauth, emulator, emulator/control",
  ],
  ["emulator/platform", 'import { of } from "../services/index.ts";', "emulator/platform may import nothing"],
  ["emulator/gateway", 'import { of } from "../index.ts";', "emulator/gateway may import emulator/platform"],
];

let runs = 0;

/** Runs the checker over a folder with these files. */
function check(files: Record<string, string>) {
  const root = join(folder, String(++runs), "src");
  mkdirSync(root, { recursive: true });
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  }
  const { status, stderr } = spawnSync(process.execPath, [script, root], { encoding: "utf8" });
  return { status, lines: stderr.trim().split("\n") };
}

describe("tools/rooms/check.mjs", { timeout: 60_000 }, () => {
  it("has nothing to say about a folder that keeps the rules", () => {
    expect(check(HONEST)).toEqual({ status: 0, lines: [""] });
  });

  it("names every planted violation, with file and line, and nothing else", () => {
    const planted = PLANTED.map(([room, text], index) => [`${room}/planted-${index}.ts`, text]);
    // The checker takes a second to start, so it sees them all at once.
    const { status, lines } = check({ ...HONEST, ...Object.fromEntries(planted) });
    const summary = lines.pop();
    PLANTED.forEach(([room, text, message], index) => {
      const place = `src/${room}/planted-${index}.ts:${text.split("\n").length}: `;
      expect(lines.filter((line) => line.includes(place)).join("\n"), text).toContain(message);
    });
    expect(lines.filter((line) => !line.includes("/planted-"))).toEqual([]);
    expect(summary).toMatch(/broken promises/);
    expect(status).toBe(1);
  });

  it("names a cycle of two files that import each other's types", () => {
    const { lines } = check({
      ...HONEST,
      "http/one.ts": 'import type { Two } from "./two.ts";\nexport type One = Two[];',
      "http/two.ts": 'import type { One } from "./one.ts";\nexport type Two = One[];',
    });
    expect(lines[0]).toContain("imports itself: http/one.ts -> http/two.ts -> http/one.ts");
  });

  it("names a function of more than 60 lines, and a reason that is no longer needed", () => {
    const { lines } = check({
      ...HONEST,
      "http/long.ts": `export const fits = () => [\n${"  1,\n".repeat(58)}];\nexport const long = () => [\n${"  1,\n".repeat(59)}];`,
      "store/shared/claim.ts": "export const claim = () => 1;",
    });
    expect(lines.slice(0, 2)).toEqual([
      expect.stringMatching(/http\/long\.ts:61: long has 61 lines: over 60 only with a reason/),
      expect.stringMatching(/claim\.ts:1: claim has at most 60 lines: remove its reason/),
    ]);
    expect(lines).toHaveLength(3);
  });

  it("fails on a folder without files", () => {
    expect(check({}).status).toBe(1);
  });
});
