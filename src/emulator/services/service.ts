import type { Route } from "../gateway/route.ts";
import type { Slice } from "../platform/slice.ts";

/** A service of the platform, as the `index.ts` of its folder exports it. */
export interface Service {
  readonly routes: readonly Route[];
  /** Its part of the state; absent if it has none. */
  readonly slice?: Slice<object>;
}
