import { Miniflare } from "miniflare";
import { COMPATIBILITY_DATE } from "../../../support/runtimes.ts";
import { bundleWorker } from "../../../support/workerd.ts";
import type { Call } from "./worker.ts";

/** `worker.ts` in workerd, with a real KV namespace, D1 database and Durable Objects. */
export interface RunningStores {
  readonly miniflare: Miniflare;
  /** Sends a request; resolves to the answer, rejects with the error that the Worker met. */
  send(path: string, body?: object): Promise<unknown>;
  /** Calls a method of a store, in a request of its own. */
  call(backend: Call["backend"], method: Call["method"], ...args: unknown[]): Promise<unknown>;
  /** Makes many calls at once from one request, where it does not matter whose they are: requests are dear here. */
  calls(backend: Call["backend"], calls: [Call["method"], ...unknown[]][]): Promise<unknown>;
  [Symbol.asyncDispose](): Promise<void>;
}

let script: Promise<string> | undefined;

/**
 * Starts the Worker.
 *
 * @param folder - Where its data outlasts it; else it goes with it.
 */
export async function startStores(folder?: string): Promise<RunningStores> {
  script ??= bundleWorker({ entryPoints: [new URL("./worker.ts", import.meta.url).pathname] });
  const miniflare = new Miniflare({
    modules: true,
    script: await script,
    compatibilityDate: COMPATIBILITY_DATE,
    kvNamespaces: ["KV"],
    d1Databases: ["DB"],
    durableObjects: {
      STORE: { className: "LarkStore", useSQLite: true },
      TEST: { className: "TestStore", useSQLite: true },
      LEGACY: { className: "LegacyStore", useSQLite: false },
      HOLDING: { className: "HoldingStore", useSQLite: true },
    },
    ...(folder && {
      kvPersist: `${folder}/kv`,
      d1Persist: `${folder}/d1`,
      durableObjectsPersist: `${folder}/objects`,
    }),
  });
  await miniflare.ready;
  const send: RunningStores["send"] = async (path, body = {}) => {
    const response = await miniflare.dispatchFetch(`http://stores${path}`, {
      method: "POST",
      body: JSON.stringify(body),
    });
    const answer = Object(await response.json()) as { result?: unknown; error?: string };
    if (answer.error) {
      throw new Error(answer.error);
    }
    return "result" in answer ? answer.result : answer;
  };
  return {
    miniflare,
    send,
    call: (backend, method, ...args) => send("/call", { backend, method, args }),
    calls: (backend, calls) => send("/calls", { backend, calls }),
    [Symbol.asyncDispose]: () => miniflare.dispose(),
  };
}
