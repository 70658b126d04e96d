import type { Inside } from "../emulator/inside/index.ts";

/** What is known of an operation, and from where. */
export interface Behaviour {
  operation: string;
  source: string;
  notes: readonly (readonly [behaviour: string, source: string])[];
}

export function behaviours(routes: Inside["routes"]): Behaviour[] {
  return routes.map(({ operation, source, notes = [] }) => ({ operation, source, notes }));
}
