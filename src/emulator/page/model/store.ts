import { useEffect, useState } from "preact/hooks";
import type { StreamEvent } from "../../control/protocol.ts";
import { api } from "../server/api.ts";
import { listen } from "../server/stream.ts";
import { addToast, apply, EMPTY, load, type PageState } from "./state.ts";

type Listener = () => void;

let state: PageState = EMPTY;
const listeners = new Set<Listener>();

/** What the page shows now. */
export const current = (): PageState => state;

/** Changes what the page shows. */
export function update(change: (state: PageState) => PageState): void {
  const next = change(state);
  if (next === state) {
    return;
  }
  state = next;
  for (const listener of listeners) {
    listener();
  }
}

/** A part of the state; the component is drawn again when that part is another one. */
export function useStore<T>(select: (state: PageState) => T): T {
  const [, redraw] = useState<unknown>(undefined);
  const selected = select(state);
  useEffect(() => {
    let before = selected;
    const listener = (): void => {
      const after = select(state);
      if (Object.is(before, after)) {
        return;
      }
      before = after;
      redraw({});
    };
    listeners.add(listener);
    listener();
    return () => void listeners.delete(listener);
  }, [select]);
  return selected;
}

/** Runs a request; a refusal becomes a toast. */
export async function attempt(work: Promise<unknown>): Promise<boolean> {
  try {
    await work;
    return true;
  } catch (error) {
    update((before) => addToast(before, { type: "error", content: error instanceof Error ? error.message : "Failed" }));
    return false;
  }
}

/** Loads the state and follows the stream: at each connection anew, with what came meanwhile applied after it. */
export function start(): void {
  let waiting: StreamEvent[] | undefined;
  const reload = async (): Promise<void> => {
    waiting = [];
    const snapshot = await api.state();
    const missed = waiting;
    waiting = undefined;
    update((before) => missed.reduce(apply, load(before, snapshot)));
  };
  listen(
    (event) => {
      if (event.type === "hello") {
        void attempt(reload());
      } else if (waiting) {
        waiting.push(event);
      } else {
        update((before) => apply(before, event));
      }
    },
    () => update((before) => ({ ...before, connection: "lost" })),
  );
}
