/**
 * What people do to bots: write, and press buttons. What else they do is in `acts.ts`.
 *
 * @module
 */
import type { Courier } from "../delivery/courier.ts";
import type { State } from "../platform/state.ts";
import { type Click, createClick } from "./click.ts";
import { createSpeech, type Speech } from "./say.ts";

/** What people do. */
export type People = Speech & { click: Click };

export function createPeople(state: State, courier: Courier): People {
  return { ...createSpeech(state, courier), click: createClick(state, courier) };
}
