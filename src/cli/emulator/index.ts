import { rm } from "node:fs/promises";
import { hostname } from "node:os";
import { VERSION } from "../../base/index.ts";
import {
  checkOperationNames,
  createControl,
  gatewayOf,
  insideOf,
  type Restored,
  save,
} from "../../emulator/control/index.ts";
import type { Emulator } from "../../emulator/index.ts";
import type { Flags } from "../arguments.ts";
import { addressIn } from "../domain.ts";
import { CliError, codeOf, type Io, wordsOf } from "../io.ts";
import { connectBot, START_MS } from "./bot.ts";
import { runCommand, writeEnvironment } from "./bot-command.ts";
import { botsOf } from "./bots.ts";
import { type Config, readConfig, readScenario } from "./config.ts";
import { keepState } from "./keep-state.ts";
import { machineSecret } from "./machine-secret.ts";
import { environmentOf, greeting } from "./print.ts";
import { recordEvents } from "./record.ts";
import { type Answerer, type Listening, serve } from "./serve.ts";
import { readState, writeState } from "./state-file.ts";
import { createUpgrade, type Upgrade } from "./upgrade.ts";
import { makeWorld } from "./world.ts";

export const DEFAULT_PORT = 5275;
const DEFAULT_HOST = "127.0.0.1";
const LOOPBACK = ["127.0.0.1", "localhost", "::1"];

/** How often due redeliveries are sent, and a changed state is written. */
const TICK_MS = 500;

async function listen(control: Answerer, port: number, host: string, upgrade: Upgrade): Promise<Listening> {
  try {
    return await serve(control, port, host, upgrade);
  } catch (error) {
    const code = codeOf(error);
    if (code === "EADDRINUSE") {
      throw new CliError(
        `Port ${port} is busy: is another emulator running? Choose one by --port, or any by --port 0.`,
      );
    }
    if (code === "EACCES") {
      throw new CliError(`Port ${port} needs more rights: choose one above 1023 by --port.`);
    }
    throw new CliError(`The emulator cannot listen on ${host}:${port}: ${wordsOf(error)}`);
  }
}

function reportFailures(emulator: Emulator, io: Io): void {
  insideOf(emulator).courier.feed.listen(({ eventType, status, error, attempt, problem }) => {
    if (status === 200 && problem === undefined) {
      return;
    }
    const what = problem === undefined ? (error ?? `HTTP ${status}`) : `${problem.code} ${problem.message}`;
    io.err(`${eventType}, attempt ${attempt}: ${what}`);
  });
}

/** Refuses names that no operation has. The emulator itself refuses texts that are not names. */
async function checkAllowed(allow: readonly string[]): Promise<void> {
  const names = allow.filter((name) => /^[\w.]+(\.\*)?$/.test(name));
  try {
    await checkOperationNames(names, () => "allow");
  } catch (error) {
    throw new CliError(`${wordsOf(error)}.`, 2);
  }
}

/** The same outputs, with a signal that aborts with the given one or by `stop`. */
function stoppable(io: Io): { running: Io; stop(): void } {
  const controller = new AbortController();
  const stop = (): void => controller.abort();
  io.signal.addEventListener("abort", stop, { once: true });
  if (io.signal.aborted) {
    stop();
  }
  return { running: { ...io, signal: controller.signal }, stop };
}

/** The emulator that the config, the scenario and the saved state describe. */
async function arrange(
  config: Config,
  scenarioPath: string | undefined,
  saved: Restored | undefined,
  io: Io,
): Promise<Emulator> {
  const scenario = scenarioPath === undefined ? [] : await readScenario(scenarioPath);
  await checkAllowed(config.allow ?? []);
  const derive = config.seed === undefined ? await machineSecret(io) : undefined;
  return makeWorld({ ...config, faults: [...(config.faults ?? []), ...scenario] }, saved, derive);
}

/** `lark-edge emulator`: runs the emulator until the signal aborts, or its bot ends. */
export async function runEmulator(flags: Flags, io: Io): Promise<void> {
  if (flags.bot !== undefined) {
    addressIn("--bot", flags.bot);
  }
  const config: Config = { ...(flags.config === undefined ? {} : await readConfig(flags.config)), ...flags };
  const { state: statePath, host = DEFAULT_HOST, port = DEFAULT_PORT } = config;
  const saved = statePath === undefined ? undefined : await readState(statePath);
  const emulator = await arrange(config, flags.scenario, saved, io);
  const recording = config.record === undefined ? undefined : await recordEvents(emulator, config.record, io);
  const isOpen = !LOOPBACK.includes(host);
  const names = isOpen ? [host.toLowerCase(), hostname().toLowerCase()] : undefined;
  const control = createControl({ emulator, version: VERSION, names });
  const { state, courier } = insideOf(emulator);
  const server = await listen(control, port, host, await createUpgrade(gatewayOf(state), control.isForeign));
  const kept = statePath === undefined ? undefined : keepState(emulator, statePath, io);
  const { running, stop } = stoppable(io);
  try {
    // Now, so that a file that cannot be written is reported before anything is lost.
    if (statePath !== undefined) {
      await writeState(statePath, save(insideOf(emulator), emulator.app));
    }
    const env = environmentOf(emulator.app, server.address);
    if (flags.writeEnv !== undefined) {
      await writeEnvironment(flags.writeEnv, env);
    }
    if (isOpen) {
      io.err(`Warning: it listens on ${host}. Every machine that can reach it can read and write all of its data.`);
    }
    if (saved !== undefined && (config.users ?? config.chats) !== undefined) {
      io.err(`The people and chats come from ${statePath}. Those of ${flags.config} were ignored.`);
    }
    io.out(
      greeting(
        VERSION,
        server.address,
        [...state.apps.values()].map(({ app }) => app),
      ),
    );
    reportFailures(emulator, io);
    const bots = botsOf(emulator, config).flatMap(({ appId, url }) => {
      const record = state.apps.get(appId);
      return record === undefined ? [] : [connectBot(emulator, record.app, url, running, flags.command && START_MS)];
    });
    await Promise.all([
      untilStopped(running.signal, () => courier.deliverDue()),
      untilStopped(running.signal, async () => kept?.tick()),
      ...(flags.command === undefined ? [] : [runCommand(flags.command, env, running)]),
      ...bots,
    ]);
  } finally {
    stop();
    control.close();
    await server.close();
    await kept?.end();
    await recording?.close();
    if (flags.writeEnv !== undefined) {
      await rm(flags.writeEnv, { force: true });
    }
  }
}

/** Repeats a task until the signal aborts, never twice at once. */
async function untilStopped(signal: AbortSignal, tick: () => Promise<unknown>): Promise<void> {
  if (signal.aborted) {
    return;
  }
  let isBusy = false;
  const timer = setInterval(() => {
    if (isBusy) {
      return;
    }
    isBusy = true;
    void tick().finally(() => {
      isBusy = false;
    });
  }, TICK_MS);
  await new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
  clearInterval(timer);
}
