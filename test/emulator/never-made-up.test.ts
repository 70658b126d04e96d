import { expect, test } from "vitest";
import { createEmulator } from "../../src/emulator/index.ts";
import { call, tenantToken } from "../support/emulator-api.ts";

test.each([["the import of a file", "POST", "/open-apis/sheets/v2/import", { file: [1, 2], name: "a.csv" }]])(
  "%s is never made up",
  async (_, method, path, body) => {
    for (const options of [{ strict: false }, { allow: ["*"] }]) {
      const emulator = createEmulator(options);
      const { body: answer } = await call(emulator, method, path, body, await tenantToken(emulator));
      expect(answer.code).toBe(-1);
      expect(answer.msg).toContain("never makes its answer up");
    }
  },
);
