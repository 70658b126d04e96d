import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "../support/free-port.ts";

const INSTALL =
  "redis-server is missing: `apt-get install -y redis-server` (Debian, Ubuntu) or `brew install redis` (macOS)";

/** A Redis server of our own, on a port that was free, which keeps nothing. */
export interface RedisServer {
  readonly url: string;
  readonly port: number;
  /** Starts it, again after `kill`, on the same port and empty. */
  start(): Promise<void>;
  /** Ends it as a crash would. */
  kill(): Promise<void>;
  /** Stops it from answering, with its connections open, until `resume`. */
  freeze(): void;
  resume(): void;
  /** Ends it for good. */
  dispose(): Promise<void>;
}

/** Whether somebody listens. */
const answers = (port: number) =>
  new Promise<boolean>((resolve) => {
    const socket = connect(port, "127.0.0.1", () => resolve(true)).on("error", () => resolve(false));
    socket.on("connect", () => socket.destroy());
  });

/** Starts a server. A missing one fails, as any gate must. */
export async function startRedis(...options: string[]): Promise<RedisServer> {
  const port = await freePort();
  const folder = await mkdtemp(join(tmpdir(), "lark-edge-redis-"));
  const settings = ["--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", folder, ...options];
  let child: ChildProcess | undefined;

  async function start(): Promise<void> {
    const started = spawn("redis-server", ["--port", `${port}`, ...settings], { stdio: ["ignore", "pipe", "pipe"] });
    child = started;
    let output = "";
    let failed: Error | undefined;
    started.stdout?.on("data", (chunk) => {
      output += chunk;
    });
    started.once("error", (error: Error & { code?: string }) => {
      failed = error.code === "ENOENT" ? new Error(INSTALL) : error;
    });
    started.once("exit", (code) => {
      failed ??= new Error(`redis-server ended with ${code}: ${output}`);
    });
    while (!failed && !(await answers(port))) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    if (failed) {
      throw failed;
    }
  }

  async function kill(): Promise<void> {
    const ending = child;
    child = undefined;
    if (ending && ending.exitCode === null && ending.signalCode === null) {
      const over = new Promise((resolve) => ending.once("exit", resolve));
      ending.kill("SIGKILL");
      await over;
    }
  }

  await start();
  return {
    url: `redis://127.0.0.1:${port}`,
    port,
    start,
    kill,
    freeze: () => void child?.kill("SIGSTOP"),
    resume: () => void child?.kill("SIGCONT"),
    async dispose() {
      await kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
