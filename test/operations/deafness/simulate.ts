import { createEmulator, type Emulator } from "lark-edge/emulator";
import { EventDispatcher } from "lark-edge/event";
import { connect } from "lark-edge/long-connection";
import { memoryStore } from "lark-edge/store/memory";
import { createRandom, type Random } from "../fuzz/random.ts";
import { BotProcess, type Ledger } from "./bot.ts";
import { takeClock, type VirtualClock } from "./clock.ts";
import { DISCOVERY_FAULTS, Network } from "./network.ts";

/** What a run has found. */
export interface Found {
  /** The faults, each with its second. */
  readonly faults: readonly string[];
  readonly problems: readonly string[];
  /** The longest time that a bot was deaf while the gateway worked, as a part of what is allowed. */
  readonly deafest: number;
  readonly events: number;
}

const SECOND = 1_000;
const HOUR = 3_600 * SECOND;
/** The day of the runs. */
const START = 1_790_000_000_000;
/** How many things happen in a run. */
const STEPS = 40;

/** The sleeps of an hour in a run. With more of them an event could use up its redeliveries before all is well. */
const MAX_LONG_SLEEPS = 3;

interface Config {
  PingInterval: number;
  ReconnectInterval: number;
  ReconnectNonce: number;
}

/** What a client that was never connected knows. */
const DEFAULT_CONFIG: Config = { PingInterval: 120, ReconnectInterval: 120, ReconnectNonce: 30 };

/** How long a connection may be lost or dead before the bot listens again: each wait of the client at its longest. */
const allowedMs = (config: Config): number =>
  // A ping that is due after a tick of 5 s, 15 s for its answer and another tick; then the wait, and a discovery that hangs.
  (config.PingInterval + 25 + Math.max(config.ReconnectInterval, config.ReconnectNonce) + 15 + 2) * SECOND;

class Simulation {
  readonly faults: string[] = [];
  readonly problems: string[] = [];
  deafest = 0;
  events = 0;
  readonly #random: Random;
  readonly #clock: VirtualClock;
  readonly #emulator: Emulator;
  readonly #network: Network;
  readonly #ledger: Ledger = new Map();
  readonly #store = memoryStore();
  readonly #overslept = new Set<number>();
  readonly #failing = new Set<number>();
  readonly #config: Config;
  readonly #deafSince = new Map<number, number>();
  #bots: BotProcess[] = [];
  #longSleeps = 0;
  /** Faults are over. */
  #isWell = false;
  #isEnding = false;

  constructor(seed: number, random: Random, clock: VirtualClock) {
    this.#random = random;
    this.#clock = clock;
    this.#emulator = createEmulator({ seed, app: { encryptKey: "" }, now: () => Date.now() });
    const config = {
      PingInterval: random.pick([5, 30, 60, 120]),
      ReconnectInterval: random.pick([5, 60, 120]),
      ReconnectNonce: random.pick([0, 10, 30]),
    };
    this.#emulator.longConnections.configure(config);
    this.#config = config;
    this.faults.push(JSON.stringify(config));
    this.#network = new Network(this.#emulator, () => clock.elapsed);
  }

