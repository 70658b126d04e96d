// Writes the tables of rooms into ARCHITECTURE.md and the emulator's README, the entry points into docs/entry-points.md and package.json.
//
//   node tools/rooms/write.mjs            writes
//   node tools/rooms/write.mjs --check    fails if one of them differs
import { readFileSync, writeFileSync } from "node:fs";
import { entriesMarkdown, packageExports, roomsMarkdown, wingMarkdown } from "./table.mjs";

const at = (path) => new URL(`../../${path}`, import.meta.url);

/** Puts a text between `<!-- name -->` and `<!-- /name -->`. */
function between(page, name, text) {
  const [start, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const [from, to] = [page.indexOf(start), page.indexOf(end)];
  if (from < 0 || to < from) {
    throw new Error(`${start} … ${end} is missing`);
  }
  return `${page.slice(0, from + start.length)}\n${text}\n${page.slice(to)}`;
}

const ENTRIES = "entry points: node tools/rooms/write.mjs";

const FILES = {
  "ARCHITECTURE.md": (page) => between(page, "rooms: node tools/rooms/write.mjs", roomsMarkdown()),
  "src/emulator/README.md": (page) => between(page, "rooms: node tools/rooms/write.mjs", wingMarkdown()),
  "docs/entry-points.md": (page) => between(page, ENTRIES, entriesMarkdown()),
  "docs/entry-points.zh-CN.md": (page) => between(page, ENTRIES, entriesMarkdown()),
  "package.json": (text) => `${JSON.stringify({ ...JSON.parse(text), exports: packageExports() }, null, 2)}\n`,
};

for (const [path, write] of Object.entries(FILES)) {
  const before = readFileSync(at(path), "utf8");
  const after = write(before);
  if (before === after) {
    continue;
  }
  if (process.argv[2] === "--check") {
    console.error(`${path} differs from tools/rooms/rooms.json: node tools/rooms/write.mjs`);
    process.exitCode = 1;
  } else {
    writeFileSync(at(path), after);
  }
}
