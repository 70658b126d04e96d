import { gzipSync } from "node:zlib";
import { bundle } from "./lib/build.mjs";
import { progress, ratio, short, table } from "./lib/stats.mjs";

export const summary = "a bot bundled for workerd, minified and gzipped";

const BOTS = {
  "events-only endpoint": "events-only",
  "echo bot on core + im": "echo-bot",
  "echo bot on the root client": "root-client",
  "echo bot by hand": "minimum",
  "echo bot on the official SDK": "official",
};

const KILOBYTE = 1024;
const SHOWN = 0.01;

const shorten = (path) => path.replace(/^.*node_modules\//, "");

export async function measure({ workshop }) {
  const results = [];
  for (const [name, file] of Object.entries(BOTS)) {
    progress(`size: ${name}`);
    const code = `export { default } from "./bots/${file}.mjs";`;
    const options = { edge: true, minify: true };
    const { bytes } = await bundle(workshop, code, options);
    // The published files are chunks: only the sources tell which of our files weighs what.
    const { metafile } = await bundle(workshop, code, { ...options, sources: true });
    const inputs = Object.values(metafile.outputs).flatMap(({ inputs }) => Object.entries(inputs));
    results.push({
      name,
      file,
      minified: bytes.length,
      gzipped: gzipSync(bytes, { level: 9 }).length,
      inputs: inputs.map(([path, { bytesInOutput }]) => [shorten(path), bytesInOutput]),
    });
  }
  return results;
}

function shares({ name, inputs }) {
  const total = inputs.reduce((sum, [, bytes]) => sum + bytes, 0);
  const rows = inputs
    .filter(([, bytes]) => bytes / total >= SHOWN)
    .sort(([, a], [, b]) => b - a)
    .map(([path, bytes]) => [path, bytes, `${short((100 * bytes) / total)} %`]);
  return `${name}:\n\n${table([["file", "bytes minified", "share"], ...rows])}`;
}

export function print(results) {
  const official = results.at(-1);
  const rows = results.map(({ name, minified, gzipped }) => [
    name,
    short(minified / KILOBYTE),
    short(gzipped / KILOBYTE),
    ratio(official.gzipped / gzipped),
  ]);
  const ours = results.filter(({ file }) => file !== "official" && file !== "minimum");
  return [table([["bot", "KB minified", "KB gzipped", "official ÷ it"], ...rows]), ...ours.map(shares)].join("\n\n");
}
