import { type ChildProcess, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";
import { serve } from "../../src/cli/emulator/serve.ts";
import { createUpgrade } from "../../src/cli/emulator/upgrade.ts";
import { createControl, gatewayOf, insideOf } from "../../src/emulator/control/index.ts";
import { createEmulator, type Emulator, type EmulatorOptions } from "../../src/emulator/index.ts";
import { freePort } from "../support/free-port.ts";

/** A platform that a client can reach. */
export interface Platform {
  emulator: Emulator;
  /** Where it listens, for example `http://127.0.0.1:8787`. */
  address: string;
  /** The environment of a client that takes an address with a port. */
  env: Record<string, string>;
  /** The same for a client whose official SDK takes none: the platform's own name, and the emulator as the proxy. */
  proxied: Record<string, string>;
}

/** Serves an emulator as the command does, until the test ends. */
export async function startPlatform(options: EmulatorOptions = {}): Promise<Platform> {
  const emulator = createEmulator({ answerTimeoutMs: 30_000, ...options });
  const control = createControl({ emulator });
  const upgrade = await createUpgrade(gatewayOf(insideOf(emulator).state), control.isForeign);
  const server = await serve(control, 0, "127.0.0.1", upgrade);
  onTestFinished(async () => {
    control.close();
    await server.close();
  });
  const { appId, appSecret, encryptKey, verificationToken } = emulator.app;
  const env = {
    APP_ID: appId,
    APP_SECRET: appSecret,
    ENCRYPT_KEY: encryptKey,
    VERIFICATION_TOKEN: verificationToken,
    LARK_DOMAIN: server.address,
  };
  const proxied = { ...env, LARK_DOMAIN: "http://open.feishu.cn", http_proxy: server.address };
  return { emulator, address: server.address, env, proxied };
}

/** Starts a program of a client, which ends with the test. Only these variables are set, so that no other proxy is used. */
export function startProgram(file: string, args: string[], env: Record<string, string>): ChildProcess {
  const path = fileURLToPath(new URL(file, import.meta.url));
  const { PATH = "", HOME = "" } = process.env;
  const child = spawn(process.execPath, [path, ...args], { env: { PATH, HOME, ...env } });
  const ended = new Promise((resolve) => child.once("exit", resolve));
  onTestFinished(async () => {
    child.kill("SIGKILL");
    await ended;
  });
  return child;
}

/** Starts a bot. Resolves to its address, or to an empty text, once it says that it is ready. */
export async function startBot(file: string, env: Record<string, string>): Promise<string> {
  const child = startProgram(file, [], { ...env, PORT: `${await freePort()}` });
  let output = "";
  return new Promise((resolve, reject) => {
    const read = (chunk: Buffer): void => {
      output += chunk;
      const [, address] = /^READY ?(\S*)$/m.exec(output) ?? [];
      if (address !== undefined) {
        resolve(address);
      }
    };
    child.stdout?.on("data", read);
    child.stderr?.on("data", read);
    child.once("exit", (code) => reject(new Error(`${file} ended with ${code}: ${output}`)));
  });
}
