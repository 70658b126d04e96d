import { createLog, type LogOptions, tellOf } from "../base/index.ts";
import type { ClientBase } from "../client/index.ts";
import type { KeyValueStore } from "../store/index.ts";
import { listStream, openStreams } from "./open-streams.ts";
import type { StreamOptions } from "./options.ts";
import { createRun, DEFAULT_INTERRUPTED, finish, hostClock, open } from "./stream.ts";
import type { StreamResult } from "./types.ts";

/** How to close abandoned streams. */
export interface CloseAbandonedOptions
  extends LogOptions,
    Pick<StreamOptions, "keyPrefix" | "interrupted" | "mentions" | "rollOver" | "fallBack" | "clock"> {
  /** The app whose streams are closed. */
  readonly appId: string;
}

/**
 * Closes the cards of streams whose process died: from a cron trigger, an alarm or a timer.
 *
 * A stream counts as abandoned a minute after its last write to the store. Its card then shows the text that was stored, with
 * a footer that says so, and leaves streaming mode. If its event is delivered again later, the stream is opened again. An end that was
 * stored and may not have been shown is shown, without the footer.
 *
 * @param store - The store of the streams.
 * @returns A result for each stream that was closed. A stream that cannot be closed is logged, and tried again by the next call.
 * @throws {TypeError} `appId` is missing.
 * @throws What the store throws.
 * @example
 * export default {
 *   scheduled: (_, env) => closeAbandoned(client(env), store(env), { appId: env.APP_ID }),
 * };
 * @see https://open.feishu.cn/document/cardkit-v1/streaming-updates-openapi-overview 流式更新卡片
 */
export async function closeAbandoned(
  client: Pick<ClientBase, "request">,
  store: KeyValueStore,
  options: CloseAbandonedOptions,
): Promise<StreamResult[]> {
  const { appId, keyPrefix, interrupted = DEFAULT_INTERRUPTED, clock = hostClock } = Object(options);
  if (!appId || typeof appId !== "string") {
    throw new TypeError("closeAbandoned: appId must name the app of the client");
  }
  const log = createLog(options);
  const closed: StreamResult[] = [];
  for (const identity of await openStreams(store, keyPrefix, appId)) {
    try {
      const run = await createRun({
        client,
        identity,
        target: undefined,
        options: { ...options, store },
        mayTake: (found) => found !== undefined && found.state !== "done" && found.until <= clock.now(),
      });
      const { state, end } = run?.left?.record ?? {};
      if (run) {
        await open(run, false);
        const isComplete = state === "finishing";
        closed.push(
          await finish(run, isComplete ? (end?.outcome ?? "complete") : "stopped", isComplete ? "" : interrupted),
        );
      } else {
        await forget(store, identity);
      }
    } catch (error) {
      log("error", `closeAbandoned: a stream was not closed: ${tellOf(error)}`);
    }
  }
  return closed;
}

/** Removes a stream from its list that has ended, or whose record is not there any more. */
async function forget(store: KeyValueStore, { key, list }: { key: string; list: string }): Promise<void> {
  const record = await store.get(key);
  if (record === null || JSON.parse(record).state === "done") {
    await listStream(store, list, key, false);
  }
}
