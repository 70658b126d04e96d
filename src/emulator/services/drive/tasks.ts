import type { Call } from "../../gateway/route.ts";
import { transferOf } from "../transfer/state.ts";

/** Remembers that something that takes the platform its time is done. */
export function addTask({ state }: Call): string {
  const id = String(BigInt(`0x${state.ids.hex("task", 15)}`)).padStart(19, "7");
  transferOf(state).tasks.set(id, "success");
  return id;
}