  #note(what: string): void {
    this.faults.push(`${Math.round(this.#clock.elapsed / SECOND)} s: ${what}`);
  }

  #startBot(): BotProcess {
    return new BotProcess({
      emulator: this.#emulator,
      network: this.#network,
      store: this.#store,
      ledger: this.#ledger,
      overslept: this.#overslept,
      work: (number) => {
        // Once for each event, and not at the last redelivery.
        const fails = !this.#isWell && !this.#failing.has(number) && this.#random.chance(0.1);
        this.#failing.add(number);
        return { ms: this.#random.chance(0.2) ? this.#random.below(10_000) : this.#random.below(200), fails };
      },
    });
  }

  /** Looks at every bot, each second. */
  #look(): void {
    const { elapsed } = this.#clock;
    for (const [index, bot] of this.#bots.entries()) {
      if (!bot.isAlive || bot.listens) {
        this.#deafSince.delete(index);
        continue;
      }
      const since = Math.max(this.#deafSince.get(index) ?? elapsed, Math.min(this.#network.wellAt, elapsed));
      this.#deafSince.set(index, since);
      const share = (elapsed - since) / allowedMs(bot.wasConnected ? this.#config : DEFAULT_CONFIG);
      this.deafest = Math.max(this.deafest, share);
      if (share > 1 && !this.problems.some((problem) => problem.includes(`bot ${index}`))) {
        this.problems.push(`bot ${index} is deaf since ${since / SECOND} s, state ${bot.connection.state}`);
      }
    }
  }

  /** A part of a fault's time, in seconds. */
  #some(most: number): number {
    return 1 + this.#random.below(most);
  }

  /** The machine of the bots sleeps, and the platform does not: it delivers again in vain. */
  async #sleepLong(): Promise<void> {
    this.#longSleeps += 1;
    for (const bot of this.#bots) {
      bot.loseLinks();
    }
    for (let minute = 0; minute < (this.#longSleeps > MAX_LONG_SLEEPS ? 1 : 60); minute += 1) {
      this.#clock.sleep(60 * SECOND);
      await this.#emulator.deliverDue();
    }
  }

  readonly #acts: Record<string, () => void | Promise<void>> = {
    cut: () => this.#emulator.longConnections.cut(),
    "half-open": () => this.#emulator.longConnections.freeze(),
    "frozen gateway": () => {
      this.#network.frozenUntil = this.#clock.elapsed + this.#some(90) * SECOND;
      this.#emulator.longConnections.freeze();
    },
    "gateway restarts": () => {
      this.#network.fault = "network";
      this.#network.faultUntil = this.#clock.elapsed + this.#some(60) * SECOND;
      this.#emulator.longConnections.cut();
    },
    "discovery fails": () => {
      this.#network.fault = this.#random.pick(DISCOVERY_FAULTS);
      this.#network.faultUntil = this.#clock.elapsed + this.#some(90) * SECOND;
      this.#note(this.#network.fault);
      this.#emulator.longConnections.cut();
    },
    "sleep of an hour": () => this.#sleepLong(),
    "short sleep": () => this.#clock.sleep(this.#some(90) * SECOND),
    "clock set back": () => this.#clock.sleep(-this.#some(90) * SECOND),
    "bot killed": () => {
      const index = this.#random.below(this.#bots.length);
      if (this.#bots[index]?.isAlive) {
        this.#bots[index].kill();
        setTimeout(() => {
          this.#bots[index] = this.#startBot();
        }, this.#some(60) * SECOND);
      }
    },
  };

  #say(): void {
    const number = this.events++;
    void this.#emulator.push({ type: "test.numbered_v1", event: { number } });
  }

  /** Sends due events each second, as the command does, and looks. Never twice at once. */
  #startTicking(): void {
    let isBusy = false;
    setInterval(() => {
      if (!this.#isEnding) {
        this.#look();
      }
      if (!isBusy) {
        isBusy = true;
        void this.#emulator.deliverDue().finally(() => {
          isBusy = false;
        });
      }
    }, SECOND);
  }

  async run(): Promise<void> {
    this.#bots = Array.from({ length: this.#some(2) }, () => this.#startBot());
    await this.#clock.pass(SECOND);
    this.#startTicking();
    for (let step = 0; step < STEPS; step += 1) {
      if (this.#random.chance(0.6)) {
        this.#say();
      } else {
        const name = this.#random.pick(Object.keys(this.#acts));
        this.#note(name);
        await this.#acts[name]?.();
      }
      await this.#clock.pass(this.#random.below(40 * SECOND));
    }
    this.#isWell = true;
    // Then all is well. The last redelivery goes out six hours after the one before.
    await this.#clock.pass(10 * 60 * SECOND);
    for (let hour = 0; hour < 9 && this.#emulator.redeliveries.length > 0; hour += 1) {
      await this.#clock.pass(HOUR);
    }
    for (let number = 0; number < this.events; number += 1) {
      const times = this.#ledger.get(number) ?? 0;
      if (times !== 1 && !(times === 2 && this.#overslept.has(number))) {
        this.problems.push(`event ${number} was handled ${times} times`);
      }
    }
    await this.#end();
  }

  async #end(): Promise<void> {
    this.#isEnding = true;
    const closing = this.#bots.map(({ connection }) => connection.close());
    await this.#clock.pass(60 * SECOND);
    await Promise.all(closing);
    if (this.#emulator.longConnections.list().length > 0) {
      this.problems.push("close() left connections open");
    }
  }
}

/** The emulator loads parts of itself with the first request, which takes real time. */
async function warmUp(): Promise<void> {
  const emulator = createEmulator();
  const { appId, appSecret } = emulator.app;
  const connection = connect({
    appId,
    appSecret,
    events: new EventDispatcher({ loggerLevel: "silent" }),
    fetch: emulator.fetch,
    openSocket: (url) => new emulator.WebSocket(url),
  });
  await connection.ready;
  await emulator.push({ type: "test.numbered_v1", event: {} });
  await connection.close();
}

/** Runs a seed: bots, a gateway, and faults at random. */
export async function simulate(seed: number): Promise<Found> {
  await warmUp();
  const random = createRandom(seed);
  const { random: realRandom } = Math;
  const clock = takeClock(START);
  Math.random = () => random.below(2 ** 32) / 2 ** 32;
  try {
    const simulation = new Simulation(seed, random, clock);
    await simulation.run();
    const { faults, problems, deafest, events } = simulation;
    return { faults, problems, deafest, events };
  } finally {
    Math.random = realRandom;
    clock.restore();
  }
}
