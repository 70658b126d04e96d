import { defineConfig } from "vitest/config";

// In a real browser, which npm does not bring: `npm run test:browser`.
export default defineConfig({
  root: new URL("../..", import.meta.url).pathname,
  resolve: { alias: { "#native-crypto": new URL("../../src/crypto/native.ts", import.meta.url).pathname } },
  test: {
    include: ["test/browser/**/*.test.ts"],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
  },
});
