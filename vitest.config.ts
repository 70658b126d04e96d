import { readFileSync } from "node:fs";
import { defineConfig, type TestProjectConfiguration } from "vitest/config";

const root = new URL(".", import.meta.url).pathname;
const { exports } = JSON.parse(readFileSync(`${root}package.json`, "utf8")) as {
  exports: Record<string, string | { default: string }>;
};

/** The package's entry points, each as its source: `lark-edge/core` is `src/client/index.ts`. */
const sources = Object.entries(exports).flatMap(([subpath, target]) => {
  if (typeof target === "string") {
    return [];
  }
  const name = subpath.replace(".", "lark-edge").replace("*", "(.*)");
  const file = target.default.replace("./dist/", `${root}src/`).replace(/js$/, "ts").replace("*", "$1");
  return [{ find: new RegExp(`^${name}$`), replacement: file }];
});
const nativeCrypto = { find: "#native-crypto", replacement: `${root}src/crypto/native.ts` };

/** A lane: the tests of one folder, which see the sources, or what is built of them. */
function lane(name: string, of: "sources" | "build", test: object = {}): TestProjectConfiguration {
  return {
    extends: true,
    resolve: { alias: of === "sources" ? [nativeCrypto, ...sources] : [nativeCrypto] },
    test: {
      name,
      include: [`test/${name}/**/*.test.ts`],
      globalSetup: of === "build" ? ["tools/ensure-built.mjs"] : [],
      ...test,
    },
  };
}

export default defineConfig({
  test: {
    // Machines are slow and shared: what is made for all tests of a file may take its time.
    testTimeout: 30_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
    projects: [
      // Files share what they import: importing the emulator anew in each takes longer than the tests.
      lane("unit", "sources", { isolate: false }),
      lane("emulator", "sources", { isolate: false }),
      lane("cli", "sources", { isolate: false }),
      lane("clients", "sources"),
      lane("contract", "build"),
      lane("operations", "sources"),
      lane("tools", "sources"),
      lane("conformance", "build"),
      lane("security", "build"),
      lane("runtime", "build"),
      lane("examples", "build"),
      lane("package", "build", { globalSetup: ["tools/ensure-built.mjs", "test/package/packed.ts"] }),
      // These need a server or a browser that npm does not bring.
      lane("services", "build"),
      lane("browser", "build", { testTimeout: 120_000 }),
    ],
  },
});
