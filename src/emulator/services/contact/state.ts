import { jsonObject, mapOf } from "../../platform/shape.ts";
import { defineSlice, type Slice } from "../../platform/slice.ts";

export interface ContactState {
  /** What was sent of people beyond `EmulatedUser`, by open id, in the platform's spelling. */
  readonly profiles: Map<string, Record<string, unknown>>;
}

export const contactOf: Slice<ContactState> = defineSlice("contact", () => ({ profiles: new Map() }), {
  profiles: mapOf(jsonObject),
});
