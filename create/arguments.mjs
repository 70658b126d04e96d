import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { FEATURES, RUNTIMES } from "./templates.mjs";

const list = (entries) =>
  Object.entries(entries)
    .map(([name, says]) => `  ${name.padEnd(10)}${says}`)
    .join("\n");

export const HELP = `npm create lark-edge@latest [folder] -- [options]

Writes the project of a Feishu/Lark bot. On a terminal, it prompts for the options that you leave out.

  --runtime NAME    where the bot runs                             (default node)
  --features LIST   names with commas between them, or "none"
  --lark-edge SPEC  the version of lark-edge, or the path of a .tgz
  -h, --help        this text

Runtimes:
${list(Object.fromEntries(Object.entries(RUNTIMES).map(([name, { says }]) => [name, says])))}

Features:
${list(FEATURES)}`;

/** The one of some names, or an error that lists them. */
function oneOf(kind, name, names) {
  if (!names.includes(name)) {
    throw new Error(`there is no ${kind} ${JSON.stringify(name)}, only ${names.join(", ")}`);
  }
  return name;
}

/** Reads the command line. Answers that it lacks are undefined. */
export function readArguments(args) {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      runtime: { type: "string" },
      features: { type: "string" },
      "lark-edge": { type: "string" },
      help: { type: "boolean", short: "h" },
    },
  });
  if (positionals.length > 1) {
    throw new Error(`one folder, got ${positionals.join(", ")}`);
  }
  const { runtime, features, help, "lark-edge": larkEdge } = values;
  return {
    help,
    folder: positionals[0],
    runtime: runtime && oneOf("runtime", runtime, Object.keys(RUNTIMES)),
    features: features
      ?.split(",")
      .filter((name) => name && name !== "none")
      .map((name) => oneOf("feature", name, Object.keys(FEATURES))),
    // The project is in another folder than the one that a path begins in.
    larkEdge: larkEdge?.endsWith(".tgz") && !/^[a-z]+:/i.test(larkEdge) ? resolve(larkEdge) : larkEdge,
  };
}
