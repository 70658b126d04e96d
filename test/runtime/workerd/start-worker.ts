import { createEmulator, type EmulatedChat, type Emulator } from "lark-edge/emulator";
import { Miniflare } from "miniflare";
import { COMPATIBILITY_DATE } from "../../support/runtimes.ts";
import { bundleWorker, callsOf, dispatch, secretsOf } from "../../support/workerd.ts";

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

/** Starts `bot-worker.ts`. */
export async function startWorker(
  compatibilityFlags: string[],
  tokenLifetimeSeconds: number = 7200,
): Promise<RunningWorker> {
  const emulator = createEmulator({ tokenLifetimeSeconds });
  const chat = emulator.addChat();
  const miniflare = new Miniflare({
    modules: true,
    script: await bundleWorker({ entryPoints: [new URL("./bot-worker.ts", import.meta.url).pathname] }),
    compatibilityDate: COMPATIBILITY_DATE,
    compatibilityFlags,
    bindings: { ...secretsOf(emulator), CHAT_ID: chat.chatId },
    outboundService: callsOf(emulator),
  });
  await miniflare.ready;
  return {
    emulator,
    chat,
    async get(path, signal) {
      const response = await miniflare.dispatchFetch(`http://bot${path}`, { signal } as never);
      return `${response.status} ${await response.text()}`;
    },
    deliver: (request) => dispatch(miniflare, request, "http://bot/event"),
    count: (part) => emulator.requests.filter(({ path }) => path.includes(part)).length,
    [Symbol.asyncDispose]: () => miniflare.dispose(),
  };
}
