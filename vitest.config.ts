import { defineConfig } from "vitest/config";

export default defineConfig({
  resolve: { alias: { "#native-crypto": new URL("src/crypto/native.ts", import.meta.url).pathname } },
  test: {
    include: ["test/**/*.test.ts"],
    exclude: ["test/services/**", "test/browser/**", "node_modules/**"],
    testTimeout: 30_000,
    // Machines are slow and shared: what is made for all tests of a file may take its time.
    hookTimeout: 60_000,
    maxWorkers: 2,
  },
});
