import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, symlink } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Consumer, entries, makeConsumer, type Run, root, tool } from "./tarball.ts";

const COMPILERS = { "TypeScript 5.9": "typescript59/bin/tsc", "TypeScript 7": "typescript/bin/tsc" };
const RESOLUTIONS = {
  bundler: { module: "ESNext", moduleResolution: "bundler" },
  nodenext: { module: "NodeNext", moduleResolution: "NodeNext" },
};

let consumer: Consumer;

beforeAll(async () => {
  consumer = await makeConsumer("unpack");
  const sources = join(root, "test/package/consumer");
  for (const name of await readdir(sources)) {
    await consumer.write(name, await readFile(join(sources, name), "utf8"));
  }
  // The type tests, turned from our sources to the published declarations.
  for (const name of await readdir(join(root, "test/types"))) {
    let text = await readFile(join(root, "test/types", name), "utf8");
    for (const { specifier, types } of entries) {
      text = text.replaceAll(
        `"${types.replace("./dist/", "../../src/").replace(/\.d\.ts$/, ".ts")}"`,
        `"${specifier}"`,
      );
    }
    await consumer.write(name, text.replaceAll('"./expect.ts"', '"./expect.js"'));
  }
  const types = join(consumer.folder, "node_modules/@types");
  await mkdir(types);
  await symlink(join(root, "node_modules/@types/node"), join(types, "node"));
  await symlink(join(root, "node_modules/undici-types"), join(consumer.folder, "node_modules/undici-types"));
}, 60_000);
afterAll(() => consumer?.dispose());

let projects = 0;

/** Compiles files as strictly as a user may. */
async function compile(compiler: string, files: string[], options: object): Promise<Run> {
  const project = await consumer.write(`tsconfig-${++projects}.json`, {
    compilerOptions: {
      target: "ES2022",
      lib: ["ES2022", "DOM"],
      types: [],
      strict: true,
      exactOptionalPropertyTypes: false,
      noUncheckedIndexedAccess: true,
      verbatimModuleSyntax: true,
      isolatedModules: true,
      // Our declarations and our dependencies' are checked with it.
      skipLibCheck: false,
      noEmit: true,
      ...options,
    },
    files,
  });
  return tool(compiler, ["-p", project, "--pretty", "false"], consumer.folder);
}

const typeTests = async () => (await readdir(consumer.folder)).filter((name) => name.endsWith(".test-d.ts"));

describe.each(Object.entries(COMPILERS))("the published declarations, under %s", (_, compiler) => {
  it.each(Object.entries(RESOLUTIONS))("serve a consumer with moduleResolution %s", async (_, resolution) => {
    const { status, output } = await compile(compiler, ["consumer.ts"], resolution);
    expect(status, output).toBe(0);
  });

  it("serve a consumer with exactOptionalPropertyTypes", async () => {
    const options = { ...RESOLUTIONS.bundler, exactOptionalPropertyTypes: true };
    const { status, output } = await compile(compiler, ["consumer.ts"], options);
    expect(status, output).toBe(0);
  });

  it("serve a Node server with @types/node", async () => {
    const options = { ...RESOLUTIONS.nodenext, types: ["node"], lib: ["ES2022"], skipLibCheck: true };
    const { status, output } = await compile(compiler, ["node-server.ts"], options);
    expect(status, output).toBe(0);
  });

  it("refuse what is wrong and take what is right (test/types)", async () => {
    const files = await typeTests();
    expect(files.length).toBeGreaterThanOrEqual(2);
    const { status, output } = await compile(compiler, files, RESOLUTIONS.bundler);
    expect(status, output).toBe(0);
    expect(await readFile(join(consumer.folder, files[0] as string), "utf8")).not.toContain("/src/");
  });

  it("canary: an error is an error, and so is an expected one that does not come", async () => {
    await consumer.write("wrong.ts", 'import { Client } from "lark-edge/core";\nnew Client({ appId: 1 });');
    const unneeded =
      'import { Client } from "lark-edge/core";\n// @ts-expect-error\nnew Client({ appId: "a", appSecret: "b" });';
    await consumer.write("unneeded.ts", unneeded);
    await consumer.write(
      "differs.ts",
      'import { same } from "./expect.js";\nsame<string, string | undefined>();\nsame<any, string>();',
    );
    const { status, output } = await compile(compiler, ["wrong.ts", "unneeded.ts", "differs.ts"], RESOLUTIONS.bundler);
    expect(status).not.toBe(0);
    const errors = [...output.matchAll(/^([\w-]+\.ts\(\d+),\d+\): error (TS\d+)/gm)].map(
      ([, place, code]) => `${place} ${code}`,
    );
    expect(errors.sort()).toEqual([
      "differs.ts(2 TS2554",
      "differs.ts(3 TS2554",
      "unneeded.ts(2 TS2578",
      "wrong.ts(2 TS2322",
    ]);
  });
});

// Wrangler's users have these in place of the DOM's types.
const WORKERS_TYPES = join(root, "node_modules/@cloudflare/workers-types");

describe.runIf(existsSync(WORKERS_TYPES))("the published declarations, with @cloudflare/workers-types", () => {
  it.each(Object.values(COMPILERS))("serve a consumer under %s", async (compiler) => {
    const options = { ...RESOLUTIONS.bundler, lib: ["ES2022"], types: [WORKERS_TYPES] };
    const { status, output } = await compile(compiler, ["consumer.ts"], options);
    expect(status, output).toBe(0);
  });
});
