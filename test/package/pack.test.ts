import { readFile } from "node:fs/promises";
import { join } from "node:path";
import ts from "typescript59";
import { describe, expect, inject, it } from "vitest";
import { VERSION } from "../../src/base/version.ts";
import { entries, manifest, readAll, root, tool } from "./manifest.ts";
import { expectWeight } from "./weight.ts";

const KIB = 1024;
/** What npm sends over the line, and what lies on the disk afterwards. Raise them knowingly. */
const MAX_PACKED_BYTES = 1_060 * KIB;
const MAX_UNPACKED_BYTES = 5_600 * KIB;

/** Everything that is published, and nothing else. */
const PUBLISHED = [
  /^dist\/[\w./-]+\.(js|d\.ts)$/,
  /^dist\/LICENSES\.txt$/,
  /^package\.json$/,
  /^LICENSE$/,
  /^README(\.[\w-]+)?\.md$/,
  /^CHANGELOG\.md$/,
];

const { file, result, folder, installed } = inject("packed");

describe("the packed package", () => {
  it("holds the build and documents, nothing else", () => {
    const paths = result.files.map(({ path }) => path);
    expect(paths.filter((path) => !PUBLISHED.some((pattern) => pattern.test(path)))).toEqual([]);
    expect(paths).toContain("LICENSE");
  });

  it("resolves every entry point, with declarations", () => {
    const paths = result.files.map(({ path }) => `./${path}`);
    expect(entries.length).toBeGreaterThan(0);
    for (const { specifier, types, default: code } of entries) {
      expect(paths, specifier).toContain(types);
      expect(paths, specifier).toContain(code);
    }
  });

  it("keeps declarations and code of an entry point together", () => {
    // A condition for one runtime would be a second code path; order matters to TypeScript: types first.
    for (const files of Object.values(manifest.exports)) {
      expect(typeof files === "string" ? ["types", "default"] : Object.keys(files)).toEqual(["types", "default"]);
    }
    for (const { types, default: code } of entries) {
      expect(types.replace(/\.d\.ts$/, "")).toBe(code.replace(/\.js$/, ""));
    }
  });

  it("resolves every name of its own, under every condition", async () => {
    const paths = result.files.map(({ path }) => `./${path}`);
    for (const [name, targets] of Object.entries(manifest.imports ?? {})) {
      expect(
        Object.values(targets).filter((path) => !paths.includes(path)),
        name,
      ).toEqual([]);
      expect(Object.keys(targets).at(-1)).toBe("default");
    }
  });

  it("depends on three packages", () => {
    expect(Object.keys(manifest.dependencies).sort()).toEqual(["@noble/ciphers", "@noble/hashes", "ofetch"]);
    const others = ["peerDependencies", "optionalDependencies", "bundledDependencies", "bundleDependencies"];
    expect(others.filter((name) => name in manifest)).toEqual([]);
  });

  it("runs nothing when a user installs it", () => {
    const { scripts } = manifest as unknown as { scripts: Record<string, string> };
    const lifecycle = "preinstall install postinstall prepublish preprepare prepare postprepare".split(" ");
    expect(lifecycle.filter((name) => name in scripts)).toEqual([]);
  });

  it("says where it comes from, as npm wants it for a proof of that", () => {
    expect(manifest).toMatchObject({
      repository: { type: "git", url: "git+https://github.com/lark-edge/lark-edge.git" },
      publishConfig: { access: "public", provenance: true },
    });
  });

  it("carries the licence of every package that is bundled into it", async () => {
    const text = await readFile(join(installed, "dist/LICENSES.txt"), "utf8");
    const sources = (await readAll(join(root, "src"))).filter(({ path }) => /\.tsx?$/.test(path));
    const imported = sources.flatMap(({ text: source }) =>
      [...source.matchAll(/^(?:import .*|\} )from "((?:@[\w-]+\/)?[\w-]+)(?:\/[^"]*)?";$/gm)].map(([, name]) => name),
    );
    const bundled = [...new Set(imported)].filter((name) => name !== "node" && !(`${name}` in manifest.dependencies));
    expect(bundled.sort()).toEqual(["@cfworker/json-schema", "marked", "preact", "uqr", "ws"]);
    for (const name of bundled) {
      expect(text).toMatch(new RegExp(`^${name} \\d+\\.\\d+\\.\\d+ \\(`, "m"));
    }
    expect(text.match(/Permission is hereby granted, free of charge/g)).toHaveLength(bundled.length);
    expect(text).toContain("Copyright (c) Jeremy Danyow");
  });

  it("is small", () => {
    expectWeight("the packed package", result.size, MAX_PACKED_BYTES);
    expectWeight("the unpacked package", result.unpackedSize, MAX_UNPACKED_BYTES);
  });

  it("tells nothing of the machine it was built on", async () => {
    const home = process.env.HOME;
    const marks = [root, "sourceMappingURL", "file://", ...(home && home !== "/" ? [`${home}/`] : [])];
    for (const { path, text } of await readAll(installed)) {
      expect(
        marks.filter((mark) => text.includes(mark)),
        path,
      ).toEqual([]);
    }
  });

  it("imports only what it declares, and nothing of Node but in the command line", async () => {
    const files = await readAll(join(installed, "dist"));
    const paths = files.map(({ path }) => path);
    const dependencies = Object.keys(manifest.dependencies);
    const isKnown = (name: string, from: string) =>
      name.startsWith(".")
        ? // In a declaration, "./x.ts" is the compiler's name for ./x.d.ts.
          paths.includes(join(from, "..", from.endsWith(".d.ts") ? name.replace(/\.ts$/, ".d.ts") : name))
        : (name.startsWith("node:") && from.startsWith("cli/")) ||
          name in (manifest.imports ?? {}) ||
          [manifest.name, ...dependencies].some((one) => name === one || name.startsWith(`${one}/`));
    for (const { path, text } of files) {
      // By the compiler's reader: the emulator writes programs, whose imports are in texts.
      const names = ts.preProcessFile(text, true, true).importedFiles.map(({ fileName }) => fileName);
      expect(
        names.filter((name) => !isKnown(name, path)),
        path,
      ).toEqual([]);
    }
  });

  it("carries the version of package.json in its User-Agent", () => {
    expect(VERSION).toBe(manifest.version);
  });
});

describe("the package's linters", () => {
  it("publint --strict has nothing to say", async () => {
    const { status, output } = await tool("publint/src/cli.js", [file, "--strict"], folder);
    expect(status, output).toBe(0);
    expect(output).toContain("All good!");
  });

  it("attw --profile esm-only has nothing to say", async () => {
    // The domains share one pattern, which attw does not expand: one of them stands for all.
    const looked = entries.filter(({ specifier }) => !specifier.includes("/api/") || specifier.endsWith("/im"));
    const sample = ["--include-entrypoints", "./api/im"];
    const args = [file, "--profile", "esm-only", "--no-emoji", "--no-color", "--format", "json", ...sample];
    const { status, output } = await tool("@arethetypeswrong/cli/dist/index.js", args, folder);
    expect(status, output).toBe(0);
    for (const { specifier } of looked) {
      expect(output, "every entry point was looked at").toContain(specifier.replace(manifest.name, "."));
    }
  }, 60_000);
});
