// A function that does not fit a screen says why: long-functions.json has the reasons.
import { readFileSync } from "node:fs";
import { walk } from "./syntax.mjs";

const MAX_LINES = 60;

/** By file and name of the function. */
const REASONS = JSON.parse(readFileSync(new URL("long-functions.json", import.meta.url), "utf8"));

const nameOf = ({ node, parents }) => {
  const parent = parents.at(-1);
  return node.id?.name ?? parent?.id?.name ?? parent?.key?.name ?? "a function without a name";
};

/** The functions of a file that are too long and have no reason, and the reasons that are no longer needed. */
export function longFunctions(file, text, program) {
  const reasons = REASONS[file] ?? {};
  const long = [];
  walk(program, (found) => {
    const { node } = found;
    const lines = /Function/.test(node.type) && node.body && text.slice(node.start, node.end).split("\n").length;
    if (lines > MAX_LINES) {
      long.push({ node, name: nameOf(found), lines });
    }
  });
  const excused = Object.keys(reasons);
  return [
    ...long
      .filter(({ name }) => !excused.includes(name))
      .map(({ node, name, lines }) => ({
        node,
        what: `${name} has ${lines} lines`,
        why: `over ${MAX_LINES} only with a reason in tools/rooms/long-functions.json`,
      })),
    ...excused
      .filter((name) => !long.some((one) => one.name === name))
      .map((name) => ({
        node: program,
        what: `${name} has at most ${MAX_LINES} lines`,
        why: "remove its reason from tools/rooms/long-functions.json",
      })),
  ];
}
