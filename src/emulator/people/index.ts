/**
 * What people do: write, press buttons, read, react, take back. Bots hear of it by events.
 *
 * @module
 */
export { type Click, createClick } from "./click.ts";
export { createReactions, type Reactions } from "./react.ts";
export { createSpeech, type Said, type Speech } from "./say.ts";

import type { Courier } from "../courier.ts";
import type { State } from "../state.ts";
import { type Click, createClick } from "./click.ts";
import { createReactions, type Reactions } from "./react.ts";
import { createSpeech, type Speech } from "./say.ts";

/** Everything that people do. */
export type People = Speech & Reactions & { click: Click };

export function createPeople(state: State, courier: Courier): People {
  return { ...createSpeech(state, courier), ...createReactions(state, courier), click: createClick(state, courier) };
}
