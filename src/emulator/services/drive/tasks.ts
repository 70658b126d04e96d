import type { Call } from "../../gateway/route.ts";
import { transferOf } from "../transfer/state.ts";

/** Remembers that something that takes the platform its time is done. */
export function addTask({ state }: Call): string {
  const id = state.ids.digits("task");
  transferOf(state).tasks.set(id, "success");
  return id;
}
