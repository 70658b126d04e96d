import { defineConfig } from "vitest/config";

// Against real servers, which npm does not bring: `npm run test:services`.
export default defineConfig({
  root: new URL("../..", import.meta.url).pathname,
  resolve: { alias: { "#native-crypto": new URL("../../src/crypto/native.ts", import.meta.url).pathname } },
  test: {
    include: ["test/services/**/*.test.ts"],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
  },
});
