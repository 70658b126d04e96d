import type { CardAction } from "../event/index.ts";
import type { KeyValueStore } from "../store/index.ts";
import { TTL_SECONDS } from "./change.ts";

/** The reserved key in the value of the button's callback. */
const VALUE_KEY = "_stop_stream";

/** A click on the stop button of a stream. */
export type StopAction = CardAction & {
  /** Ends the stream with the text so far, in whichever instance it runs. */
  stop(): Promise<void>;
};

/** A button in a streamed card, and what reads the clicks on it. Made by `stopButton`. */
export interface StopButton {
  /** The button of a stream. */
  element(key: string): object;
  /** Whether the button of a stream was pressed. */
  isPressed(key: string): Promise<boolean>;
  /** Reads a click; `undefined` if it is on something else. */
  read(click: CardAction): StopAction | undefined;
}

const keyOf = (key: string): string => `${key}:stop`;

/**
 * Makes a button that ends a stream: pass it as `stop`, and its clicks to `stop()`.
 *
 * The click reaches a stream in another isolate through the store, within two seconds. The button is gone when the stream ends.
 *
 * @param options.store - The store in which clicks wait for the streams. It may be the streams' own.
 * @param options.text - The text of the button. Default `■ Stop`.
 * @throws {TypeError} `store` is no store.
 * @example
 * const stop = stopButton({ store });
 * events.onCardAction(stop, (action) => action.stop());
 * events.on("im.message.receive_v1", ({ message }, ctx) => streamCard(client, message, answer, { ctx, store, stop }));
 * @see https://open.feishu.cn/document/feishu-cards/card-json-v2-components/interactive-components/button 按钮
 */
export function stopButton(options: { readonly store: KeyValueStore; readonly text?: string | undefined }): StopButton {
  const { store, text = "■ Stop" } = Object(options) as typeof options;
  if (!store?.get) {
    throw new TypeError("stopButton: store must be a KeyValueStore");
  }
  return {
    element: (key) => ({
      tag: "button",
      element_id: "stop",
      size: "small",
      text: { tag: "plain_text", content: text },
      behaviors: [{ type: "callback", value: { [VALUE_KEY]: key } }],
    }),
    isPressed: async (key) => (await store.get(keyOf(key))) !== null,
    read(click) {
      const key = Object(click.action?.value)[VALUE_KEY];
      return typeof key === "string"
        ? { ...click, stop: () => store.set(keyOf(key), "1", { ttlSeconds: TTL_SECONDS }) }
        : undefined;
    },
  };
}
