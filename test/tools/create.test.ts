// `npm create lark-edge`, run from its tarball.
import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readdir, readFile, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const root = new URL("../../", import.meta.url).pathname;

/** Runs a command, and gives its status and all that it wrote. */
const run = (command: string, args: string[], cwd: string) =>
  new Promise<{ status: unknown; stdout: string; output: string }>((resolve) => {
    execFile(command, args, { cwd }, (error, stdout, stderr) => {
      resolve({ status: error ? error.code : 0, stdout, output: stdout + stderr });
    });
  });

const RUNTIMES = ["workers", "deno", "bun", "node", "express", "fastify", "koa", "hono"];
const FEATURES = ["none", "cards", "once", "cards,once"];

let place: string;
let program: string;
let version: string;
beforeAll(async () => {
  place = await mkdtemp(join(tmpdir(), "create-lark-edge-"));
  ({ version } = JSON.parse(await readFile(join(root, "package.json"), "utf8")));
  const args = ["pack", "--ignore-scripts", "--json", "--pack-destination", place, join(root, "create")];
  const { stdout } = await run("npm", args, root);
  const [packed] = JSON.parse(stdout) as [{ filename: string; files: { path: string }[] }];
  expect(packed.files.map(({ path }) => path).sort()).toEqual([
    "LICENSE",
    "README.md",
    "arguments.mjs",
    "main.mjs",
    "package.json",
    "project.mjs",
    "templates.mjs",
  ]);
  await run("tar", ["-xzf", packed.filename], place);
  program = join(place, "package/main.mjs");
}, 120_000);
afterAll(() => rm(place, { recursive: true, force: true }));

const create = (...args: string[]) => run(process.execPath, [program, ...args], place);

it.each([
  ["nothing", []],
  ["a folder", ["bare"]],
  ["a folder and a runtime", ["bare-bun", "--runtime", "bun"]],
])("writes a project where there is no terminal, given %s", async (_, args) => {
  const { status, output } = await create(...args);
  expect(output).toContain(`The bot is in ${args[0] ?? "lark-bot"}.`);
  expect(status).toBe(0);
});

it("has the version of lark-edge, and no dependency", async () => {
  const own = JSON.parse(await readFile(join(root, "create/package.json"), "utf8"));
  expect(own.version).toBe(version);
  expect(own.dependencies).toBeUndefined();
});

describe.each(RUNTIMES)("%s", (runtime) => {
  it.each(FEATURES)("with the features %s is written whole", async (features) => {
    const folder = `${runtime}-${features.replace(",", "-")}`;
    const { status, output } = await create(folder, "--runtime", runtime, "--features", features);
    expect(status, output).toBe(0);
    expect(output).toContain("npm run dev");
    const written = JSON.parse(await readFile(join(place, folder, "package.json"), "utf8"));
    expect(written.scripts.dev).toMatch(/^lark-edge emulator --bot http:\/\/127\.0\.0\.1:3000\/ .*-- /);
    expect(written.dependencies["lark-edge"]).toBe(`^${version}`);
    const files = await readdir(join(place, folder), { recursive: true });
    expect(files).toEqual(
      expect.arrayContaining([".env.example", ".gitignore", "README.md", "src/bot.ts", "src/main.ts"]),
    );
  });
});

it.each([
  ["lark-edge-0.3.0.tgz", (folder: string) => join(folder, "lark-edge-0.3.0.tgz")],
  ["https://example.com/lark-edge.tgz", () => "https://example.com/lark-edge.tgz"],
  ["next", () => "next"],
])("takes lark-edge from %s, a path from the folder of the command", async (spec, expected) => {
  const folder = `from-${spec.replace(/\W/g, "-")}`;
  const { status, output } = await create(folder, "--runtime", "node", "--features", "none", "--lark-edge", spec);
  expect(status, output).toBe(0);
  const written = JSON.parse(await readFile(join(place, folder, "package.json"), "utf8"));
  expect(written.dependencies["lark-edge"]).toBe(expected(await realpath(place)));
});

it("names what is wrong on the command line, and what is right", async () => {
  const runtime = await create("other", "--runtime", "nod");
  expect([runtime.status, runtime.output]).toEqual([
    1,
    expect.stringMatching(/no runtime "nod", only workers, deno, bun, node/),
  ]);
  const feature = await create("other", "--features", "card");
  expect([feature.status, feature.output]).toEqual([1, expect.stringMatching(/no feature "card", only cards, once/)]);
  await mkdir(join(place, "full/src"), { recursive: true });
  const full = await create("full", "--runtime", "node", "--features", "none");
  expect([full.status, full.output]).toEqual([1, expect.stringMatching(/folder full is not empty/)]);
});

it("lists runtimes and features", async () => {
  const { status, output } = await create("--help");
  expect(status).toBe(0);
  for (const name of [...RUNTIMES, "cards", "once"]) {
    expect(output).toContain(name);
  }
});
