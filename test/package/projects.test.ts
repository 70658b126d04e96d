// Projects as users have them: each way to mount a bot, on its runtime, with its framework, installed from the tarball,
// compiled with the settings that `tsc --init` writes, and answering the check of the URL and a message.
import { type ChildProcess, spawn } from "node:child_process";
import { cp, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { build } from "esbuild";
import { createEmulator, type Emulator } from "lark-edge/emulator";
import { Miniflare } from "miniflare";
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from "vitest";
import { serve } from "../support/emulator-server.ts";
import { freePort } from "../support/free-port.ts";
import { blockOf, blocksOf } from "../support/markdown-blocks.ts";
import { binary, COMPATIBILITY_DATE, node24 } from "../support/runtimes.ts";
import { bundleWorker, callsOf, dispatch, secretsOf } from "../support/workerd.ts";
import { type Consumer, makeConsumer } from "./consumer.ts";
import { root, run } from "./manifest.ts";
import { type Compiler, compileAsInitialized, compileProjects } from "./projects/compile.ts";

type Runtime = "Node" | "Node 24" | "Bun" | "Deno" | "workerd" | "Next.js";

/** The project whose bot connects to the platform. */
const LONG_CONNECTION = "long-connection.ts";

/** A project: where it runs, its program, the row of the README that it follows, and its compiler. */
type Project = [runtime: Runtime, program: string, row: string, compiler: "5.9" | "6.0" | "7.0" | "Deno"];

const PROJECTS: Project[] = [
  ["Node", "node.ts", "Node", "5.9"],
  ["Node 24", "node.ts", "Node", "7.0"],
  ["Node", "express4.ts", "Express", "5.9"],
  ["Node", "express.ts", "Express", "6.0"],
  ["Node 24", "express.ts", "Express", "7.0"],
  ["Node", "fastify.ts", "Fastify", "5.9"],
  ["Node 24", "fastify.ts", "Fastify", "7.0"],
  ["Node", "koa.ts", "Koa", "6.0"],
  ["Node", "nest.ts", "NestJS", "5.9"],
  ["Node 24", "nest-controller.ts", "NestJS", "7.0"],
  ["Node", "hono.ts", "Hono", "6.0"],
  ["workerd", "hono-worker.ts", "Hono", "7.0"],
  ["Node", "elysia.ts", "Elysia", "5.9"],
  ["Bun", "elysia-bun.ts", "Elysia", "7.0"],
  ["Next.js", "app/webhook/route.ts", "Next.js", "5.9"],
  ["workerd", "worker.ts", "Cloudflare Workers", "5.9"],
  ["Bun", "bun.ts", "Bun", "6.0"],
  ["Deno", "deno.ts", "Deno, Deno Deploy", "Deno"],
  ["Node", "lambda.ts", "AWS Lambda", "6.0"],
  ["Node", "vercel.ts", "Vercel", "7.0"],
  ["Node 24", LONG_CONNECTION, "No public address", "7.0"],
];

/** How fast a program answers is no subject here, and a machine may be busy with compilers. */
const UNHURRIED = { answerTimeoutMs: 30_000 };

/** What happens after a parser: `raw` has saved the bytes. */
const PARSERS: [program: string, parser: "json" | "raw", outcome: "answers" | RegExp][] = [
  ["express4.ts", "json", /move listener before it, or let the parser keep request\.rawBody/],
  ["express4.ts", "raw", "answers"],
  ["express.ts", "json", /move listener before it, or let the parser keep request\.rawBody/],
  ["express.ts", "raw", "answers"],
  ["fastify.ts", "json", /move listener before it, or let the parser keep request\.rawBody/],
  ["fastify.ts", "raw", "answers"],
  ["koa.ts", "json", /move listener before it, or let the parser keep request\.rawBody/],
  ["koa.ts", "raw", "answers"],
  ["nest.ts", "raw", "answers"],
  ["nest-controller.ts", "json", /move listener before it, or let the parser keep request\.rawBody/],
  ["hono.ts", "json", /the body was read before/],
];

/** The module of a NestJS app, without decorators. */
const MODULE = `import "reflect-metadata";
import { Module } from "@nestjs/common";

export class AppModule {}
Module({})(AppModule);
`;

let consumer: Consumer;
beforeAll(async () => {
  consumer = await makeConsumer("unpack");
  await cp(join(root, "test/package/projects"), consumer.folder, { recursive: true });
  const express = await readFile(join(consumer.folder, "express.ts"), "utf8");
  await consumer.write("express4.ts", express.replace('from "express"', 'from "express4"'));
  const args = ["install", "--ignore-scripts", "--prefer-offline", inject("packed").file];
  const { status, output } = await run("npm", args, consumer.folder);
  expect(status, output).toBe(0);
}, 300_000);
afterAll(() => consumer?.dispose());

const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) {
    await cleanUp();
  }
});

