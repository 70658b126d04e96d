import { build } from "esbuild";
import { createEmulator, type EmulatedChat, type Emulator } from "lark-edge/emulator";
import { Miniflare, type Request as WorkerRequest, Response as WorkerResponse } from "miniflare";
import { COMPATIBILITY_DATE } from "../../conformance/runtimes.ts";

/** A Worker in workerd whose requests go to an emulator in this process. */
export interface RunningWorker {
  readonly emulator: Emulator;
  readonly chat: EmulatedChat;
  /** Sends a request; resolves to status and text. */
  get(path: string, signal?: AbortSignal): Promise<string>;
  /** Hands an event's request to the Worker. */
  deliver(request: Request): Promise<Response>;
  /** How many requests the emulator saw whose path has a part in it. */
  count(part: string): number;
  [Symbol.asyncDispose](): Promise<void>;
}

async function bundle(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [new URL("./bot-worker.ts", import.meta.url).pathname],
    bundle: true,
    format: "esm",
    target: "es2022",
    conditions: ["workerd", "worker", "browser"],
    write: false,
    logLevel: "error",
  });
  return outputFiles[0]?.text ?? "";
}

/** Starts `bot-worker.ts`. */
export async function startWorker(
  compatibilityFlags: string[],
  tokenLifetimeSeconds: number = 7200,
): Promise<RunningWorker> {
  const emulator = createEmulator({ tokenLifetimeSeconds });
  const chat = emulator.addChat();
  const { appId, appSecret, encryptKey, verificationToken } = emulator.app;
  const miniflare = new Miniflare({
    modules: true,
    script: await bundle(),
    compatibilityDate: COMPATIBILITY_DATE,
    compatibilityFlags,
    bindings: {
      APP_ID: appId,
      APP_SECRET: appSecret,
      ENCRYPT_KEY: encryptKey,
      VERIFICATION_TOKEN: verificationToken,
      CHAT_ID: chat.chatId,
    },
    outboundService: async ({ url, method, headers, body }: WorkerRequest) => {
      const bytes = body ? await new Response(body as ReadableStream).arrayBuffer() : undefined;
      const answer = await emulator.fetch(url, { method, headers: [...headers], body: bytes });
      return new WorkerResponse(await answer.arrayBuffer(), { status: answer.status, headers: [...answer.headers] });
    },
  });
  await miniflare.ready;
  return {
    emulator,
    chat,
    async get(path, signal) {
      const response = await miniflare.dispatchFetch(`http://bot${path}`, { signal } as never);
      return `${response.status} ${await response.text()}`;
    },
    async deliver(request) {
      const answer = await miniflare.dispatchFetch("http://bot/event", {
        method: request.method,
        headers: [...request.headers],
        body: await request.arrayBuffer(),
      });
      return new Response(await answer.arrayBuffer(), { status: answer.status });
    },
    count: (part) => emulator.requests.filter(({ path }) => path.includes(part)).length,
    [Symbol.asyncDispose]: () => miniflare.dispose(),
  };
}
