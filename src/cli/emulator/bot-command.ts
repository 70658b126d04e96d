import { type ChildProcess, spawn } from "node:child_process";
import { writeFile } from "node:fs/promises";
import process from "node:process";
import { CliError, codeOf, type Io, wordsOf } from "../io.ts";

/** Time for the bot to end before it is killed. */
const END_MS = 5_000;

function start([file = "", ...args]: readonly string[], env: Record<string, string>): ChildProcess {
  const options = { stdio: "inherit", env: { ...process.env, ...env } } as const;
  // Commands that npm installs are scripts on Windows, which only a shell starts.
  return process.platform === "win32"
    ? spawn([file, ...args].join(" "), { ...options, shell: true })
    : spawn(file, args, options);
}

/**
 * Starts the bot with the emulator in its environment. Resolves when the signal has aborted and the bot has ended.
 *
 * @throws {CliError} It cannot be started, or ended by itself.
 */
export async function runCommand(command: readonly string[], env: Record<string, string>, io: Io): Promise<void> {
  if (io.signal.aborted) {
    return;
  }
  const child = start(command, env);
  const words = command.join(" ");
  const ended = new Promise<string>((resolve, reject) => {
    child.once("exit", (code, signal) => resolve(signal ? `by ${signal}` : `with code ${code}`));
    child.once("error", (error) => {
      const why = codeOf(error) === "ENOENT" ? `there is no program ${command[0]}` : wordsOf(error);
      reject(new CliError(`The bot cannot be started by "${words}": ${why}.`));
    });
  });
  const stop = (): void => {
    child.kill();
    setTimeout(() => child.kill("SIGKILL"), END_MS).unref();
  };
  io.signal.addEventListener("abort", stop, { once: true });
  const how = await ended;
  io.signal.removeEventListener("abort", stop);
  if (!io.signal.aborted) {
    throw new CliError(`The bot ended ${how}: "${words}".`);
  }
}

/**
 * Writes the environment of the bot as a file that other programs read.
 *
 * @throws {CliError} The file cannot be written.
 */
export async function writeEnvironment(path: string, env: Record<string, string>): Promise<void> {
  const lines = Object.entries(env).map(([name, value]) => `${name}=${JSON.stringify(value)}\n`);
  const text = `# Written by lark-edge emulator.\n${lines.join("")}`;
  await writeFile(path, text, { mode: 0o600 }).catch((error: unknown) => {
    throw new CliError(`The environment cannot be written to ${path}: ${wordsOf(error)}.`);
  });
}