/** Starts a program. Resolves to its port and its output, once it listens. */
async function start(command: string, args: string[], env: Record<string, string>) {
  const child: ChildProcess = spawn(command, args, { cwd: consumer.folder, env: { ...process.env, ...env } });
  const ended = new Promise((resolve) => child.once("exit", resolve));
  cleanUps.push(() => {
    child.kill();
    return ended;
  });
  const log = { text: "" };
  const port = await new Promise<string>((resolve, reject) => {
    const read = (chunk: Buffer) => {
      log.text += chunk;
      const said = /(?:LISTENING |http:\/\/(?:127\.0\.0\.1|localhost|0\.0\.0\.0):)(\d+)/.exec(log.text);
      if (said?.[1]) {
        resolve(said[1]);
      }
    };
    child.stdout?.on("data", read);
    child.stderr?.on("data", read);
    child.once("exit", (code) => reject(new Error(`${command} ${args} ended with ${code}: ${log.text}`)));
  });
  return { address: `http://127.0.0.1:${port}`, log };
}

/** A program as JavaScript, for a Node that does not strip types. */
async function bundled(program: string): Promise<string> {
  const outfile = join(consumer.folder, "out", program.replace(/ts$/, "mjs"));
  await build({
    entryPoints: [join(consumer.folder, program)],
    outfile,
    bundle: true,
    packages: "external",
    format: "esm",
    target: "es2022",
    platform: "node",
    logLevel: "error",
  });
  return outfile;
}

/** How a program starts on each runtime. */
const STARTS: Record<
  Exclude<Runtime, "workerd">,
  (program: string, env: Record<string, string>) => ReturnType<typeof start>
> = {
  Node: async (program, env) =>
    start(process.execPath, [await bundled(program)], { ...env, PORT: `${await freePort()}` }),
  "Node 24": async (program, env) => start(node24(), [await bundled(program)], env),
  Bun: (program, env) => start(binary("bun"), ["run", program], { ...env, PORT: "0" }),
  Deno: (program, env) =>
    start(binary("deno"), ["run", "-A", "--no-remote", program], { ...env, DENO_SERVE_ADDRESS: "tcp/127.0.0.1:0" }),
  "Next.js": async (program, env) => {
    const next = join(consumer.folder, "node_modules/next/dist/bin/next");
    const server = await start(process.execPath, [next, "dev", "-p", "0"], { ...env, NEXT_TELEMETRY_DISABLED: "1" });
    // The first request compiles the route, and the URL check gives a bot a second.
    const path = program.replace(/^app|\/route\.ts$/g, "");
    await fetch(`${server.address}${path}`);
    return server;
  },
};

/** The path of a program's bot. */
const pathOf = (program: string) =>
  program.startsWith("app/") ? program.replace(/^app|\/route\.ts$/g, "") : "/webhook";

/** Starts a project in a process. */
async function startProject(emulator: Emulator, runtime: Exclude<Runtime, "workerd">, program: string, parser = "") {
  const { domain, close } = await serve(emulator, emulator.WebSocket);
  cleanUps.push(close);
  const env = { ...secretsOf(emulator), LARK_DOMAIN: domain, PARSER: parser };
  const { address, log } = await STARTS[runtime](program, env);
  return { address: `${address}${pathOf(program)}`, log };
}

