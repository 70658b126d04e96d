#!/usr/bin/env node
import { homedir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import type { Terminal } from "./io.ts";
import { run } from "./run.ts";

/** The folder for data of programs, by the custom of the system. */
function dataFolder(): string {
  const { LOCALAPPDATA, XDG_DATA_HOME } = process.env;
  if (process.platform === "win32" && LOCALAPPDATA) {
    return join(LOCALAPPDATA, "lark-edge");
  }
  if (process.platform === "darwin") {
    return join(homedir(), "Library/Application Support/lark-edge");
  }
  return join(XDG_DATA_HOME || join(homedir(), ".local/share"), "lark-edge");
}

/** The terminal, if a person sees the output. */
function terminal(): Terminal | undefined {
  const { stdout, stderr } = process;
  return stdout.isTTY && stderr.isTTY
    ? { columns: stdout.columns, status: (text) => void stderr.write(`\r\x1b[K${text}`) }
    : undefined;
}

const stop = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  // Once, so that a second Ctrl-C ends the process at once.
  process.once(signal, () => stop.abort());
}
process.exitCode = await run(process.argv.slice(2), {
  out: (line) => process.stdout.write(`${line}\n`),
  err: (line) => process.stderr.write(`${line}\n`),
  signal: stop.signal,
  env: process.env,
  dataFolder: dataFolder(),
  terminal: terminal(),
});
// A request to a bot may still be open, and its answer is not needed.
setTimeout(() => process.exit(), 300).unref();
