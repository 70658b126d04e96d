import { cp, mkdir, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Consumer, makeConsumer } from "./consumer.ts";
import { entries, type Run, root, tool } from "./manifest.ts";

const COMPILERS = {
  "TypeScript 5.9": "typescript59/bin/tsc",
  "TypeScript 6": "typescript60/bin/tsc",
  "TypeScript 7": "typescript/bin/tsc",
};
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
    text = text
      .replaceAll('"./expect.ts"', '"./expect.js"')
      .replace("@jsxImportSource ../../src/", "@jsxImportSource lark-edge/");
    await consumer.write(name, text);
  }
}, 120_000);
afterAll(() => consumer?.dispose());

let projects = 0;

/** Compiles files as strictly as a user may. */
async function compile(compiler: string, files: string[], options: object, where: Consumer = consumer): Promise<Run> {
  const project = await where.write(`tsconfig-${++projects}.json`, {
    compilerOptions: {
      target: "ES2022",
      lib: ["ES2022", "DOM"],
      types: [],
      strict: true,
      jsx: "react-jsx",
      // `tsc --init` switches it on.
      exactOptionalPropertyTypes: true,
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
  return tool(compiler, ["-p", project, "--pretty", "false"], where.folder);
}

/** Files with errors: without these it would not show that the others were looked at. */
const CANARIES = {
  "differs.ts": 'import { same } from "./expect.js";\nsame<string, string | undefined>();\nsame<any, string>();',
  "unneeded.ts":
    'import { Client } from "lark-edge/core";\n// @ts-expect-error\nnew Client({ appId: "a", appSecret: "b" });',
  "wrong.ts": 'import { Client } from "lark-edge/core";\nnew Client({ appId: 1 });',
};

/** A compiler's start is dear, above all with every library checked: each project looks at all it can. */
const COMPILE_TIMEOUT_MS = 120_000;

describe.each(Object.entries(COMPILERS))("the published declarations, under %s", (_, compiler) => {
  it(
    "take what is right and refuse what is wrong (test/types), with moduleResolution bundler",
    async () => {
      const typeTests = (await readdir(consumer.folder)).filter((name) => /\.test-d\.tsx?$/.test(name));
      expect(typeTests.length).toBeGreaterThanOrEqual(2);
      for (const name of typeTests) {
        expect(await readFile(join(consumer.folder, name), "utf8"), name).not.toContain("/src/");
      }
      for (const [name, text] of Object.entries(CANARIES)) {
        await consumer.write(name, text);
      }
      const files = ["consumer.ts", "exact.ts", ...typeTests, ...Object.keys(CANARIES)];
      const { output } = await compile(compiler, files, RESOLUTIONS.bundler);
      const errors = [...output.matchAll(/^(\S+)\((\d+),\d+\): error (TS\d+)|^error .*/gm)].map(
        ([all, file, line, code]) => (file ? `${file}:${line} ${code}` : all),
      );
      expect(errors.sort(), output).toEqual([
        "differs.ts:2 TS2554",
        "differs.ts:3 TS2554",
        "unneeded.ts:2 TS2578",
        "wrong.ts:2 TS2322",
      ]);
    },
    COMPILE_TIMEOUT_MS,
  );

  it(
    "serve a consumer with moduleResolution nodenext, and name what it exports in its declarations",
    async () => {
      const emitted = { noEmit: false, emitDeclarationOnly: true, declaration: true, outDir: "declared" };
      const options = { ...RESOLUTIONS.nodenext, ...emitted };
      const { status, output } = await compile(compiler, ["consumer.ts", "declared.ts"], options);
      expect(status, output).toBe(0);
      const declared = await readFile(join(consumer.folder, "declared/declared.d.ts"), "utf8");
      expect(declared).toMatch(/client: Client<\{\s*readonly im: .*\}>/s);
      expect(declared).not.toContain("dist/");
    },
    COMPILE_TIMEOUT_MS,
  );
});

/** Projects without the DOM's types: what a server has, and the packages that type its globals. */
const SERVERS: Record<string, { types: string; packages: Record<string, string> }> = {
  "@types/node": { types: "node", packages: { "@types/node": "@types/node", "undici-types": "undici-types" } },
  // Its types are written against the newest ones of Node.
  "@types/bun": {
    types: "bun",
    packages: {
      "@types/bun": "@types/bun",
      "bun-types": "bun-types",
      "@types/node": "types-node-latest",
      "undici-types": "types-node-latest/node_modules/undici-types",
    },
  },
};

describe.each(Object.entries(SERVERS))("the published declarations, with %s and without the DOM", (_, server) => {
  let own: Consumer;
  beforeAll(async () => {
    own = await makeConsumer("unpack");
    const modules = join(own.folder, "node_modules");
    await mkdir(join(modules, "@types"), { recursive: true });
    for (const [name, from] of Object.entries(server.packages)) {
      // Copied: a link would find its own dependencies beside where it leads to.
      await cp(join(root, "node_modules", from), join(modules, name), { recursive: true, dereference: true });
    }
    const all = entries.map(({ specifier }, index) => `export * as entry${index} from "${specifier}";`);
    await own.write("all.ts", all.join("\n"));
    await own.write("wrong.ts", 'import type { Fetch } from "lark-edge/core";\nexport const fetch: Fetch = 1;');
    await own.write("node-server.ts", await readFile(join(root, "test/package/consumer/node-server.ts"), "utf8"));
  }, 120_000);
  afterAll(() => own?.dispose());

  // The older compiler takes a minute for it, which one server is worth.
  const compilers = Object.entries(COMPILERS).slice(server.types === "node" ? 0 : -1);
  it.each(compilers)(
    "compile whole under %s, each entry point of them",
    async (_, compiler) => {
      const files = ["all.ts", "wrong.ts", ...(server.types === "node" ? ["node-server.ts"] : [])];
      const options = { ...RESOLUTIONS.nodenext, types: [server.types], lib: ["ES2022"] };
      const { output } = await compile(compiler, files, options, own);
      // The one that is meant shows that the others were looked for.
      expect(output.split("\n").filter((line) => line.includes("error TS"))).toEqual([
        expect.stringContaining("wrong.ts(2,14): error TS2322"),
      ]);
    },
    COMPILE_TIMEOUT_MS,
  );
});

// Wrangler's users have these in place of the DOM's types.
const WORKERS_TYPES = join(root, "node_modules/@cloudflare/workers-types");

describe("the published declarations, with @cloudflare/workers-types", () => {
  it.each(Object.values(COMPILERS))(
    "serve a consumer under %s",
    async (compiler) => {
      const options = { ...RESOLUTIONS.bundler, lib: ["ES2022"], types: [WORKERS_TYPES] };
      const { status, output } = await compile(compiler, ["consumer.ts", "worker-stores.ts"], options);
      expect(status, output).toBe(0);
    },
    COMPILE_TIMEOUT_MS,
  );
});

// Row 30 of test/unit/mistakes.test.ts. TypeScript 6 and 7 refuse the setting itself.
it("with the old module resolution, TypeScript 5.9 names the settings to write", async () => {
  const options = { module: "ES2022", moduleResolution: "node10" };
  const { output } = await compile(COMPILERS["TypeScript 5.9"], ["consumer.ts"], options);
  expect(output).toMatch(/consumer\.ts.*'lark-edge\/core'/);
  expect(output).toMatch(/'node16', 'nodenext', or 'bundler'/);
});
