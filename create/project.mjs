import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { botCode, RUNTIMES } from "./templates.mjs";

const { version } = JSON.parse(await readFile(new URL("package.json", import.meta.url), "utf8"));

const json = (value) => `${JSON.stringify(value, undefined, 2)}\n`;

/** The name of a package or a Worker, from that of a folder. */
const nameOf = (folder) =>
  basename(resolve(folder))
    .toLowerCase()
    .replace(/[^a-z0-9-]+/g, "-")
    .replace(/^-+|-+$/g, "") || "lark-bot";

const EMULATOR = ["lark-edge", "emulator", "--bot", "http://127.0.0.1:3000/"];

function manifest(name, runtime, larkEdge) {
  const { packages, devPackages, start, envFile, deploy, check = "tsc" } = runtime;
  const dev = [...EMULATOR, ...(envFile ? ["--write-env", envFile] : []), "--", ...start];
  return {
    name,
    private: true,
    type: "module",
    scripts: {
      dev: dev.join(" "),
      ...(deploy ? { deploy } : { start: start.join(" ") }),
      check,
    },
    dependencies: { "lark-edge": larkEdge, ...packages },
    devDependencies: check === "tsc" ? { typescript: "^5.9.0", ...devPackages } : devPackages,
  };
}

const tsconfig = ({ types }) => ({
  compilerOptions: {
    target: "es2022",
    module: "esnext",
    moduleResolution: "bundler",
    lib: types.length ? ["es2023"] : ["es2023", "webworker"],
    types,
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    verbatimModuleSyntax: true,
    allowImportingTsExtensions: true,
    noEmit: true,
  },
  include: ["src"],
});

const ENV_EXAMPLE = `# From the developer console: Credentials & Basic Info, and Events & Callbacks, Encryption Strategy.
APP_ID=
APP_SECRET=
ENCRYPT_KEY=
VERIFICATION_TOKEN=
# For an app on Lark: https://open.larksuite.com
LARK_DOMAIN=
`;

const readme = (name, { says, deploy, secrets }) => `# ${name}

A Feishu/Lark bot for ${says}, made with [lark-edge](https://github.com/lark-edge/lark-edge).

| command | does |
| --- | --- |
| \`npm run dev\` | starts the bot and the emulator, and prints the address of a chat page to talk to it |
| \`npm run check\` | checks the types |
| ${deploy ? `\`npm run deploy\`` : `\`npm start\``} | ${deploy ? "deploys the bot" : "starts the bot with the variables of `.env.example` in its environment"} |
${secrets ? `\nSet the app's secrets before the first deployment:\n\n\`\`\`sh\n${secrets}\n\`\`\`\n` : ""}
\`src/bot.ts\` has the handlers of the bot. The guide
[From the developer console to the first reply](https://github.com/lark-edge/lark-edge/blob/main/docs/getting-started.md) says what to set in the
developer console.
`;

/** The files of a project, by their paths. */
export function filesOf({ folder, runtime: runtimeName, features, larkEdge = `^${version}` }) {
  const runtime = RUNTIMES[runtimeName];
  const name = nameOf(folder);
  return {
    "package.json": json(manifest(name, runtime, larkEdge)),
    ...(runtime.check ? {} : { "tsconfig.json": json(tsconfig(runtime)) }),
    "src/bot.ts": botCode(features),
    [runtime.entry]: runtime.code,
    ".env.example": ENV_EXAMPLE,
    ".gitignore": "node_modules\n.env\n.dev.vars\n.wrangler\n",
    "README.md": readme(name, runtime),
    ...runtime.extra?.(name),
  };
}

/**
 * Writes a project into a new or empty folder.
 *
 * @returns The commands that start the bot.
 */
export async function writeProject(project) {
  const root = resolve(project.folder);
  const there = await readdir(root).catch(() => []);
  if (there.length) {
    throw new Error(`the folder ${project.folder} is not empty: give the name of another one`);
  }
  for (const [path, content] of Object.entries(filesOf(project))) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), content);
  }
  return ["npm install", "npm run dev"];
}
