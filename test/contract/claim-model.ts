// Claims against a model: seeded interleavings of claims, renewals, ends, failures, crashes and redeliveries, one
// operation of the store at a time, over a clock and timers of their own.
import { type Claim, type ClaimStore, claim, type Taken } from "../../src/store/shared/claim.ts";
import { inVirtualTime, newWorld, random, runTimers, settle, type World } from "./virtual-time.ts";

/** The same for every store. */
export const SEEDS: readonly number[] = Array.from({ length: 10_000 }, (_, at) => at + 1);

const LEASE_MS = 30_000;
const DONE_MS = 8 * 3_600_000;
const STEPS = 30;

/** What happened, over all interleavings: a model that meets no crash proves nothing about crashes. */
export interface Tally {
  interleavings: number;
  operations: number;
  claimed: number;
  /** Claims that were refused, by reason. */
  running: number;
  done: number;
  renewed: number;
  takenOver: number;
  finished: number;
  released: number;
  crashed: number;
  /** Operations that were tried again while the first was under way. */
  hedged: number;
  /** Operations whose answer was lost, and those that were not carried out. */
  lost: number;
  failed: number;
  /** Claims that ended after another had taken them over. */
  late: number;
  /** What must not happen, with the seed. */
  problems: string[];
}

interface Operation {
  carryOut(): Promise<unknown>;
  resolve(value: unknown): void;
  reject(error: Error): void;
}

/** One who tries to handle the event. */
interface Actor {
  readonly name: string;
  /** Under way; more than one where an answer is late. */
  readonly operations: Set<Operation>;
  claim?: Claim;
  isEnding?: boolean;
  isGone?: boolean;
}

interface Value {
  owner?: string;
  until: number;
}
const parse = (value: string | null): Value | undefined => (value === null ? undefined : JSON.parse(value));

/** One event, those who try to handle it, and what must hold. */
class Interleaving {
  readonly #actors: Actor[] = [];
  /** What the store holds, if it does what it should. */
  #content: string | null = null;
  readonly #owners = new Map<string, Actor>();

  readonly #seed: number;
  readonly #key: string;
  readonly #store: ClaimStore;
  readonly #world: World<Actor>;
  readonly #tally: Tally;
  readonly #next: () => number;

  constructor(seed: number, key: string, store: ClaimStore, world: World<Actor>, tally: Tally) {
    this.#seed = seed;
    this.#key = key;
    this.#store = store;
    this.#world = world;
    this.#tally = tally;
    this.#next = random(seed);
    tally.interleavings++;
  }

