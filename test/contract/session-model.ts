// Sessions of users against a model: seeded interleavings of refreshes, expiry, revocation, sign-in, crashes, lost answers and
// late reads, one operation of the store or the platform at a time, over a clock and timers of their own.
import { LarkAuthError, LarkTransportError, patient } from "../../src/base/index.ts";
import { LarkSessionError, type OAuth, type UserToken, type UserTokens, userTokens } from "../../src/oauth/index.ts";
import type { KeyValueStore } from "../../src/store/index.ts";
import { inVirtualTime, newWorld, random, runTimers, settle, type World } from "./virtual-time.ts";

/** The same for every store. */
export const SESSION_SEEDS: readonly number[] = Array.from({ length: 10_000 }, (_, at) => at + 1);

/** The first seeds: as many as a lane runs every day, or all ten thousand with `SESSION_INTERLEAVINGS=10000`. */
export const sessionSeeds = (everyDay: number): readonly number[] =>
  SESSION_SEEDS.slice(0, Number(process.env.SESSION_INTERLEAVINGS ?? everyDay));

const STEPS = 60;
const ACCESS_MS = 7_200_000;
const REFRESH_MS = 7 * 86_400_000;
/** How long an instance that has begun a renewal has it to itself, and how long a request may take, in milliseconds. */
const LEASE_MS = 30_000;
const REQUEST_MS = 20_000;
const TURNS = 60;

/** What happened, over all interleavings. */
export interface SessionTally {
  interleavings: number;
  operations: number;
  /** Tokens that callers got, and the ends of sessions that they met. */
  tokens: number;
  ends: number;
  /** Refresh tokens that the platform exchanged, and those that it refused. */
  rotated: number;
  refused: number;
  signIns: number;
  revoked: number;
  crashed: number;
  /** Operations whose answer was lost, those that were not carried out, and those whose answer came late. */
  lost: number;
  failed: number;
  late: number;
  /** Sessions that ended although nothing was revoked: the answer to a rotation never reached the store. */
  unavoidable: number;
  /** What must not happen, with the seed. */
  problems: string[];
}

interface Operation {
  carryOut(): Promise<unknown>;
  resolve(value: unknown): void;
  reject(error: Error): void;
  /** What it was answered with, where the answer is still on its way. */
  answer?: { value: unknown };
}

/** One instance that needs a token, or signs a user in. */
interface Actor {
  readonly name: string;
  readonly operations: Set<Operation>;
  /** Its caller has an answer; a renewal may go on. */
  isAnswered?: boolean;
  isGone?: boolean;
}

interface Stored {
  refreshToken?: string;
  generation: number;
  state: string;
}
const parse = (text: string | null): Stored | undefined => (text === null ? undefined : JSON.parse(text));

/** A user, the instances that call as this user, and what must hold. */
class Interleaving {
  readonly #actors: Actor[] = [];
  /** What the store holds, if it does what it should. */
  #content: string | null = null;
  /** The refresh tokens that work. */
  readonly #alive = new Set<string>();
  readonly #access = new Set<string>();
  /** Refresh tokens of pairs that the platform gave and that no write has brought into the store. */
  readonly #unstored = new Set<string>();
  /** Who has sent a refresh token and waits for the answer. */
  readonly #inFlight = new Map<string, Actor>();
  /** The refresh tokens that worked when the platform ended all of them. */
  readonly #revoked = new Set<string>();
  #count = 0;

  readonly #seed: number;
  readonly #user: string;
  readonly #key: string;
  readonly #store: KeyValueStore;
  readonly #world: World<Actor>;
  readonly #tally: SessionTally;
  readonly #next: () => number;

  constructor(seed: number, prefix: string, store: KeyValueStore, world: World<Actor>, tally: SessionTally) {
    this.#seed = seed;
    this.#user = `ou_${prefix}${seed}`;
    this.#key = `lark-edge:1:user_access_token:open.feishu.cn:cli_model::${this.#user}`;
    this.#store = store;
    this.#world = world;
    this.#tally = tally;
    this.#next = random(seed);
    tally.interleavings++;
  }

