import type { Emulator } from "lark-edge/emulator";
import { EventDispatcher, type KeyValueStore, once } from "lark-edge/event";
import { connect, type LongConnection, type WebSocketLike } from "lark-edge/long-connection";
import type { Network } from "./network.ts";

type EmulatedSocket = InstanceType<Emulator["WebSocket"]>;

/** A socket over a network that can fall silent for the bot alone, as after a sleep. */
class Link implements WebSocketLike {
  readonly id: string;
  isDead = false;
  readonly #inner: EmulatedSocket;

  constructor(url: string, emulator: Emulator) {
    this.id = new URL(url).searchParams.get("device_id") ?? "";
    this.#inner = new emulator.WebSocket(url);
  }
  get binaryType() {
    return this.#inner.binaryType;
  }
  set binaryType(value: string) {
    this.#inner.binaryType = value as "arraybuffer";
  }
  get readyState() {
    return this.#inner.readyState;
  }
  addEventListener(type: string, listener: (event: { data?: unknown }) => void): void {
    this.#inner.addEventListener(type, (event) => {
      if (!this.isDead) {
        listener(event);
      }
    });
  }
  send(data: Uint8Array<ArrayBuffer>): void {
    if (!this.isDead) {
      this.#inner.send(data);
    }
  }
  close(code?: number): void {
    this.#inner.close(code);
  }
  /** The other end is gone, and this end does not know. */
  die(): void {
    this.isDead = true;
    this.#inner.close();
  }
}

/** A store for claims. */
export type ClaimStore = Omit<Required<KeyValueStore>, "guarantees">;

/** What became of the events: how often each handler was done, by the number of the event. */
export type Ledger = Map<number, number>;

/** The lease of `once`: whoever sleeps longer while it handles an event may find that another delivery has it. */
const LEASE_MS = 30_000;

export interface BotOptions {
  emulator: Emulator;
  network: Network;
  /** Outlives the process. */
  store: ClaimStore;
  ledger: Ledger;
  /** Events whose handler slept longer than its lease: no store can keep a second delivery away from them. */
  overslept: Set<number>;
  /** How long a handler takes, and whether it fails. */
  work(number: number): { ms: number; fails: boolean };
}

/** A process with a bot, which can be killed. */
export class BotProcess {
  isAlive = true;
  readonly connection: LongConnection;
  readonly #links: Link[] = [];
  readonly #emulator: Emulator;

  constructor({ emulator, network, store, ledger, overslept, work }: BotOptions) {
    this.#emulator = emulator;
    const events = new EventDispatcher({ loggerLevel: "silent", once: once({ store: this.#mortal(store) }) });
    events.on("test.numbered_v1", async (event: unknown, ctx) => {
      const number = Number(Object(event).number);
      const { ms, fails } = work(number);
      const startedAt = Date.now();
      await new Promise((resolve) => setTimeout(resolve, ms));
      if (Date.now() - startedAt > LEASE_MS) {
        overslept.add(number);
      }
      if (!this.isAlive) {
        // Killed meanwhile: it never ends.
        await new Promise(() => {});
      }
      // Another delivery has the event: after a sleep the lease is over.
      if (fails || ctx.signal.aborted) {
        throw new Error("failed");
      }
      ledger.set(number, (ledger.get(number) ?? 0) + 1);
    });
    const { appId, appSecret } = emulator.app;
    this.connection = connect({
      appId,
      appSecret,
      events,
      acknowledge: "done",
      loggerLevel: "silent",
      fetch: async (url, init) => {
        await this.#untilAlive();
        return network.discover(url, init as RequestInit, this.wasConnected);
      },
      openSocket: async (url) => {
        await this.#untilAlive();
        const link = new Link(url, emulator);
        this.#links.push(link);
        network.opened();
        return link;
      },
    });
  }

  /** A process that was killed does nothing more. */
  async #untilAlive(): Promise<void> {
    if (!this.isAlive) {
      await new Promise(() => {});
    }
  }

  #mortal(store: ClaimStore): ClaimStore {
    const guard =
      <Rest extends unknown[], Value>(method: (...rest: Rest) => Promise<Value>) =>
      async (...rest: Rest): Promise<Value> => {
        if (!this.isAlive) {
          throw new Error("killed");
        }
        return method.apply(store, rest);
      };
    return {
      get: guard(store.get),
      set: guard(store.set),
      delete: guard(store.delete),
      compareAndSet: guard(store.compareAndSet),
    };
  }

  get wasConnected(): boolean {
    return this.#links.length > 0;
  }

  /** Whether events reach the bot now. */
  get listens(): boolean {
    const open = new Map(this.#emulator.longConnections.list().map((connection) => [connection.id, connection]));
    return this.#links.some(({ id, isDead }) => !isDead && open.get(id)?.isFrozen === false);
  }

  /** The machine slept so long that the other end has given its sockets up. */
  loseLinks(): void {
    for (const link of this.#links) {
      link.die();
    }
  }

  kill(): void {
    this.isAlive = false;
    this.loseLinks();
    void this.connection.close({ timeoutMs: 1 });
  }
}
