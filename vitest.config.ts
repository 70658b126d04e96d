import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    exclude: ["test/services/**", "test/browser/**", "node_modules/**"],
    testTimeout: 30_000,
    maxWorkers: 2,
  },
});
