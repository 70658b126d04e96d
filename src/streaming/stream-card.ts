import type { ClientBase } from "../client/index.ts";
import type { Target } from "../send/index.ts";
import type { StreamOptions } from "./options.ts";
import { readChunks } from "./source.ts";
import { startStream } from "./stream.ts";
import type { CardStream, SourceContext, StreamChunks, StreamResult, StreamSource } from "./types.ts";

/** Calls a source that is a function. Reading `text` continues the text of the attempt before. */
async function open(source: StreamSource, stream: CardStream, signal: AbortSignal): Promise<StreamChunks> {
  if (typeof source !== "function") {
    return source;
  }
  let isContinued = false;
  const context: SourceContext = {
    get text() {
      if (!isContinued) {
        isContinued = true;
        stream.set({ text: stream.previous });
      }
      return stream.previous;
    },
    attempt: stream.attempt,
    signal,
  };
  return source(context);
}

/** Writes chunk after chunk, until there are no more or the signal aborts. */
async function pour(source: StreamSource, stream: CardStream, signal: AbortSignal): Promise<void> {
  const chunks = readChunks(await open(source, stream, signal));
  const iterator =
    Symbol.asyncIterator in chunks ? chunks[Symbol.asyncIterator]() : (chunks as Iterable<never>)[Symbol.iterator]();
  let giveUp = (): void => {};
  const aborted = new Promise<undefined>((resolve) => {
    giveUp = () => resolve(undefined);
  });
  signal.addEventListener("abort", giveUp, { once: true });
  if (signal.aborted) {
    giveUp();
  }
  for (;;) {
    // The abort first: a source that never waits would win each time.
    const next = await Promise.race([aborted, iterator.next()]);
    if (next === undefined || next.done) {
      if (next === undefined) {
        // A source that does not end is left, and not waited for.
        Promise.resolve(iterator.return?.()).catch(() => {});
      }
      return;
    }
    const chunk = next.value;
    if (typeof chunk === "string") {
      stream.write(chunk);
    } else {
      const { text, ...parts } = Object(chunk);
      stream.set(parts);
      stream.write(text ?? "");
    }
  }
}

/**
 * Streams an answer into one card: makes the card, sends it, updates it while text arrives, and ends streaming mode.
 *
 * With a `store` the stream survives a crash: if the event is delivered again, a complete answer is not written twice, an end
 * that was interrupted is repeated, and a text that was cut off starts again in the same card. Handle the event with `once`,
 * and acknowledge it late: from a queue consumer or a Durable Object, because an event that was acknowledged is not
 * delivered again.
 *
 * @param client - Any client; it needs no `apis` for this.
 * @param target - `event.message` to answer it; `{ ...event.message, reply_in_thread: true }` to answer in a thread;
 *   `{ chat_id }`, `{ open_id }`, `{ union_id }`, `{ user_id }` or `{ email }` for a new message.
 * @param source - A function that returns chunks, or the chunks: an iterable, or a stream of texts or bytes.
 * @returns How it ended, and what is still to be sent: `unsent` is empty if the card shows everything.
 * @throws {TypeError} `target` names nothing to send to, `source` is none, `store` has no `ctx`, or the event has a stream
 *   with this name.
 * @throws {RangeError} `maxCalls` is less than 8, `handOverMs` is not positive, or `charactersPerSecond` is not from 1 to 10,000.
 * @throws {LarkApiError} The platform refused the card, and nothing helped.
 * @throws What the source throws. The card then says that the answer was interrupted.
 * @example
 * events.on("im.message.receive_v1", async ({ message }, ctx) => {
 *   const { unsent } = await streamCard(client, message, ({ signal }) => model.answer(message, { signal }), { ctx, store });
 *   if (unsent) {
 *     await send(client, message, markdown(unsent), { ctx });
 *   }
 * });
 * @see https://open.feishu.cn/document/cardkit-v1/streaming-updates-openapi-overview 流式更新卡片
 */
export async function streamCard(
  client: Pick<ClientBase, "request">,
  target: Target,
  source: StreamSource,
  options: StreamOptions = {},
): Promise<StreamResult> {
  if (typeof source !== "function") {
    readChunks(source);
  }
  const { stream, isOver } = await startStream(client, target, options);
  if (isOver) {
    return stream.close();
  }
  const controller = new AbortController();
  const stop = () => controller.abort(options.signal?.reason);
  for (const signal of [options.signal, stream.signal]) {
    signal?.addEventListener("abort", stop, { once: true });
    if (signal?.aborted) {
      stop();
    }
  }
  try {
    await pour(source, stream, controller.signal);
  } catch (error) {
    await stream.interrupt().catch(() => {});
    throw error;
  }
  return stream.close();
}

/**
 * Opens a card that grows by your calls: `write`, `set`, and `close` at the end.
 *
 * It is `streamCard` for programs that have no source to hand over. After a crash it starts with an empty text;
 * `stream.previous` has the text before.
 *
 * @param client - Any client; it needs no `apis` for this.
 * @param target - As in `streamCard`.
 * @returns The open card. If an earlier run had completed it, writing has no effect and `close` returns its result.
 * @throws {TypeError} `target` names nothing to send to, `store` has no `ctx`, or the event has a stream with this name.
 * @throws {RangeError} `maxCalls` is less than 8, `handOverMs` is not positive, or `charactersPerSecond` is not from 1 to 10,000.
 * @throws {LarkApiError} The platform refused the card.
 * @example
 * const card = await openCardStream(client, { chat_id }, { ctx, store });
 * card.set({ status: "Searching…" });
 * card.write("Found it.");
 * await card.close();
 * @see https://open.feishu.cn/document/cardkit-v1/streaming-updates-openapi-overview 流式更新卡片
 */
export async function openCardStream(
  client: Pick<ClientBase, "request">,
  target: Target,
  options: StreamOptions = {},
): Promise<CardStream> {
  return (await startStream(client, target, options)).stream;
}
