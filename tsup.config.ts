import { defineConfig } from "tsup";

// One entry per subpath, named after its folder, so that `tsc` lays the declarations beside them.
export default defineConfig({
  entry: {
    index: "src/index.ts",
    "client/index": "src/client/index.ts",
    "event/index": "src/event/index.ts",
    "api/im/index": "src/api/im/index.ts",
    "crypto/native": "src/crypto/native.ts",
    "crypto/no-native": "src/crypto/no-native.ts",
    "crypto/noble": "src/crypto/noble.ts",
    "store/memory": "src/store/memory.ts",
    "adapter/worker": "src/adapter/worker.ts",
    "adapter/node": "src/adapter/node.ts",
    "emulator/index": "src/emulator/index.ts",
  },
  format: "esm",
  target: "es2022",
  platform: "neutral",
  // One of the two above, by the conditions of the user's bundler.
  external: ["#native-crypto"],
  splitting: true,
  // Rollup after esbuild: it drops the bare imports of chunks, about which every bundler would warn the user.
  treeshake: { moduleSideEffects: false },
  clean: true,
  // TypeScript 7 has no JavaScript API, which tsup's own declarations need: `npm run build` calls tsc.
  dts: false,
});
