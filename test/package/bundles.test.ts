import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { build, type Metafile, type Plugin } from "esbuild";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ENTRIES } from "../../tools/rooms/table.mjs";
import { type Consumer, makeConsumer } from "./consumer.ts";
import { entries, manifest, root } from "./manifest.ts";
import { expectWeight, gzipped } from "./weight.ts";

/** The largest table of a domain. */
const MAX_TABLE_BYTES = 1_880;

/** Words that survive minification and give away what a bundle carries, and an import that brings it. */
const LEAKS: Record<string, { words: RegExp; from?: string }> = {
  "the noble provider": {
    words: /noble|wrong sbox length|digestInto|aes: bad decrypt/,
    from: "lark-edge/crypto/noble",
  },
  "ofetch or what it brings": { words: /ofetch|FetchError|destr\b|__proto__/, from: "ofetch" },
  "a Node module": { words: /["'`]node:|\brequire\(/ },
  "the emulator": { words: /createEmulator|url_verification failed|emulator|addUser/i, from: "lark-edge/emulator" },
  "the memory store": { words: /evictedClaims|maxEntries/, from: "lark-edge/store/memory" },
  "a store in another place": { words: /LARK_STORE|UPSTASH_REDIS|PX/, from: "lark-edge/store/upstash" },
  "the Node adapter": { words: /writeHead/, from: "lark-edge/node" },
  "the explanations of errors": { words: /callback_refused|[\u4e00-\u9fff]/, from: "lark-edge/core" },
  "the tokens of a marketplace app": { words: /no app_ticket yet/, from: "lark-edge/core" },
  "a WebSocket": { words: /["'`]ws["'`]|WebSocket|permessage-deflate/ },
  protobuf: { words: /protobuf/i },
  "a source map": { words: /sourceMappingURL/ },
};

/** What an endpoint that calls nothing may not carry either. */
const CLIENT_LEAKS: typeof LEAKS = {
  "the client": { words: /appSecret|maxRetries|lark-edge\/api\//, from: "lark-edge/core" },
  "a token": { words: /tenant_access_token|app_access_token|\/open-apis\/auth/, from: "lark-edge/core" },
  "the http room": { words: /authorization|user-agent|ratelimit/i, from: "lark-edge/core" },
  "a table of operations": { words: /batchMessage/, from: "lark-edge/api/im" },
};

const BOTS: { file: string; limit: number; leaks: typeof LEAKS; carries: RegExp }[] = [
  { file: "events-only.ts", limit: 5_900, leaks: { ...LEAKS, ...CLIENT_LEAKS }, carries: /url_verification/ },
  { file: "echo-bot.ts", limit: 14_900, leaks: LEAKS, carries: /batchMessage/ },
  { file: "root-client.ts", limit: 23_300, leaks: LEAKS, carries: /talentPool[\s\S]*batchMessage/ },
];

/** Our own files in place of the published ones, whose chunks do not tell which file weighs what. */
const fromSources: Plugin = {
  name: "sources",
  setup({ onResolve }) {
    const sourceOf = (file = "") => join(root, file.replace("./dist/", "src/").replace(/js$/, "ts"));
    onResolve({ filter: /^lark-edge(\/|$)/ }, ({ path }) => {
      const entry = entries.find(({ specifier }) => specifier === path);
      return { path: sourceOf(entry?.default), sideEffects: false };
    });
    onResolve({ filter: /^#/ }, ({ path }) => {
      const targets = manifest.imports?.[path];
      return { path: sourceOf(targets?.workerd ?? targets?.default), sideEffects: false };
    });
  },
};

let consumer: Consumer;
beforeAll(async () => {
  consumer = await makeConsumer("unpack");
}, 120_000);
afterAll(() => consumer?.dispose());

/** Bundles as Wrangler does. */
async function bundle(
  contents: string,
  { sources = false, whole = false } = {},
): Promise<{ text: string; metafile: Metafile }> {
  const { outputFiles, metafile } = await build({
    stdin: { contents, resolveDir: consumer.folder, loader: "ts" },
    absWorkingDir: sources ? root : consumer.folder,
    bundle: true,
    minify: !whole,
    // To see all that an entry point reaches, not only what is used of it.
    treeShaking: !whole,
    ignoreAnnotations: whole,
    format: "esm",
    target: "es2022",
    conditions: ["workerd", "worker", "browser"],
    plugins: sources ? [fromSources] : [],
    metafile: true,
    write: false,
    logLevel: "error",
  });
  return { text: outputFiles[0]?.text ?? "", metafile };
}

/** Bytes per file of ours, the heaviest first. */
async function shares(contents: string): Promise<string> {
  const { metafile } = await bundle(contents, { sources: true });
  return Object.values(metafile.outputs)
    .flatMap(({ inputs }) => Object.entries(inputs))
    .sort(([, a], [, b]) => b.bytesInOutput - a.bytesInOutput)
    .map(([path, { bytesInOutput }]) => `${String(bytesInOutput).padStart(6)} ${path}`)
    .join("\n");
}

describe.each(BOTS)("a bundled bot: $file", ({ file, limit, leaks, carries }) => {
  let code: string;
  let text: string;
  beforeAll(async () => {
    code = await readFile(join(root, "test/package/bundles", file), "utf8");
    text = (await bundle(code)).text;
  });

  it(`is at most ${limit} bytes, minified and gzipped`, async () => {
    expectWeight(file, gzipped(text), limit, `${text.length} minified; of those:\n${await shares(code)}\n`);
  });

  it("carries what it uses and nothing else", async () => {
    expect(text).toMatch(carries);
    const leaked = Object.entries(leaks).flatMap(([name, { words }]) => {
      const found = text.match(words);
      return found ? [`${name}: …${text.slice(Math.max(0, (found.index ?? 0) - 40), (found.index ?? 0) + 40)}…`] : [];
    });
    expect(leaked, leaked.length ? `bytes minified, by file:\n${await shares(code)}\n` : "").toEqual([]);
  });
});

describe("the weights in the README", () => {
  it.each([
    ["echo-bot.ts", /An echo bot adds (\d+) KB/],
    ["events-only.ts", /an event receiver (\d+) KB/],
  ])("%s", async (file, words) => {
    const [, kilobytes] = words.exec(await readFile(join(root, "README.md"), "utf8")) ?? [];
    const { text } = await bundle(await readFile(join(root, "test/package/bundles", file), "utf8"));
    expect(kilobytes).toBe(String(Math.round(gzipped(text) / 1000)));
  });
});

describe("a domain's table", () => {
  const tables = entries.map(({ specifier }) => specifier).filter((specifier) => specifier.includes("/api/"));
  const weights: Record<string, number> = {};

  it.each(tables)("%s is a table and nothing else", async (specifier) => {
    const { text } = await bundle(`export * from "${specifier}";`);
    expect(text).toMatch(/^(var|const) \w+=\{project:/);
    weights[specifier] = gzipped(text);
  });

  it(`the largest is at most ${MAX_TABLE_BYTES} bytes, minified and gzipped`, () => {
    expect(Object.keys(weights)).toEqual(tables);
    const [[name, bytes] = ["", 0]] = Object.entries(weights).sort(([, a], [, b]) => b - a);
    expectWeight(name, bytes, MAX_TABLE_BYTES);
  });
});

describe("the words that give a leak away", () => {
  const known = Object.entries({ ...LEAKS, ...CLIENT_LEAKS }).filter(([, { from }]) => from);
  it.each(known)("are found in %s", async (_, { words, from }) => {
    expect((await bundle(`export * from "${from}";`)).text).toMatch(words);
  });
});

/** The rooms that an entry point may reach, even with nothing left out: those of tools/rooms/rooms.json. */
const reachOf = (specifier: string): string[] =>
  ENTRIES.find(({ subpath }) =>
    new RegExp(`^${subpath.replace("*", "[^/]+")}$`).test(specifier.replace("lark-edge", ".")),
  )?.reaches ?? [];

/** The packages that an entry point may bring. */
const PACKAGES: Record<string, string[]> = {
  "lark-edge/crypto/noble": ["@noble/ciphers", "@noble/hashes"],
  "lark-edge/official": ["@noble/ciphers", "@noble/hashes"],
  // The validator and the Markdown lexer are bundled into what is published.
  "lark-edge/emulator": ["ofetch", "ufo", "destr", "@cfworker/json-schema", "marked"],
};

describe("an entry point on its own", () => {
  it.each(entries.map(({ specifier }) => specifier))("%s reaches its rooms and no other", async (specifier) => {
    const { metafile } = await bundle(`export * from "${specifier}";`, { sources: true, whole: true });
    const files = Object.keys(metafile.inputs).filter((file) => file !== "<stdin>");
    expect(files).not.toEqual([]);
    const ours = files.filter((file) => file.startsWith("src/"));
    const rooms = new Set(ours.map((file) => file.split("/")[1]?.replace(/\.ts$/, "")));
    expect([...rooms].filter((room) => !reachOf(specifier).includes(room ?? ""))).toEqual([]);
    const packages = new Set(
      files
        .filter((file) => !ours.includes(file))
        .map((file) => file.match(/node_modules\/((@[^/]+\/)?[^/]+)/)?.[1] ?? file),
    );
    expect([...packages].filter((name) => !PACKAGES[specifier]?.includes(name))).toEqual([]);
  });

  it.each(entries.map(({ specifier }) => specifier).filter((name) => !/^lark-edge(\/core|\/official)?$/.test(name)))(
    "%s, as published, carries nothing of the client",
    async (specifier) => {
      const { text } = await bundle(`export * from "${specifier}";`, { whole: true });
      // `maxRetries` alone is also the option that a caller passes.
      const http = [/DEFAULT_MAX_RETRIES/, /DEFAULT_DEADLINE_MS/];
      // A custom bot sends by itself.
      const words = [/appSecret: ?\w+ ?=|new Client|LarkClient/, ...(reachOf(specifier).includes("http") ? [] : http)];
      expect(words.filter((word) => word.test(text))).toEqual([]);
    },
  );
});
