import {
  isLarkError,
  type LarkAuthError,
  type Log,
  patient,
  type TokenKind,
  tellOf,
  workPlace,
} from "../base/index.ts";
import type { Ask, KeyValueStore } from "../store/index.ts";
import { Backoff } from "./backoff.ts";
import type { TokenOwner } from "./provider.ts";
import { shareToken } from "./share-token.ts";
import type { Token } from "./token.ts";
import { TICKET_INVALID } from "./token-requests.ts";

/** With more left than this the platform would answer with the same token. */
const FRESH_MS = 1_800_000;
/** With less left than this a caller waits for a new token. */
const FLOOR_MS = 300_000;
/** How long a caller waits for another's request: on workerd a request whose caller is gone never ends. */
const JOIN_TIMEOUT_MS = 1_000;

/** What a token is good for, by the life that it has left. */
type Age =
  /** More than 30 minutes. */
  | "fresh"
  /** 30 to 5 minutes: it is used, and renewed where work can go on in the background. */
  | "renewable"
  /** Less than 5 minutes: it is renewed first, and used if that fails. */
  | "ending"
  /** There is none, it has ended, or it is the one that was refused. */
  | "missing";

/** A request for a token that is under way. */
interface Flight {
  /** The token that was refused when it began. */
  readonly refused: string | undefined;
  readonly token: Promise<Token>;
}

/** What a slot holds, and how it is filled. */
export interface SlotOptions {
  readonly kind: TokenKind;
  /** Where it is kept besides memory, if anywhere. */
  readonly store: KeyValueStore | undefined;
  /** Its key in the store. */
  readonly key: string;
  /** Whether it is kept at all. */
  readonly isKept: boolean;
  readonly ask: Ask;
  readonly log: Log;
  /** Gets a new one from the platform. */
  readonly fetch: () => Promise<Token>;
}

/** One token of an app: kept, shared and renewed. */
export class Slot {
  readonly #options: SlotOptions;
  #token: Token | undefined;
  /** The latest request. */
  #flight: Flight | undefined;
  /** Why there was no token, as long as it is remembered. */
  #failure: unknown;
  readonly #failures: Backoff = new Backoff();
  /** Tokens that were refused. */
  readonly #refusals: Backoff = new Backoff();

  constructor(options: SlotOptions) {
    this.#options = options;
  }

  /** Gives the token, or a new one. */
  get(owner: TokenOwner, refused?: string): Token | Promise<Token> {
    const token = this.#token as Token;
    switch (this.#age(refused)) {
      case "fresh":
        return token;
      case "renewable":
        this.#renewBehind(owner);
        return token;
      case "ending":
        return this.#refresh(owner, refused).catch((error) => this.#outlast(token, error));
      case "missing":
        return this.#refresh(owner, refused);
    }
  }

  /** Forgets that requests have failed. */
  retry(): void {
    this.#failures.clear();
    this.#refusals.clear();
  }

  #age(refused?: string): Age {
    const token = this.#token;
    if (!token || token.token === refused) {
      return "missing";
    }
    const leftMs = token.expiresAt - Date.now();
    if (leftMs > FLOOR_MS) {
      return leftMs > FRESH_MS ? "fresh" : "renewable";
    }
    return leftMs > 0 ? "ending" : "missing";
  }

  /** Goes on with a token that could not be renewed, while it lives. */
  #outlast(token: Token, error: unknown): Token {
    if (token.expiresAt < Date.now()) {
      throw error;
    }
    this.#tell(error);
    return token;
  }

  /** Renews the token where nobody waits for it. */
  #renewBehind(owner: TokenOwner): void {
    const place = workPlace(owner);
    if (place && !this.#flight && !this.#failures.isHeld()) {
      try {
        place(this.#start(undefined, FRESH_MS).catch((error) => this.#tell(error)));
      } catch (error) {
        // A host's `waitUntil` that is not bound throws.
        this.#tell(error);
      }
    }
  }

  /** Waits for the request that is under way, or begins one. */
  async #refresh(owner: TokenOwner, refused: string | undefined): Promise<Token> {
    const flight = this.#flight;
    const joined = flight && (await this.#join(flight, refused));
    if (joined) {
      return joined;
    }
    if (this.#flight !== flight) {
      return this.get(owner, refused);
    }
    if (this.#failures.isHeld()) {
      throw this.#failure;
    }
    const token = this.#token;
    if (token && token.token === refused) {
      if (this.#refusals.isHeld()) {
        return token;
      }
      this.#refusals.add();
      this.#token = undefined;
    }
    return this.#start(refused, FLOOR_MS);
  }

  /** The token of another caller's request, if it comes in time and is not the refused one. */
  async #join(flight: Flight, refused: string | undefined): Promise<Token | undefined> {
    const token = await patient(flight.token, JOIN_TIMEOUT_MS);
    // A request that began before the token was refused may come back with it.
    return token?.token !== refused || flight.refused === refused ? token : undefined;
  }

  /** Begins a request. */
  #start(refused: string | undefined, leftMs: number): Promise<Token> {
    const flight: Flight = { refused, token: Promise.resolve().then(() => this.#load(flight, leftMs)) };
    this.#flight = flight;
    return flight.token;
  }

  async #load(flight: Flight, leftMs: number): Promise<Token> {
    const { store, ask, log, kind, key, fetch, isKept } = this.#options;
    const { refused } = flight;
    // The answer to an older request, coming late, replaces nothing that can be used.
    const isWanted = () => this.#flight === flight || !/fresh|renewable/.test(this.#age());
    try {
      const loaded = await (store
        ? shareToken({ store, ask, log, kind, key, refused, floorMs: FLOOR_MS, leftMs, fetch, isWanted })
        : fetch());
      this.#failures.clear();
      if (isKept && isWanted()) {
        this.#token = loaded;
      }
      return loaded;
    } catch (error) {
      // A missing ticket may arrive at any time, and until then no request is sent.
      if (isLarkError(error) && (error as LarkAuthError).platformCode !== TICKET_INVALID) {
        this.#failure = error;
        this.#failures.add();
      }
      throw error;
    } finally {
      if (this.#flight === flight) {
        this.#flight = undefined;
      }
    }
  }

  #tell(error: unknown): void {
    this.#options.log("warn", `no new ${this.#options.kind} yet:`, tellOf(error));
  }
}
