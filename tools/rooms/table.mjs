// The table of rooms, rooms.json, and what follows from it.
import { readFileSync } from "node:fs";

/**
 * A room is a folder of `src/`, or `index`: the files beside the folders. It imports only rooms above it in the table.
 *
 * @typedef {object} Room
 * @property {string} holds What it is for.
 * @property {string[]} imports The rooms that it may import.
 * @property {string[]} [types] The rooms of which it may import types alone.
 * @property {Record<string, string[]>} [packages] The packages that a file or folder of it may import; "" is all of it.
 * @property {boolean} [node] Whether it runs on Node alone, and may import Node's modules.
 * @property {Record<string, Entry>} [entries] The subpaths of the package that lead to it.
 *
 * @typedef {object} Entry
 * @property {string} file The file in the room; `*` stands for any folder.
 * @property {string} offers What a user finds there.
 * @property {string[]} [reaches] The rooms that the file reaches, where they are not all that the room may import.
 */

/** @type {Record<string, Room>} */
export const ROOMS = JSON.parse(readFileSync(new URL("rooms.json", import.meta.url), "utf8"));

/** The rooms, those in other rooms first. */
const INNERMOST = Object.keys(ROOMS).sort((a, b) => b.length - a.length);

/** The room of a file below `src/`. */
export const roomOf = (file) =>
  file.includes("/") ? (INNERMOST.find((name) => file.startsWith(`${name}/`)) ?? file.split("/")[0]) : "index";

/** A file's path below `src/`, from its path in a room. */
const inRoom = (room, file) => (room === "index" ? file : `${room}/${file}`);

/** All rooms that code of a room may reach, with itself. */
export const reachOf = (room) => [...new Set([room, ...ROOMS[room].imports.flatMap((imported) => reachOf(imported))])];

/** The subpaths of the package: `{ subpath, source, offers, reaches }`, `source` from `src/`, in the table's order. */
export const ENTRIES = Object.entries(ROOMS).flatMap(([room, { entries = {} }]) =>
  Object.entries(entries).map(([subpath, { file, offers, reaches = reachOf(room) }]) => ({
    subpath,
    source: inRoom(room, file),
    offers,
    reaches,
  })),
);

/** The packages that a file may import. */
export const packagesOf = (file) =>
  Object.entries(ROOMS[roomOf(file)]?.packages ?? {}).flatMap(([place, packages]) =>
    file.startsWith(inRoom(roomOf(file), place)) ? packages : [],
  );

/** The one file of a room that other rooms import. */
export const faceOf = (room) => inRoom(room, "index.ts");

/** A room may import only rooms above it: what the table says otherwise. */
export function* upwardArrows() {
  const names = Object.keys(ROOMS);
  for (const [room, { imports, types = [] }] of Object.entries(ROOMS)) {
    for (const target of [...imports, ...types]) {
      if (!names.slice(0, names.indexOf(room)).includes(target)) {
        yield `${room} imports ${target}, which does not stand above it`;
      }
    }
  }
}

const listed = (rooms = [], suffix = "") => rooms.map((room) => `${room}${suffix}`);

const WING = "emulator/";

/** The rooms of the emulator are a wing: its README has their table, and ARCHITECTURE.md the one row of the whole. */
const isInWing = (name) => name.startsWith(WING);

function rowsOf(names) {
  return names.map((name) => {
    const { holds, imports, types, packages, node, entries = {} } = ROOMS[name];
    const brought = Object.values(packages ?? {}).flat();
    const from = [...listed(imports), ...listed(types, " (types)"), ...brought, ...(node ? ["`node:*`"] : [])];
    const subpaths = Object.keys(entries).map((subpath) => `\`${subpath}\``);
    return { name, holds, from, subpaths };
  });
}

/** The table as ARCHITECTURE.md shows it. */
export const roomsMarkdown = () =>
  [
    "| room | holds | may import | subpath |",
    "| --- | --- | --- | --- |",
    ...rowsOf(Object.keys(ROOMS).filter((name) => !isInWing(name))).map(({ name, holds, from, subpaths }) => {
      const wing = name === "emulator" ? rowsOf(Object.keys(ROOMS).filter(isInWing)).flatMap((row) => row.from) : [];
      const outside = [...new Set([...from, ...wing].map((one) => (isInWing(one) ? "emulator" : one)))].filter(
        (one) => !one.startsWith(name),
      );
      return `| ${name} | ${holds} | ${outside.join(", ") || "nothing"} | ${subpaths.join(", ")} |`;
    }),
  ].join("\n");

/** The table as the emulator's README shows it. */
export const wingMarkdown = () =>
  [
    "| room | holds | may import |",
    "| --- | --- | --- |",
    ...rowsOf(Object.keys(ROOMS).filter(isInWing)).map(({ name, holds, from }) => {
      const short = from.map((one) => one.replace(WING, ""));
      return `| ${name.replace(WING, "")} | ${holds} | ${short.join(", ") || "nothing"} |`;
    }),
  ].join("\n");

/** The entry points as README.md shows them, the front door first. */
export const entriesMarkdown = () =>
  [
    "| import | offers |",
    "| --- | --- |",
    ...ENTRIES.toSorted((a, b) => (a.subpath < b.subpath ? -1 : 1)).map(
      ({ subpath, offers }) => `| \`${subpath.replace(".", "lark-edge").replace("*", "<domain>")}\` | ${offers} |`,
    ),
  ].join("\n");

/** The `exports` of package.json. */
export const packageExports = () => ({
  ...Object.fromEntries(
    ENTRIES.toSorted((a, b) => (a.subpath < b.subpath ? -1 : 1)).map(({ subpath, source }) => [
      subpath,
      { types: `./dist/${source.replace(/ts$/, "d.ts")}`, default: `./dist/${source.replace(/ts$/, "js")}` },
    ]),
  ),
  "./package.json": "./package.json",
});