  #problem(what: string): void {
    this.#tally.problems.push(`seed ${this.#seed}: ${what}`);
  }

  /** Waits until it is the operation's turn. */
  #wait<T>(actor: Actor, carryOut: () => Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      actor.operations.add({ carryOut, resolve: resolve as Operation["resolve"], reject });
    });
  }

  #pair(): UserToken {
    this.#count++;
    const accessToken = `u-${this.#seed}-${this.#count}`;
    const refreshToken = `ur-${this.#seed}-${this.#count}`;
    const { now } = this.#world;
    this.#alive.add(refreshToken);
    this.#access.add(accessToken);
    return { accessToken, refreshToken, expiresAt: now + ACCESS_MS, refreshExpiresAt: now + REFRESH_MS, scopes: [] };
  }

  /** The platform: each refresh token works once. */
  #rotate(refreshToken: string): UserToken | LarkAuthError {
    if (!this.#alive.delete(refreshToken)) {
      this.#tally.refused++;
      const platformCode = this.#revoked.has(refreshToken) ? 20064 : 20073;
      return new LarkAuthError("refused", {
        code: "LARK_AUTH",
        tokenKind: "user_access_token",
        category: "refused",
        operation: "refresh",
        status: 400,
        platformCode,
      });
    }
    this.#tally.rotated++;
    const pair = this.#pair();
    this.#unstored.add(`${pair.refreshToken}`);
    return pair;
  }

  #oauthOf(actor: Actor): OAuth {
    const refresh = async (refreshToken: string) => {
      const other = this.#inFlight.get(refreshToken);
      if (other && !other.isGone) {
        this.#problem(`${actor.name} sent what ${other.name} had sent and waits for`);
      }
      this.#inFlight.set(refreshToken, actor);
      const waiting = this.#wait(actor, async () => this.#rotate(refreshToken));
      const operation = [...actor.operations].at(-1);
      const answer = await patient(waiting, REQUEST_MS)
        .catch((cause) => {
          throw new LarkTransportError("no answer", { code: "LARK_NETWORK", cause });
        })
        .finally(() => this.#inFlight.delete(refreshToken));
      if (!answer) {
        actor.operations.delete(operation as Operation);
        throw new LarkTransportError("no answer", { code: "LARK_TIMEOUT" });
      }
      if (answer instanceof LarkAuthError) {
        throw answer;
      }
      return answer;
    };
    const userInfo = async () => ({ open_id: this.#user });
    return { appId: "cli_model", origin: "https://open.feishu.cn", refresh, userInfo } as unknown as OAuth;
  }

  /** Judges a change of what is stored. */
  #change(actor: Actor, before: Stored | undefined, next: Stored | undefined): void {
    if (before && next && next.generation < before.generation) {
      this.#problem(`${actor.name} wrote generation ${next.generation} over ${before.generation}`);
    }
    if (next?.state === "lost" && this.#alive.has(`${next.refreshToken}`)) {
      this.#problem(`${actor.name} gave a refresh token up that works`);
    }
    this.#unstored.delete(`${next?.refreshToken}`);
  }

  #storeOf(actor: Actor): KeyValueStore {
    return {
      get: () => this.#wait(actor, () => this.#store.get(this.#key)),
      set: () => Promise.reject(new Error("not used")),
      delete: () => Promise.reject(new Error("not used")),
      compareAndSet: (_, expected, next, options) =>
        this.#wait(actor, async () => {
          const before = this.#content;
          const isSet = await this.#store.compareAndSet?.(this.#key, expected, next, options);
          if (isSet !== (expected === before)) {
            this.#problem(`compareAndSet of ${actor.name} was ${isSet} against its value`);
          }
          if (isSet) {
            this.#change(actor, parse(before), parse(next));
            this.#content = next;
          }
          return Boolean(isSet);
        }),
    };
  }

  #usersOf(actor: Actor): UserTokens {
    return userTokens({
      oauth: this.#oauthOf(actor),
      store: this.#storeOf(actor),
      sealWith: false,
      loggerLevel: "silent",
    });
  }

  #start(work: (users: UserTokens, actor: Actor) => Promise<void>): void {
    const actor: Actor = { name: `instance ${this.#actors.length + 1}`, operations: new Set() };
    this.#actors.push(actor);
    this.#world.current = actor;
    void work(this.#usersOf(actor), actor).finally(() => {
      actor.isAnswered = true;
    });
  }

  #call(): void {
    this.#start(async (users) => {
      // A renewal behind the caller belongs to the instance still.
      const token = await users.accessToken(this.#user, { waitUntil: () => {} }).catch((error) => error);
      if (typeof token === "string") {
        this.#tally.tokens++;
        if (!this.#access.has(token)) {
          this.#problem("a caller got a token that the platform never gave");
        }
      } else if (token instanceof LarkSessionError) {
        this.#tally.ends++;
      }
    });
  }

  signIn(): void {
    this.#tally.signIns++;
    this.#start(async (users) => {
      const pair = this.#pair();
      await users.add(pair).catch(() => {});
    });
  }

  /** The platform ends all tokens of the user, and says nothing. */
  #revoke(): void {
    this.#tally.revoked++;
    for (const token of this.#alive) {
      this.#revoked.add(token);
    }
    this.#alive.clear();
  }

  async #crash(actor: Actor): Promise<void> {
    this.#tally.crashed++;
    actor.isGone = true;
    for (const timer of this.#world.timers) {
      if (timer.actor === actor) {
        this.#world.timers.delete(timer);
      }
    }
    // An operation that was on its way may arrive all the same.
    const pending = [...actor.operations];
    actor.operations.clear();
    for (const operation of pending) {
      if (!operation.answer && this.#next() < 0.5) {
        await operation.carryOut();
      }
    }
  }

  async #carryOut(actor: Actor, operation: Operation, withFaults: boolean): Promise<void> {
    if (operation.answer) {
      actor.operations.delete(operation);
      this.#world.current = actor;
      operation.resolve(operation.answer.value);
      return;
    }
    this.#tally.operations++;
    const luck = withFaults ? this.#next() : 1;
    if (luck < 0.04) {
      this.#tally.failed++;
      actor.operations.delete(operation);
      operation.reject(new Error("failed"));
      return;
    }
    const value = await operation.carryOut();
    if (luck < 0.12 && luck >= 0.08) {
      // The answer is on its way, while others act: a read is stale when it arrives.
      this.#tally.late++;
      operation.answer = { value };
      return;
    }
    actor.operations.delete(operation);
    this.#world.current = actor;
    if (luck < 0.08) {
      this.#tally.lost++;
      operation.reject(new Error("lost"));
    } else {
      operation.resolve(value);
    }
  }

  /** Takes one step, and lets what follows from it settle. */
  async step(withFaults = true): Promise<void> {
    const alive = this.#actors.filter(
      ({ isGone, isAnswered, operations }) => !isGone && (!isAnswered || operations.size),
    );
    const choices: (() => void | Promise<void>)[] = [];
    for (const actor of alive) {
      for (const operation of actor.operations) {
        const turn = () => this.#carryOut(actor, operation, withFaults);
        choices.push(turn, turn, turn);
      }
      if (withFaults && actor.operations.size && this.#next() < 0.1) {
        choices.push(() => this.#crash(actor));
      }
    }
    if (withFaults) {
      if (alive.length < 4) {
        choices.push(() => this.#call());
      }
      if (this.#next() < 0.02) {
        choices.push(() => this.#revoke());
      }
      if (this.#next() < 0.05) {
        choices.push(() => this.signIn());
      }
    }
    await choices[Math.floor(this.#next() * choices.length)]?.();
    await settle(TURNS);
    this.#world.current = undefined;
  }

  /** Once all faults are over, a caller gets a token, unless the session ended for a reason. */
  async finish(): Promise<void> {
    for (const actor of this.#actors) {
      if (!actor.isGone) {
        await this.#crash(actor);
      }
    }
    this.#world.now += ACCESS_MS + 2 * LEASE_MS;
    const [tokens, ends] = [this.#tally.tokens, this.#tally.ends];
    const stored = parse(this.#content);
    this.#call();
    for (let step = 0; step < 20; step++) {
      await this.step(false);
    }
    if (this.#tally.tokens > tokens) {
      return;
    }
    if (this.#tally.ends === ends) {
      this.#problem("no caller gets an answer any more");
    } else if (stored && !this.#revoked.has(`${stored.refreshToken}`)) {
      this.#tally.unavoidable++;
      if (!this.#unstored.size) {
        this.#problem("a session ended, and every pair had reached the store");
      }
    }
  }
}

const emptyTally = (): SessionTally => ({
  interleavings: 0,
  operations: 0,
  tokens: 0,
  ends: 0,
  rotated: 0,
  refused: 0,
  signIns: 0,
  revoked: 0,
  crashed: 0,
  lost: 0,
  failed: 0,
  late: 0,
  unavoidable: 0,
  problems: [],
});

/**
 * Runs an interleaving for each seed over a store, and judges every one.
 *
 * @param store - Expiry must go by a clock that is not `Date.now`: here that one jumps.
 */
export async function interleaveSessions(
  store: KeyValueStore,
  seeds: Iterable<number>,
  prefix = "",
): Promise<SessionTally> {
  const tally = emptyTally();
  const { random: chance } = Math;
  let world = newWorld<Actor>();
  try {
    return await inVirtualTime(
      () => world,
      async () => {
        for (const seed of seeds) {
          world = newWorld();
          const next = random(-seed);
          Math.random = random(seed + 1e6);
          const one = new Interleaving(seed, prefix, store, world, tally);
          one.signIn();
          await settle(TURNS);
          for (let step = 0; step < STEPS; step++) {
            await one.step();
            // Mostly a moment, sometimes half a lease, now and then half the life of a token.
            const luck = next();
            world.now += Math.floor(luck > 0.9 ? next() * ACCESS_MS : luck ** 4 * 20_000);
            await runTimers(world, TURNS);
          }
          await one.finish();
        }
        return tally;
      },
    );
  } finally {
    Math.random = chance;
  }
}
