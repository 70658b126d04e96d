import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { Io } from "../../src/cli/io.ts";
import { run } from "../../src/cli/run.ts";
import type { Parsed } from "../support/emulator-api.ts";

/** What a run of the command line said, and how it ended. */
export interface Ran {
  out: string;
  err: string;
  code: number;
}

/** Runs it to its end: for what ends by itself. */
export async function runToEnd(...args: string[]): Promise<Ran> {
  const said = { out: "", err: "" };
  const io = {
    out: (line: string) => {
      said.out += `${line}\n`;
    },
    err: (line: string) => {
      said.err += `${line}\n`;
    },
    signal: AbortSignal.abort(),
    env: process.env,
    dataFolder: await folder(),
  };
  return { code: await run(args, io), ...said };
}

export async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), "lark-edge-cli-"));
  onTestFinished(() => rm(path, { recursive: true, force: true }));
  return path;
}

export async function fileWith(content: unknown, name = "config.json"): Promise<string> {
  const path = join(await folder(), name);
  await writeFile(path, typeof content === "string" ? content : JSON.stringify(content));
  return path;
}

/** Starts the emulator on a free port and waits until it says that it runs. */
export const start = async (...args: string[]) => startOn(await folder(), ...args);

/** Runs a command until `end` is called, or it ends. */
export function runInBackground(args: string[], given: Pick<Io, "env" | "dataFolder">) {
  const stop = new AbortController();
  const lines: string[] = [];
  const errors: string[] = [];
  const waiting = new Set<() => void>();
  const hear = (to: string[]) => (line: string) => {
    to.push(line);
    for (const look of waiting) {
      look();
    }
  };
  const ended = run(args, { ...given, out: hear(lines), err: hear(errors), signal: stop.signal });
  /** Resolves when a line matches. */
  function told(pattern: RegExp, among: string[] = lines): Promise<string> {
    return new Promise((resolve, reject) => {
      const look = (): void => {
        const line = among.find((one) => pattern.test(one));
        if (line === undefined) {
          return;
        }
        waiting.delete(look);
        resolve(line);
      };
      waiting.add(look);
      void ended.then((code) => reject(new Error(`it ended with ${code}: ${errors.join("\n")}`)), reject);
      look();
    });
  }
  const end = async (): Promise<number> => {
    stop.abort();
    return ended;
  };
  onTestFinished(async () => void (await end()));
  return { lines, errors, told, end, ended };
}

/** The same on a machine of its own: the folder holds what belongs to it. */
export async function startOn(dataFolder: string, ...args: string[]) {
  const running = runInBackground(["emulator", "--port", "0", ...args], { env: {}, dataFolder });
  const { told } = running;
  const greeting = await told(/the platform runs on/);
  const address = /runs on (\S+)/.exec(greeting)?.[1] ?? "";
  const env = Object.fromEntries(
    [...greeting.matchAll(/^ {2}([A-Z_]+)=(.*)$/gm)].map(([, name, value]) => [name, value]),
  );
  const ask = async (path: string, body?: unknown): Promise<Parsed> => {
    const init = body === undefined ? {} : { method: "POST", headers: { "content-type": "application/json" } };
    const response = await fetch(`${address}/_emulator/api/${path}`, { ...init, body: JSON.stringify(body) });
    return response.json();
  };
  return { ...running, address, env, greeting, ask };
}