/** Starts a project, and connects the emulator to it. Resolves to the log of its process. */
async function connect(emulator: Emulator, [runtime, program]: Project): Promise<{ text: string }> {
  if (runtime !== "workerd") {
    const { address, log } = await startProject(emulator, runtime, program);
    if (program === LONG_CONNECTION) {
      expect(emulator.longConnections.list()).toHaveLength(1);
    } else {
      await emulator.connect(address);
    }
    return log;
  }
  const workerd = new Miniflare({
    modules: true,
    script: await bundleWorker({ entryPoints: [join(consumer.folder, program)] }),
    compatibilityDate: COMPATIBILITY_DATE,
    bindings: { ...secretsOf(emulator), LARK_DOMAIN: "https://open.feishu.cn" },
    outboundService: callsOf(emulator),
  });
  cleanUps.push(() => workerd.dispose());
  await workerd.ready;
  await workerd.dispatchFetch("https://bot.example/");
  await emulator.connect((request) => dispatch(workerd, request, "https://bot.example/webhook"));
  return { text: "" };
}

/** Sends a sealed and signed event, and resolves to the answer's status. */
async function sendEvent(emulator: Emulator, address: string): Promise<number> {
  const { headers, body } = await emulator.request({ type: "im.message.receive_v1", event: {} });
  const answer = await fetch(address, { method: "POST", headers, body: await new Response(body).text() });
  return answer.status;
}

/** A message, and the reply to it. */
async function converse(emulator: Emulator): Promise<void> {
  const user = emulator.addUser({ name: "Ada" });
  const chat = emulator.addChat({ users: [user] });
  expect(await emulator.say(user, chat, "hello")).toMatchObject({ status: 200 });
  expect((await emulator.waitForMessage(chat, { timeoutMs: UNHURRIED.answerTimeoutMs })).text).toBe("Hello!");
}

