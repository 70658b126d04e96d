import type { Emulator } from "lark-edge/emulator";

/** How the discovery fails. */
export const DISCOVERY_FAULTS = ["busy", "internal", "too many", "html", "network", "silence"] as const;

type DiscoveryFault = (typeof DISCOVERY_FAULTS)[number];

const answer = (body: unknown, status = 200): Response => new Response(JSON.stringify(body), { status });

const FAULTS: Record<DiscoveryFault, () => Promise<Response>> = {
  busy: async () => answer({ code: 1, msg: "busy" }),
  internal: async () => answer({ code: 1000040343, msg: "internal error" }),
  "too many": async () => answer({ code: 1000040350, msg: "exceed connection limit" }),
  html: async () => new Response("<html>", { status: 502 }),
  network: async () => {
    throw new TypeError("fetch failed");
  },
  silence: () => new Promise(() => {}),
};

/** What is between the bots and the gateway. */
export class Network {
  /** The discovery fails so until then, and the gateway is frozen until then, in milliseconds of the clock. */
  fault: DiscoveryFault = "busy";
  faultUntil = 0;
  frozenUntil = 0;
  readonly #emulator: Emulator;
  readonly #now: () => number;

  constructor(emulator: Emulator, now: () => number) {
    this.#emulator = emulator;
    this.#now = now;
  }

  /** When the gateway works again. */
  get wellAt(): number {
    return Math.max(this.faultUntil, this.frozenUntil);
  }

  /** @param wasConnected - An app that has too many connections at its first attempt is refused for good. */
  discover(url: string, init: RequestInit, wasConnected: boolean): Promise<Response> {
    if (this.#now() >= this.faultUntil) {
      return this.#emulator.fetch(new Request(url, init));
    }
    return FAULTS[this.fault === "too many" && !wasConnected ? "busy" : this.fault]();
  }

  /** A socket was opened. A frozen gateway takes it, and is silent. */
  opened(): void {
    if (this.#now() < this.frozenUntil) {
      queueMicrotask(() => queueMicrotask(() => this.#emulator.longConnections.freeze()));
    }
  }
}
