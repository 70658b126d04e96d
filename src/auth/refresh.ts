import { isLarkError, type LarkAuthError, patient, tellOf, workPlace } from "../base/index.ts";
import { createBackoff } from "./backoff.ts";
import type { TokenOwner } from "./provider.ts";
import { shareToken, type TokenPlace, type Wanted } from "./share-token.ts";
import { FLOOR_MS, FRESH_MS, type Token } from "./token.ts";
import { TICKET_INVALID } from "./token-requests.ts";

/** How long a caller waits for another's request: on workerd a request whose caller is gone never ends. */
const JOIN_TIMEOUT_MS = 1_000;

/** A request for a token that is under way. */
interface Flight extends Wanted {
  token?: Promise<Token>;
}

/** One token of an app: kept, shared, and refreshed before it expires. */
export interface KeptToken {
  /** Gives the token, or a new one. */
  get(owner: TokenOwner, refused?: string): Token | Promise<Token>;
  /** Resets the failures of requests. */
  retry(): void;
}

/** @param isKept - Whether a token serves more than the calls that wait for it. */
export function createKeptToken(place: TokenPlace, isKept: boolean): KeptToken {
  const failures = createBackoff();
  /** How often a token was refused. */
  const refusals = createBackoff();
  let token: Token | undefined;
  /** Why there was no token. */
  let failure: unknown;
  /** The latest request. */
  let latest: Flight | undefined;

  /** How much life is left: none if there is no token, or it is the one that was refused. */
  const leftMs = (refused?: string): number => (token && token.token !== refused ? token.expiresAt - Date.now() : 0);
  const warn = (error: unknown) => place.log("warn", `no new ${place.kind} yet:`, tellOf(error));

  async function load(flight: Flight): Promise<Token> {
    // The answer to an older request, coming late, replaces nothing that can be used.
    const isWanted = () => latest === flight || leftMs() <= FLOOR_MS;
    try {
      const loaded = await (place.store ? shareToken(place, place.store, flight, isWanted) : place.fetch());
      failures.clear();
      if (isKept && isWanted()) {
        token = loaded;
      }
      return loaded;
    } catch (error) {
      // Without a ticket nothing is sent, and one may arrive at any time.
      if (isLarkError(error) && (error as LarkAuthError).platformCode !== TICKET_INVALID) {
        failure = error;
        failures.add();
      }
      throw error;
    }
  }

  /** Begins a request. */
  function start(flight: Flight): Promise<Token> {
    latest = flight;
    flight.token = load(flight).finally(() => {
      if (latest === flight) {
        latest = undefined;
      }
    });
    return flight.token;
  }

  /** Renews the token where no caller waits for it. */
  function renewBehind(owner: TokenOwner): void {
    const hand = workPlace(owner);
    if (hand && !latest && !failures.isHeld()) {
      try {
        hand(start({ refused: undefined, leftMs: FRESH_MS }).catch(warn));
      } catch (error) {
        // A host's `waitUntil` that is not bound throws.
        warn(error);
      }
    }
  }

  /** Joins the request that is under way, or begins one. */
  async function refresh(owner: TokenOwner, refused: string | undefined): Promise<Token> {
    const flight = latest;
    const joined = flight?.token && (await patient(flight.token, JOIN_TIMEOUT_MS));
    // A request that began before the token was refused may come back with it.
    if (joined && (joined.token !== refused || flight?.refused === refused)) {
      return joined;
    }
    if (latest !== flight) {
      return get(owner, refused);
    }
    if (failures.isHeld()) {
      throw failure;
    }
    if (token && token.token === refused) {
      if (refusals.isHeld()) {
        return token;
      }
      refusals.add();
      token = undefined;
    }
    return start({ refused, leftMs: FLOOR_MS });
  }

  function get(owner: TokenOwner, refused?: string): Token | Promise<Token> {
    const known = token as Token;
    const left = leftMs(refused);
    if (left > FLOOR_MS) {
      if (left <= FRESH_MS) {
        renewBehind(owner);
      }
      return known;
    }
    const next = refresh(owner, refused);
    if (left <= 0) {
      return next;
    }
    return next.catch((error) => {
      // A token that could not be renewed serves while it lives.
      if (known.expiresAt < Date.now()) {
        throw error;
      }
      warn(error);
      return known;
    });
  }

  return { get, retry: failures.clear };
}
