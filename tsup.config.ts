import { readdirSync } from "node:fs";
import { defineConfig, type Options } from "tsup";
import { ENTRIES } from "./tools/rooms/table.mjs";

const common: Options = {
  format: "esm",
  target: "es2022",
  platform: "neutral",
  // One of two files, by the conditions of the user's bundler.
  external: ["#native-crypto", /^node:/],
  // Rollup after esbuild: it drops the bare imports of chunks, about which every bundler would warn the user.
  treeshake: { moduleSideEffects: false },
  // Deno knows `node:http`, and no `http`.
  removeNodeProtocol: false,
  // TypeScript 7 has no JavaScript API, which tsup's own declarations need: `npm run build` calls tsc.
  dts: false,
  // Chinese as it is: escaped it is twice as long.
  esbuildOptions: (options) => {
    options.charset = "utf8";
  },
};

const domains = readdirSync("src/api", { withFileTypes: true }).filter((entry) => entry.isDirectory());
const descriptions = domains.map(({ name }) => `emulator/gateway/described/${name}`);

/** Entry points by the path of their file, so that `tsc` lays the declarations beside them. */
const from = (paths: string[]) => Object.fromEntries(paths.map((path) => [path, `src/${path}.ts`]));

/** Functions and JSX share the builders. */
const CARDS = ["card/index", "card/jsx-runtime", "card/jsx-dev-runtime"];
/** These share classes, and so their files. A bundler need not even read `explain`, which is a separate file. */
const SHARED = [
  "index",
  "client/index",
  "event/index",
  "explain/index",
  "message/index",
  "send/index",
  "custom-bot/index",
  "official/index",
  "long-connection/index",
  "oauth/index",
  ...CARDS,
];

const subpaths = ENTRIES.flatMap(({ source }) => {
  const path = source.replace(/\.ts$/, "");
  return path.includes("*") ? domains.map(({ name }) => path.replace("*", name)) : [path];
});

/** The package `ws` needs `require`, so it is a file apart, which the command line loads where the host has no WebSocket. */
const apart: NonNullable<Options["esbuildPlugins"]>[number] = {
  name: "ws-apart",
  setup: (build) =>
    build.onResolve({ filter: /\/ws\.ts$/ }, ({ kind }) =>
      kind === "entry-point" ? undefined : { path: "./ws.js", external: true },
    ),
};

export default defineConfig([
  { ...common, splitting: true, entry: from(SHARED) },
  // Each of these is one file. If they shared theirs with the others, Node would load twice as many for a client.
  {
    ...common,
    splitting: false,
    entry: from([
      "crypto/native",
      "crypto/no-native",
      ...subpaths.filter((path) => !SHARED.includes(path) && !path.startsWith("emulator/")),
    ]),
  },
  // The description of a domain is loaded at the first request to it, and so is the code that reads it. The command
  // line and its control API look inside the emulator, and so share its files.
  {
    ...common,
    splitting: true,
    esbuildPlugins: [apart],
    entry: from([
      "emulator/index",
      "emulator/gateway/operations/index",
      ...descriptions,
      "emulator/control/index",
      "cli/main",
    ]),
  },
  {
    ...common,
    platform: "node",
    minify: true,
    treeshake: false,
    noExternal: ["ws"],
    banner: { js: 'import { createRequire } from "node:module";\nconst require = createRequire(import.meta.url);' },
    entry: from(["cli/ws"]),
  },
]);
