import type { Courier } from "./delivery/courier.ts";
import type { Emulator } from "./emulator-types.ts";
import type { Route } from "./gateway/route.ts";
import type { Exchange } from "./gateway/serve.ts";
import type { Stage } from "./people/index.ts";
import type { Clock } from "./platform/clock.ts";
import type { FaultList } from "./platform/faults/index.ts";
import type { Feed } from "./platform/feed.ts";
import type { State } from "./platform/state.ts";

/** The parts of an emulator that its face does not export. */
export interface Inside {
  readonly state: State;
  readonly routes: readonly Route[];
  readonly faults: FaultList;
  readonly stage: Stage;
  readonly courier: Courier;
  readonly clock: Clock;
  /** Emits each API request with its bodies. */
  readonly exchanges: Feed<Exchange>;
}

const insides = /* @__PURE__ */ new WeakMap<Emulator, Inside>();

export function keepInside(emulator: Emulator, inside: Inside): Emulator {
  insides.set(emulator, inside);
  return emulator;
}

/** @throws {TypeError} It was not made by `createEmulator` of this copy of the package. */
export function insideOf(emulator: Emulator): Inside {
  const inside = insides.get(emulator);
  if (inside === undefined) {
    throw new TypeError("this emulator was not made by createEmulator of the same package");
  }
  return inside;
}
