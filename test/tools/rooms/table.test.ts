import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { ENTRIES, ROOMS, upwardArrows } from "../../../tools/rooms/table.mjs";

const root = fileURLToPath(new URL("../../../", import.meta.url));

test("ARCHITECTURE.md, the emulator's README, docs/entry-points.md and package.json say what rooms.json says", () => {
  const { status, stderr } = spawnSync(process.execPath, ["tools/rooms/write.mjs", "--check"], { cwd: root });
  expect({ status, said: String(stderr) }).toEqual({ status: 0, said: "" });
});

const foldersIn = (path: string) =>
  readdirSync(new URL(`../../../${path}`, import.meta.url), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();

test("every folder of src is a room, and every room is there", () => {
  const rooms = Object.keys(ROOMS).filter((name) => name !== "index" && !name.includes("/"));
  expect(foldersIn("src")).toEqual(rooms.sort());
});

test("every folder of the emulator is a room, too", () => {
  const rooms = Object.keys(ROOMS).filter((name) => name.startsWith("emulator/"));
  expect(foldersIn("src/emulator").map((name) => `emulator/${name}`)).toEqual(rooms.sort());
});

test("a room imports only rooms above it", () => {
  expect([...upwardArrows()]).toEqual([]);
});

test("an entry point reaches no room that its own may not import", () => {
  for (const { subpath, reaches } of ENTRIES) {
    expect(
      reaches.filter((room: string) => !(room in ROOMS)),
      subpath,
    ).toEqual([]);
  }
});
