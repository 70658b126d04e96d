// The tests bring Node 24 from npm, and npm links its binary as `node_modules/.bin/node`. There it would stand before
// the Node of the machine in every npm script, so the link goes; the tests call Node 24 by its path.
import { rmSync } from "node:fs";

for (const link of ["node", "node.cmd", "node.ps1"]) {
  rmSync(new URL(`../node_modules/.bin/${link}`, import.meta.url), { force: true });
}
