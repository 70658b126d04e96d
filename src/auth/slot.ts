import { isLarkError, type LarkAuthError, patient, tellOf, workPlace } from "../base/index.ts";
import { Backoff } from "./backoff.ts";
import type { TokenOwner } from "./provider.ts";
import { shareToken, type TokenPlace, type Wanted } from "./share-token.ts";
import { FLOOR_MS, FRESH_MS, type Token } from "./token.ts";
import { TICKET_INVALID } from "./token-requests.ts";

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
interface Flight extends Wanted {
  token?: Promise<Token>;
}

/** One token of an app: kept, shared and renewed. */
export class Slot {
  readonly #place: TokenPlace;
  readonly #isKept: boolean;
  /** Why there was no token. */
  #failure: unknown;
  readonly #failures: Backoff = new Backoff();
  /** How often a token was refused. */
  readonly #refusals: Backoff = new Backoff();
  #token: Token | undefined;
  /** The latest request. */
  #flight: Flight | undefined;

  /** @param isKept - Whether a token serves more than the calls that wait for it. */
  constructor(place: TokenPlace, isKept: boolean) {
    this.#place = place;
    this.#isKept = isKept;
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
      default:
        return this.#refresh(owner, refused);
    }
  }

  /** Forgets that requests have failed. */
  retry(): void {
    this.#failures.clear();
  }

  #age(refused?: string): Age {
    const token = this.#token;
    const leftMs = token && token.token !== refused ? token.expiresAt - Date.now() : 0;
    if (leftMs > FRESH_MS) {
      return "fresh";
    }
    if (leftMs > FLOOR_MS) {
      return "renewable";
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
        place(this.#start({ refused: undefined, leftMs: FRESH_MS }).catch((error) => this.#tell(error)));
      } catch (error) {
        // A host's `waitUntil` that is not bound throws.
        this.#tell(error);
      }
    }
  }

  /** Joins the request that is under way, or begins one. */
  async #refresh(owner: TokenOwner, refused: string | undefined): Promise<Token> {
    const flight = this.#flight;
    const joined = flight?.token && (await patient(flight.token, JOIN_TIMEOUT_MS));
    // A request that began before the token was refused may come back with it.
    if (joined && (joined.token !== refused || flight?.refused === refused)) {
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
    return this.#start({ refused, leftMs: FLOOR_MS });
  }

  /** Begins a request. */
  #start(flight: Flight): Promise<Token> {
    this.#flight = flight;
    flight.token = this.#load(flight).finally(() => {
      if (this.#flight === flight) {
        this.#flight = undefined;
      }
    });
    return flight.token;
  }

  async #load(flight: Flight): Promise<Token> {
    const place = this.#place;
    // The answer to an older request, coming late, replaces nothing that can be used.
    const isWanted = () => this.#flight === flight || !(this.#token && this.#token.expiresAt - Date.now() > FLOOR_MS);
    try {
      const loaded = await (place.store ? shareToken(place, place.store, flight, isWanted) : place.fetch());
      this.#failures.clear();
      if (this.#isKept && isWanted()) {
        this.#token = loaded;
      }
      return loaded;
    } catch (error) {
      // Without a ticket nothing is sent, and one may arrive at any time.
      if (isLarkError(error) && (error as LarkAuthError).platformCode !== TICKET_INVALID) {
        this.#failure = error;
        this.#failures.add();
      }
      throw error;
    }
  }

  #tell(error: unknown): void {
    this.#place.log("warn", `no new ${this.#place.kind} yet:`, tellOf(error));
  }
}
