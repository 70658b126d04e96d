import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, isAbsolute, join } from "node:path";
import { createInterface } from "node:readline";
import { Log, LogLevel, Miniflare } from "miniflare";
import { bench, bundle, place } from "./build.mjs";

const require = createRequire(import.meta.url);
const binary = (name) => join(bench, "../../node_modules/.bin", name);
// The same binary as `node24()` of test/conformance/runtimes.ts.
const node24 = () => join(require.resolve(`node24-${process.platform}-${process.arch}/package.json`), "../bin/node");

/** Not newer than the workerd that miniflare brings. */
export const COMPATIBILITY_DATE = "2026-07-01";

/** The code that makes `create` of a contender: of the file of its name, or of a folder with another version of lark-edge, built. */
function importing(contender) {
  if (!isAbsolute(contender)) {
    return `import { create } from "./contenders/${contender}.mjs";`;
  }
  const { exports } = JSON.parse(readFileSync(join(contender, "package.json"), "utf8"));
  const path = (subpath) => JSON.stringify(join(contender, exports[subpath].default));
  return `import { EventDispatcher } from ${path("./event")};
    import { listener } from ${path("./node")};
    import { createWith } from "./contenders/lark-edge.mjs";
    const create = createWith(EventDispatcher, listener);`;
}

/** Starts a contender in a separate process. */
export async function startProcess(command, args, workshop, contender) {
  const code = `${importing(contender)} import { serve } from "./lib/stdio.mjs"; await serve(create);`;
  const file = await place(workshop, `${basename(contender)}.mjs`, (await bundle(workshop, code)).text);
  const child = spawn(command, [...args, file], { stdio: ["pipe", "pipe", "inherit"] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    async send(message) {
      child.stdin.write(`${JSON.stringify(message)}\n`);
      for (let line = await lines.next(); !line.done; line = await lines.next()) {
        // The official SDK logs to standard output.
        if (line.value.startsWith("ANSWER")) {
          return JSON.parse(line.value.slice(6));
        }
      }
      throw new Error(`${contender} ended early under ${command}`);
    },
    close: () => child.stdin.end(),
  };
}

/** Starts a contender in a separate workerd. Its clock stands still while it computes, so it is timed from here. */
async function startWorker(workshop, contender) {
  const code = `${importing(contender)} import { createDriver } from "./lib/driver.mjs";
    const drive = createDriver(create);
    export default { fetch: async (request) => Response.json(await drive(await request.json())) };`;
  const miniflare = new Miniflare({
    modules: true,
    script: (await bundle(workshop, code, { edge: true })).text,
    compatibilityDate: COMPATIBILITY_DATE,
    compatibilityFlags: contender === "official" ? ["nodejs_compat"] : [],
    log: new Log(LogLevel.ERROR),
    handleRuntimeStdio: (out, err) => {
      out.resume();
      err.pipe(process.stderr);
    },
  });
  await miniflare.ready;
  return {
    async send(message) {
      const start = performance.now();
      const response = await miniflare.dispatchFetch("http://bench/", {
        method: "POST",
        body: JSON.stringify(message),
      });
      const text = await response.text();
      if (!response.ok) {
        throw new Error(`${contender} failed in workerd: ${text}`);
      }
      return { ...JSON.parse(text), milliseconds: performance.now() - start };
    },
    close: () => miniflare.dispose(),
  };
}

/** The runtimes that run a file in a process, by the command that does. */
export const processes = {
  [`Node ${process.versions.node.split(".")[0]}`]: [process.execPath],
  "Node 24": [node24()],
  Deno: [binary("deno"), "run", "-A"],
  Bun: [binary("bun"), "run"],
};

const node =
  (command, ...args) =>
  (workshop, contender) =>
    startProcess(command, args, workshop, contender);

/** Where an event can be dispatched, and how a contender is started there. */
export const runtimes = {
  ...Object.fromEntries(Object.entries(processes).map(([name, command]) => [name, node(...command)])),
  workerd: startWorker,
};
