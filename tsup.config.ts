import { readdirSync } from "node:fs";
import { defineConfig, type Options } from "tsup";

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
const tables = domains.map(({ name }) => [`api/${name}/index`, `src/api/${name}/index.ts`]);
const descriptions = domains.map(({ name }) => [
  `emulator/gateway/described/${name}`,
  `src/emulator/gateway/described/${name}.ts`,
]);

// One entry per subpath, named after its folder, so that `tsc` lays the declarations beside them.
export default defineConfig([
  // These share classes, and so their files.
  {
    ...common,
    splitting: true,
    entry: {
      index: "src/index.ts",
      "client/index": "src/client/index.ts",
      "event/index": "src/event/index.ts",
      // A file of its own, which a bundler need not even read.
      "explain/index": "src/explain/index.ts",
      "message/index": "src/message/index.ts",
      "send/index": "src/send/index.ts",
    },
  },
  // Each of these is one file. If they shared theirs with the others, Node would load twice as many for a client.
  {
    ...common,
    splitting: false,
    entry: {
      "crypto/native": "src/crypto/native.ts",
      "crypto/no-native": "src/crypto/no-native.ts",
      "crypto/noble": "src/crypto/noble.ts",
      ...Object.fromEntries(tables),
      "store/backends/memory": "src/store/backends/memory.ts",
      "store/backends/deno-kv": "src/store/backends/deno-kv.ts",
      "store/backends/redis": "src/store/backends/redis.ts",
      "store/backends/upstash": "src/store/backends/upstash.ts",
      "store/backends/cloudflare-kv": "src/store/backends/cloudflare-kv.ts",
      "store/backends/durable-object": "src/store/backends/durable-object.ts",
      "store/backends/d1": "src/store/backends/d1.ts",
      "store/backends/layered": "src/store/backends/layered.ts",
      "host/worker": "src/host/worker.ts",
      "host/node": "src/host/node.ts",
    },
  },
  // What is described of a domain is loaded at the first request to it, and so is the code that reads it.
  {
    ...common,
    splitting: true,
    entry: {
      "emulator/index": "src/emulator/index.ts",
      "emulator/gateway/operations/index": "src/emulator/gateway/operations/index.ts",
      ...Object.fromEntries(descriptions),
      // The command line and its control API look inside the emulator, and so share its files.
      "emulator/control/index": "src/emulator/control/index.ts",
      "cli/main": "src/cli/main.ts",
    },
  },
]);
