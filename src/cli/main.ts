#!/usr/bin/env node
import process from "node:process";
import { run } from "./run.ts";

const stop = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  // Once: who presses Ctrl-C again wants to leave at once.
  process.once(signal, () => stop.abort());
}
process.exitCode = await run(process.argv.slice(2), {
  out: (line) => process.stdout.write(`${line}\n`),
  err: (line) => process.stderr.write(`${line}\n`),
  signal: stop.signal,
});
// A request to a bot may still be open; nobody waits for its answer.
setTimeout(() => process.exit(), 300).unref();
