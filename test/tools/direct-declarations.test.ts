import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterEach, beforeEach, expect, it } from "vitest";

const TOOL = fileURLToPath(new URL("../../tools/direct-declarations.mjs", import.meta.url));

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "lark-edge-declarations-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Writes declarations, runs the tool, and returns what became of one of them. */
async function direct(files: Record<string, string>, name: string): Promise<string> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  await promisify(execFile)(process.execPath, [TOOL, folder]);
  return readFile(join(folder, name), "utf8");
}

const ROOM = {
  "room/index.d.ts": `export type { Shape } from "./shape.ts";
export { open, type Options as OpenOptions, } from "./open.ts";
export type { Store } from "../store/index.ts";
export * from "./rest.ts";
`,
  "room/shape.d.ts": "export interface Shape {\n    sides: number;\n}\n",
  "room/open.d.ts": "export interface Options {\n    wide: boolean;\n}\nexport declare function open(): void;\n",
  "room/rest.d.ts": "export declare const LIMIT = 5;\nexport declare abstract class Base {\n}\n",
  "store/index.d.ts": 'export { Store } from "./store.ts";\n',
  "store/store.d.ts": "export declare class Store {\n}\n",
};

it("points an import at the files that declare the names", async () => {
  const user =
    'import { open, type OpenOptions, type Shape } from "../room/index.ts";\nexport declare const a: Shape;\n';
  expect(
    await direct({ ...ROOM, "user/a.d.ts": user }, "user/a.d.ts"),
  ).toBe(`import { open, type Options as OpenOptions } from "../room/open.ts";
import type { Shape } from "../room/shape.ts";
export declare const a: Shape;
`);
});

it("follows what a room passes on from another one, and what it exports as a whole", async () => {
  const user = 'export { Base, LIMIT, Store } from "./room/index.ts";\n';
  expect(
    await direct({ ...ROOM, "index.d.ts": user }, "index.d.ts"),
  ).toBe(`export { Base, LIMIT } from "./room/rest.ts";
export type { Store } from "./store/store.ts";
`);
});

it("prefers a name that a file exports itself to the same name of a file that it exports as a whole", async () => {
  const full = 'export * from "./rest.ts";\ndeclare class Full {\n}\nexport { Full as Base };\n';
  const user = 'export { Base, LIMIT } from "./room/full.ts";\n';
  const files = { ...ROOM, "room/full.d.ts": full, "index.d.ts": user };
  expect(await direct(files, "index.d.ts")).toBe(`export { Base } from "./room/full.ts";
export { LIMIT } from "./room/rest.ts";
`);
});

it("makes no value of a name that was passed on as a type alone", async () => {
  const user = 'import { Store } from "../room/index.ts";\n';
  expect(await direct({ ...ROOM, "user/a.d.ts": user }, "user/a.d.ts")).toBe(
    'import type { Store } from "../store/store.ts";\n',
  );
});

it("leaves a name that it cannot find, and other packages, as they are", async () => {
  const user = 'import type { Lost, Shape } from "../room/index.ts";\nimport { ofetch } from "ofetch";\n';
  expect(
    await direct({ ...ROOM, "user/a.d.ts": user }, "user/a.d.ts"),
  ).toBe(`import type { Lost } from "../room/index.ts";
import type { Shape } from "../room/shape.ts";
import { ofetch } from "ofetch";
`);
});

it("changes nothing where an import is direct already", async () => {
  const text = 'import { open, type Options } from "./open.ts";\n';
  expect(await direct({ ...ROOM, "room/user.d.ts": text }, "room/user.d.ts")).toBe(text);
});
