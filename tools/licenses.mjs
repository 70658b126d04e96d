// Writes dist/LICENSES.txt: the licences of the packages whose code is in the published files.
//
//   node tools/licenses.mjs
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { argv } from "node:process";
import { fileURLToPath } from "node:url";

/** The packages that are bundled into the emulator, its page and the command line. Every other import of `src` is a dependency of the package. */
export const BUNDLED = ["@cfworker/json-schema", "marked", "preact", "uqr", "ws"];

const MIT = `MIT License

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated documentation
files (the "Software"), to deal in the Software without restriction, including without limitation the rights to use, copy,
modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit persons to whom the Software
is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES
OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE
LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN
CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.`;

/** The licence of a package: its own file, or for one that ships none the text that its manifest names. */
function licenseOf(name) {
  const folder = new URL(`../node_modules/${name}/`, import.meta.url);
  const { version, license, author, homepage } = JSON.parse(readFileSync(new URL("package.json", folder), "utf8"));
  const file = ["LICENSE", "LICENSE.md", "LICENSE.txt"].find((one) => existsSync(new URL(one, folder)));
  const head = `${name} ${version} (${license})${homepage ? `\n${homepage}` : ""}`;
  if (file !== undefined) {
    return `${head}\n\n${readFileSync(new URL(file, folder), "utf8").trim()}`;
  }
  const holder = typeof author === "string" ? author.replace(/ *<.*/, "") : author?.name;
  if (license !== "MIT" || holder === undefined) {
    throw new Error(`${name} has no licence file, and its manifest names no MIT licence with an author`);
  }
  return `${head}\n\nCopyright (c) ${holder}\n\n${MIT}`;
}

/** The text of dist/LICENSES.txt. */
export const licenses = () =>
  `These packages are bundled into the emulator, its page and the command line.\n\n${BUNDLED.map(licenseOf).join(`\n\n${"-".repeat(80)}\n\n`)}\n`;

if (argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(new URL("../dist/LICENSES.txt", import.meta.url), licenses());
}