/** The code of the README's table "Mount it in", by its first column. */
async function mountTable(): Promise<Map<string, string[]>> {
  const readme = await readFile(join(root, "README.md"), "utf8");
  const [, section = ""] = /## Mount it in\n([\s\S]*?)\n## /.exec(readme) ?? [];
  const rows = [...section.matchAll(/^\| ([^|]+?) \| (.+) \|$/gm)].slice(1);
  return new Map(
    rows.map(([, name = "", how = ""]) => [name, [...how.matchAll(/`([^`]+)`/g)].map(([, code = ""]) => code)]),
  );
}

/** Code spans that are names of files, options and packages. */
const isProgram = (code: string) => /\(|=>/.test(code) && !/^express\.json\(\)$/.test(code);

it("the projects hold the code of the README's table, and leave out no row", async () => {
  const table = await mountTable();
  expect([...table.keys()].filter((row) => row !== "---").sort()).toEqual(
    [...new Set(PROJECTS.map(([, , row]) => row))].sort(),
  );
  for (const [row, codes] of table) {
    const programs = PROJECTS.filter(([, , name]) => name === row).map(([, program]) => program);
    const texts = await Promise.all(programs.map((program) => readFile(join(consumer.folder, program), "utf8")));
    for (const statement of codes.filter(isProgram).flatMap((code) => code.split("; "))) {
      // A port is the test's choice.
      const code = statement.replace(/\.listen\(3000\)$/, ".listen(0)");
      expect(
        texts.some((text) => text.includes(code)),
        `${row}: ${code}`,
      ).toBe(true);
    }
  }
});

// The compilers but the newest use one processor each.
describe.concurrent("compiled as tsc --init sets it", () => {
  it.each(["5.9", "6.0", "7.0", "Deno"] as const)(
    "by TypeScript %s",
    async (compiler) => {
      const programs = PROJECTS.filter((project) => project[3] === compiler).map(([runtime, program]) => ({
        runtime,
        program,
      }));
      expect(await compileProjects(consumer, compiler, programs)).toEqual([]);
    },
    240_000,
  );
});

/** The environments of `tsc --init`: as it writes them, with the DOM, and with the types of a server in its place. */
const ENVIRONMENTS: [compiler: Compiler, types: string][] = [
  ["5.9", "node"],
  ["6.0", "dom"],
  ["7.0", "dom"],
  ["7.0", "node"],
  ["7.0", "bun"],
];

describe("the programs of the README and of examples/ compile as tsc --init sets it", () => {
  let programs: string[];
  beforeAll(async () => {
    await cp(join(root, "examples"), join(consumer.folder, "examples"), { recursive: true });
    const examples = await readdir(join(root, "examples"), { recursive: true });
    const blocks = (await blocksOf("README.md")).filter(({ language }) => language === "ts");
    const names = blocks.map(({ line }) => `readme-${line}.ts`);
    await Promise.all(blocks.map(({ code }, at) => consumer.write(names[at] as string, code)));
    programs = [...names, ...examples.filter((name) => /\.tsx?$/.test(name)).map((name) => `examples/${name}`)];
    expect(programs.length).toBeGreaterThan(20);
  });

  it.each(ENVIRONMENTS)(
    "by TypeScript %s, with the types of %s",
    async (compiler, types) => {
      const files = programs.filter((name) => types !== "dom" || !/node-server|login\/node|long-connection/.test(name));
      const wrong = await consumer.write(
        `wrong-${types}.ts`,
        'import { Client } from "lark-edge";\nnew Client({ appId: 1 });',
      );
      // The declarations of Bun want the newest ones of Node, beside which test/package/types.test.ts compiles them whole.
      const options = { skipLibCheck: compiler !== "7.0" || types === "bun" };
      const errors = await compileAsInitialized(consumer, compiler, [...files, wrong], types, options);
      // The one that is meant shows that the others were looked for.
      expect(errors).toEqual([expect.stringMatching(/^wrong-.*error TS2322/)]);
    },
    180_000,
  );
});

describe("answers the check of the URL and a message", () => {
  it.each(PROJECTS)(
    "on %s: %s (%s)",
    async (...project) => {
      const emulator = createEmulator(UNHURRIED);
      const log = await connect(emulator, project);
      await converse(emulator);
      expect(log.text).not.toMatch(/refused|error/i);
    },
    120_000,
  );
});

describe("the programs of docs/deploying.md with frameworks", () => {
  it.each([
    ["Fastify", "7.0"],
    ["NestJS", "7.0"],
  ] as const)(
    "%s compiles as tsc --init sets it, and answers a message",
    async (heading, compiler) => {
      const blocks = await blocksOf("docs/deploying.md");
      const bot = blockOf(blocks, "Frameworks on Node", "ts");
      const port = await freePort();
      const program = blockOf(blocks, heading, "ts").replaceAll("3000", `${port}`);
      await consumer.write("bot.ts", bot);
      await consumer.write("app.module.ts", MODULE);
      await consumer.write("main.ts", `${program}export {};\n`);
      expect(await compileAsInitialized(consumer, compiler, ["main.ts", "bot.ts"], "node", {})).toEqual([]);
      const emulator = createEmulator(UNHURRIED);
      const { address } = await startProject(emulator, "Node", "main.ts");
      await emulator.connect(address);
      await converse(emulator);
    },
    120_000,
  );
});

describe("after a parser", () => {
  it.each(PARSERS)(
    "%s, %s",
    async (program, parser, outcome) => {
      const emulator = createEmulator(UNHURRIED);
      const { address, log } = await startProject(emulator, "Node", program, parser);
      if (outcome === "answers") {
        await emulator.connect(address);
        await converse(emulator);
      } else {
        await expect(emulator.connect(address)).rejects.toThrow("HTTP 500");
        expect(await sendEvent(emulator, address)).toBe(500);
        expect(log.text).toMatch(outcome);
      }
    },
    60_000,
  );

  it("Elysia itself answers 500 and says why", async () => {
    const emulator = createEmulator(UNHURRIED);
    const { address } = await startProject(emulator, "Node", "elysia.ts", "json");
    await expect(emulator.connect(address)).rejects.toThrow(/HTTP 500.*disturbed/);
  }, 60_000);

  it("a route of Next.js that reads the body first", async () => {
    const emulator = createEmulator(UNHURRIED);
    const { address, log } = await startProject(emulator, "Next.js", "app/parsed/route.ts");
    expect(await sendEvent(emulator, address)).toBe(500);
    expect(log.text).toMatch(/the body was read before/);
  }, 120_000);
});
