// `npm run example -- <name>`: one of examples/*.ts and *.tsx, against an emulator in this process or against the app of the environment.
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";
import { explainError } from "lark-edge/core";
import { createEmulator } from "lark-edge/emulator";
import { listener } from "lark-edge/node";
import { arrange } from "./example-world.mjs";

const folder = new URL("../examples/", import.meta.url);

/** Names and first sentences of the examples: the files that export `run`. */
async function readExamples() {
  const files = (await readdir(folder)).filter((file) => /\.tsx?$/.test(file));
  const texts = await Promise.all(files.map((file) => readFile(new URL(file, folder), "utf8")));
  return files.flatMap((file, index) => {
    const says = texts[index].match(/\/\*\* (.+) \*\/\nexport (?:async )?function run\(/)?.[1];
    return says === undefined ? [] : [{ name: file.replace(/\.tsx?$/, ""), file, says }];
  });
}

const examples = await readExamples();
const width = Math.max(...examples.map(({ name }) => name.length));

const HELP = `Runs an example.

  npm run example -- <name>

${examples.map(({ name, says }) => `  ${name.padEnd(width)}  ${says}`).join("\n")}

Without APP_ID in the environment it runs against an emulator in this process, and nothing leaves this machine. With
APP_ID and APP_SECRET it calls the platform: Feishu, or the one at LARK_DOMAIN, which may be a running emulator.
examples/README.md lists the other variables of each example.`;

function stop(message) {
  console.error(message);
  process.exit(1);
}

/** The environment. A missing variable is an error that names it. */
const strict = (env) =>
  new Proxy(env, {
    get: (values, name) =>
      values[name] || name === "LARK_DOMAIN"
        ? values[name] || undefined
        : stop(`${String(name)} is missing in the environment: see examples/README.md.`),
  });

/** An example is TypeScript, and Node 20 takes none: it is bundled into a file, which is gone once it is loaded. */
async function load({ name, file }) {
  const place = await mkdtemp(join(tmpdir(), "lark-edge-example-"));
  const outfile = join(place, `${name}.mjs`);
  try {
    const entryPoints = [fileURLToPath(new URL(file, folder))];
    await build({ entryPoints, bundle: true, format: "esm", platform: "node", outfile, logLevel: "error" });
    return await import(pathToFileURL(outfile).href);
  } finally {
    await rm(place, { recursive: true, force: true });
  }
}

/** What the platform refused in two lines; whatever else went wrong with its stack. */
function tell(error) {
  if (error instanceof Error && "platformCode" in error) {
    return `${error.message}\n${explainError(error).advice}`;
  }
  return "attempts" in Object(error) ? error.message : error;
}

async function runInEmulator(name, { run }) {
  console.log("No APP_ID in the environment: an emulator in this process is the platform.\n");
  const emulator = createEmulator();
  globalThis.fetch = emulator.fetch;
  const world = await arrange(emulator, name);
  const events = await run(strict(world.env));
  if (events !== undefined) {
    await world.deliver(events.fetch);
  }
}

async function runForReal({ run }) {
  const events = await run(strict(process.env));
  if (events === undefined) {
    return;
  }
  const port = Number(process.env.PORT ?? 3000);
  createServer(listener(events)).listen(port, () => console.log(`listening for events on port ${port}`));
}

const [name] = process.argv.slice(2);
if (name === undefined || name === "--help" || name === "-h") {
  console.log(HELP);
} else if (!examples.some((one) => one.name === name)) {
  stop(`There is no example ${name}. There are: ${examples.map((one) => one.name).join(", ")}.`);
} else {
  const example = await load(examples.find((one) => one.name === name));
  await (process.env.APP_ID ? runForReal(example) : runInEmulator(name, example)).catch((error) => stop(tell(error)));
}