  #problem(what: string): void {
    this.#tally.problems.push(`seed ${this.#seed}: ${what}`);
  }

  #isLive(value: Value | undefined): value is Value {
    return value !== undefined && value.until > this.#world.now;
  }

  /** The store as an actor sees it: each operation waits until it is its turn. */
  #storeOf(actor: Actor): ClaimStore {
    const wait = <T>(carryOut: () => Promise<T>) =>
      new Promise<T>((resolve, reject) => {
        this.#tally.hedged += actor.operations.size ? 1 : 0;
        actor.operations.add({ carryOut, resolve: resolve as Operation["resolve"], reject });
      });
    return {
      get: () => wait(() => this.#store.get(this.#key)),
      compareAndSet: (_, expected, next, options) =>
        wait(async () => {
          const before = this.#content;
          const isSet = await this.#store.compareAndSet(this.#key, expected, next, options);
          if (isSet !== (expected === before)) {
            this.#problem(`compareAndSet of ${actor.name} was ${isSet} against its value`);
          }
          if (isSet) {
            this.#change(actor, parse(before), parse(next));
            this.#content = next;
          }
          return isSet;
        }),
    };
  }

  /** Judges a change of what is stored. */
  #change(actor: Actor, before: Value | undefined, next: Value | undefined): void {
    if (next?.owner) {
      this.#owners.set(next.owner, actor);
    }
    const owner = before?.owner && this.#owners.get(before.owner);
    if (this.#isLive(before) && owner !== actor) {
      this.#problem(`${actor.name} changed what is ${before.owner ? "another's" : "done"}`);
    }
    if (next?.owner) {
      this.#tally.renewed += owner === actor ? 1 : 0;
      this.#tally.takenOver += before?.owner && owner !== actor ? 1 : 0;
    } else {
      this.#tally[next ? "finished" : "released"]++;
    }
  }

  #start(): void {
    const actor: Actor = { name: `actor ${this.#actors.length + 1}`, operations: new Set() };
    this.#actors.push(actor);
    this.#world.current = actor;
    const told = (result: Claim | Taken) => {
      const content = parse(this.#content);
      if (typeof result === "string") {
        this.#tally[result]++;
        actor.isGone = true;
        if (result === "done" && !(this.#isLive(content) && !content.owner)) {
          this.#problem(`${actor.name} was told of an end that is none`);
        }
      } else {
        this.#tally.claimed++;
        actor.claim = result;
        // One that was under way for longer than it lasts is over when it arrives.
        if (this.#isLive(content) && this.#owners.get(`${content.owner}`) !== actor) {
          this.#problem(`${actor.name} has a claim that is not its own`);
        }
      }
    };
    // Whose store failed goes on without a claim, which is the caller's affair.
    claim(this.#storeOf(actor), this.#key, LEASE_MS).then(told, () => {
      actor.isGone = true;
    });
  }

  #end(actor: Actor): void {
    actor.isEnding = true;
    this.#world.current = actor;
    const content = parse(this.#content);
    this.#tally.late += content?.owner && this.#owners.get(content.owner) !== actor ? 1 : 0;
    actor.claim?.end(this.#next() < 0.6 ? DONE_MS : undefined).then(
      () => {
        actor.isGone = true;
      },
      () => {
        actor.isGone = true;
      },
    );
  }

  /** Its renewals stop, as those of a Worker whose request has ended, or of a process that hangs. */
  #stall(actor: Actor): void {
    for (const timer of this.#world.timers) {
      if (timer.actor === actor) {
        this.#world.timers.delete(timer);
      }
    }
  }

  async #crash(actor: Actor): Promise<void> {
    this.#tally.crashed++;
    actor.isGone = true;
    this.#stall(actor);
    // What was on its way may arrive all the same.
    const pending = [...actor.operations];
    actor.operations.clear();
    for (const operation of pending) {
      if (this.#next() < 0.5) {
        await operation.carryOut();
      }
    }
  }

  async #carryOut(actor: Actor, operation: Operation, withFaults: boolean): Promise<void> {
    actor.operations.delete(operation);
    this.#tally.operations++;
    const luck = withFaults ? this.#next() : 1;
    if (luck < 0.04) {
      this.#tally.failed++;
      operation.reject(new Error("failed"));
      return;
    }
    const result = await operation.carryOut();
    this.#world.current = actor;
    if (luck < 0.08) {
      this.#tally.lost++;
      operation.reject(new Error("lost"));
    } else {
      operation.resolve(result);
    }
  }

  /** Takes one step, and lets what follows from it settle. */
  async step(withFaults = true): Promise<void> {
    const alive = this.#actors.filter(({ isGone }) => !isGone);
    const choices: (() => void | Promise<void>)[] = [];
    for (const actor of alive) {
      for (const operation of actor.operations) {
        const turn = () => this.#carryOut(actor, operation, withFaults);
        choices.push(turn, turn, turn);
      }
      if (!actor.operations.size && actor.claim && !actor.isEnding) {
        choices.push(() => this.#end(actor));
        if (withFaults && this.#next() < 0.3) {
          choices.push(() => this.#stall(actor));
        }
      }
      if (withFaults && this.#next() < 0.15) {
        choices.push(() => this.#crash(actor));
      }
    }
    if (withFaults && alive.length < 3) {
      choices.push(() => this.#start());
    }
    if (withFaults) {
      // Time goes by.
      choices.push(
        () => {},
        () => {},
      );
    }
    await choices[Math.floor(this.#next() * choices.length)]?.();
    await settle();
    this.#world.current = undefined;
  }

  /** Once all faults are over, the next delivery is handled, or was. */
  async finish(): Promise<void> {
    for (const actor of this.#actors) {
      if (!actor.isGone) {
        await this.#crash(actor);
      }
    }
    this.#world.now += LEASE_MS + 1;
    const claimed = this.#tally.claimed;
    const done = this.#tally.done;
    this.#start();
    for (let step = 0; step < 12; step++) {
      await this.step(false);
    }
    if (this.#tally.claimed + this.#tally.done === claimed + done) {
      this.#problem("nobody can handle the event any more");
    }
  }
}

/**
 * Runs an interleaving for each seed over a store, and judges every one.
 *
 * @param store - Expiry must go by a clock that is not `Date.now`: here that one jumps.
 */
export async function interleave(store: ClaimStore, seeds: Iterable<number>, prefix = ""): Promise<Tally> {
  const tally: Tally = {
    interleavings: 0,
    operations: 0,
    claimed: 0,
    running: 0,
    done: 0,
    renewed: 0,
    takenOver: 0,
    finished: 0,
    released: 0,
    crashed: 0,
    hedged: 0,
    lost: 0,
    failed: 0,
    late: 0,
    problems: [],
  };
  let world = newWorld<Actor>();
  await inVirtualTime(
    () => world,
    async () => {
      for (const seed of seeds) {
        world = newWorld();
        const key = `${prefix}lark-edge:1:claim::${seed}:`;
        const next = random(-seed);
        const one = new Interleaving(seed, key, store, world, tally);
        for (let step = 0; step < STEPS; step++) {
          await one.step();
          // Mostly a little, sometimes most of a lease.
          world.now += Math.floor(next() ** 4 * LEASE_MS);
          await runTimers(world);
        }
        await one.finish();
      }
    },
  );
  return tally;
}
