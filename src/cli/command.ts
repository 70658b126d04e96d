import { type ChildProcess, spawn } from "node:child_process";
import process from "node:process";
import { CliError, codeOf, type Io, wordsOf } from "./io.ts";

/** How long the bot has to end by itself. */
const END_MS = 5_000;

/** Without it `wrangler dev` shows a Worker nothing of its environment. */
const FOR_WRANGLER = { CLOUDFLARE_INCLUDE_PROCESS_ENV: "true" };

function start([file = "", ...args]: readonly string[], env: Record<string, string>): ChildProcess {
  const options = { stdio: "inherit", env: { ...process.env, ...FOR_WRANGLER, ...env } } as const;
  // What npm installs is a script there, which only a shell starts.
  return process.platform === "win32"
    ? spawn([file, ...args].join(" "), { ...options, shell: true })
    : spawn(file, args, options);
}

/**
 * Starts the bot with the emulator in its environment. Resolves once the signal has fired and the bot has ended.
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
