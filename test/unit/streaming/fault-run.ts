// One run of a stream in the emulator: a text and one to three faults, all of them derived from a seed.
import { Client } from "../../../src/index.ts";
import {
  closeAbandoned,
  fallBack,
  rollOver,
  type StreamOptions,
  type StreamResult,
  streamCard,
} from "../../../src/streaming/index.ts";
import { silent, slowly, world } from "./world.ts";

/** What one run came to. */
export interface RunReport {
  readonly seed: number;
  readonly faults: readonly string[];
  /** How the last attempt ended. */
  readonly outcome: string;
  readonly attempts: number;
  /** Requests of all attempts, without those for tokens. */
  readonly calls: number;
  /** What is wrong; empty if everything is as promised. */
  readonly wrong: readonly string[];
}

type World = Awaited<ReturnType<typeof world>>;
type Isolate = ReturnType<World["isolate"]>;

/** Numbers from 0 to 1, the same for the same seed. */
function randomOf(seed: number): () => number {
  let state = seed * 2_654_435_761;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

interface Dice {
  readonly below: (limit: number) => number;
  readonly one: <T>(of: readonly T[]) => T;
}

function diceOf(seed: number): Dice {
  const random = randomOf(seed);
  const below = (limit: number): number => Math.floor(random() * limit);
  return { below, one: (of) => of[below(of.length)] as never };
}

const SHAPES = ["short", "short", "short", "long", "tables", "code"] as const;

/** The text of an attempt: every word is another one. */
function textOf(seed: number, attempt: number): string {
  const { below, one } = diceOf(seed * 31 + attempt);
  const words = (count: number, name: string) =>
    Array.from({ length: count }, (_, index) => `${name}${attempt}.${index}`).join(" ");
  const paragraphs = (count: number) =>
    Array.from({ length: count }, (_, index) => words(10 + below(60), `p${index}x`)).join("\n\n");
  switch (one(SHAPES)) {
    case "short":
      return paragraphs(1 + below(6));
    case "long":
      return paragraphs(120 + below(120));
    case "tables":
      return Array.from(
        { length: 8 },
        (_, index) => `Table ${attempt}.${index}\n\n| a${index} | b |\n|---|---|\n| ${words(3, "c")} | d |\n`,
      ).join("\n");
    case "code":
      return `Before ${attempt}\n\n\`\`\`ts\n${Array.from({ length: 900 + below(900) }, (_, index) => `const v${attempt}_${index} = "${words(2, "k")}";`).join("\n")}\n\`\`\`\n\nAfter ${attempt}`;
  }
}

/** A text in chunks of random sizes, at most 60. */
function chunksOf(text: string, { below }: Dice): string[] {
  const chunks: string[] = [];
  const most = Math.max(1, Math.floor(text.length / 25));
  for (let at = 0; at < text.length; ) {
    const size = 1 + below(most);
    chunks.push(text.slice(at, at + size));
    at += size;
  }
  return chunks;
}

/** What a text says, without what divides it and without what a cut adds. */
export const plain = (text: string): string =>
  text
    .replace(/^\s*```\w*\s*$/gm, "")
    .replaceAll("\u200B", "")
    .replace(/\s+/g, " ")
    .trim();

const IN_CARDS = /\/cardkit\//;
const ANY = /\/(cardkit|im\/v1\/messages)\b/;
const CHANGES = /\/cardkit\/v1\/cards\/\w+/;

/** Faults that the emulator injects. */
const INJECTED = {
  "rate limit": ({ below }: Dice) => ({ kind: "rate-limit", path: ANY, times: 1 + below(3) }),
  "server error": ({ below }: Dice) => ({ kind: "server-error", path: ANY, times: 1 + below(3) }),
  "cut answer": () => ({ kind: "cut", path: ANY }),
  "lost request": ({ below }: Dice) => ({ kind: "network", path: ANY, times: 1 + below(2) }),
  "sequence conflict": () => ({ kind: "refusal", code: 300317, path: CHANGES }),
  "closed stream": ({ one }: Dice) => ({ kind: "refusal", code: one([300309, 200850, 200510]), path: /\/content$/ }),
  "expired card": ({ one }: Dice) => ({ kind: "refusal", code: one([200750, 200740]), method: "PUT", path: CHANGES }),
  "element limit": () => ({ kind: "card-limit", method: "PUT", path: CHANGES }),
  "size limit": () => ({ kind: "refusal", code: 200860, method: "PUT", path: CHANGES }),
  "table limit": () => ({ kind: "card-limit", path: /\/im\/v1\/messages\b/ }),
  "a click is running": ({ below }: Dice) => ({ kind: "refusal", code: 200810, path: IN_CARDS, times: 1 + below(2) }),
  quota: () => ({ kind: "quota", path: ANY, times: Number.POSITIVE_INFINITY }),
} as const;

/** Faults of the chat and of the process. */
const OTHERS = [
  "recalled message",
  "recalled card",
  "killed",
  "killed after an early acknowledgement",
  "stalled",
] as const;

type FaultName = keyof typeof INJECTED | (typeof OTHERS)[number];

interface PlannedFault {
  readonly name: FaultName;
  /** The request of the first attempt before which it happens, from 1. */
  readonly at: number;
  /** Whether that request still reaches the platform. */
  readonly reaches: boolean;
}

function planOf(dice: Dice): PlannedFault[] {
  const names: FaultName[] = [...(Object.keys(INJECTED) as FaultName[]), ...OTHERS, "killed", "stalled"];
  const found = Array.from({ length: 1 + dice.below(3) }, () => ({
    name: dice.one(names),
    at: 1 + dice.below(14),
    reaches: dice.below(2) === 1,
  }));
  // One process dies or stalls once; what happens to the chat happens once.
  return found.filter(
    ({ name }, index) =>
      !OTHERS.includes(name as never) || found.findIndex((one) => OTHERS.includes(one.name as never)) === index,
  );
}

/** The texts of the stream's messages that people can see. */
function shownIn({ emulator, chat }: World): { texts: string[]; open: number } {
  const own = emulator.messages(chat).filter(({ deleted, sender }) => !deleted && sender.sender_type === "app");
  let open = 0;
  const texts = own.map(({ msg_type, content }) => {
    const body = JSON.parse(content);
    if (msg_type === "interactive") {
      open += body.config?.streaming_mode ? 1 : 0;
      return body.body.elements.find((one: { element_id: string }) => one.element_id === "text").content as string;
    }
    if (msg_type === "post") {
      return (body.zh_cn?.content ?? body.content)
        .flat()
        .map((node: { text: string }) => node.text)
        .join("");
    }
    return `${body.text ?? body.file_key}`;
  });
  // A table that was cut has its head again.
  const whole = texts.map((text, index) => {
    const [head = ""] = /^\|.*\n\|[-|]+\n/.exec(text) ?? [];
    return head && texts[index - 1]?.includes(head) ? text.slice(head.length) : text;
  });
  return { texts: whole.filter((text) => text !== "…"), open };
}

/** Runs one stream with its faults, and says what is wrong afterwards. */
export async function faultRun(seed: number): Promise<RunReport> {
  const dice = diceOf(seed);
  const plan = planOf(dice);
  const has = (name: FaultName): boolean => plan.some((one) => one.name === name);
  const given = await world({ cardkitCheck: dice.one(["uuid", "sequence"] as const), seed });
  const { emulator, clock } = given;
  for (const { name, at } of plan) {
    if (Object.hasOwn(INJECTED, name)) {
      emulator.faults.add({ ...INJECTED[name as keyof typeof INJECTED](dice), atRequest: at } as never);
    }
  }
  const pace = dice.one([150, 400, 1_200]);
  const texts = new Map<number, string>();
  const start = (isolate: Isolate, fetch = isolate.fetch): Promise<StreamResult> => {
    const { appId, appSecret } = emulator.app;
    const client = new Client({ appId, appSecret, fetch, logger: silent });
    const options: StreamOptions = {
      ...{ clock: isolate.clock, store: isolate.store, ctx: given.context() as never, logger: silent },
      ...{ rollOver, fallBack },
    };
    return streamCard(
      client,
      given.message,
      ({ attempt }) => {
        texts.set(attempt, textOf(seed, attempt));
        return slowly(chunksOf(`${texts.get(attempt)}`, diceOf(seed + attempt)), isolate.clock, pace);
      },
      options,
    );
  };
  const first = given.isolate();
  const played = await playFirst(given, plan, first, (fetch) => start(first, fetch));
  const report = { seed, faults: plan.map(({ name, at }) => `${name} at ${at}`) };
  const end = await goOn(given, played, has, () => start(given.isolate()));
  const wrong = judge(given, { ...end, has, texts });
  await clock.wait(0);
  const calls = emulator.requests.filter(({ path }) => ANY.test(path)).length;
  return { ...report, outcome: end.outcome, attempts: end.attempts, calls, wrong };
}

interface Played {
  readonly result?: StreamResult | undefined;
  readonly error?: unknown;
  /** The process died or stalled. */
  readonly isLost: boolean;
  /** Lets a process that stalled go on, and resolves when it has ended. */
  readonly goOn: () => Promise<unknown>;
}

/** Runs the first attempt, with the faults of the chat and of the process. */
async function playFirst(
  given: World,
  plan: readonly PlannedFault[],
  isolate: Isolate,
  start: (fetch: Isolate["fetch"]) => Promise<StreamResult>,
): Promise<Played> {
  const { emulator, chat, ada } = given;
  const special = plan.find(({ name }) => OTHERS.includes(name as never));
  let count = 0;
  let lose = (): void => {};
  const lost = new Promise<"lost">((resolve) => {
    lose = () => resolve("lost");
  });
  let release = (): void => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  const fetch: Isolate["fetch"] = async (request, init) => {
    count += ANY.test(String(request instanceof Request ? request.url : request)) ? 1 : 0;
    if (!special || count !== special.at) {
      return isolate.fetch(request, init);
    }
    count += 1;
    const { name, reaches } = special;
    if (name.startsWith("recalled")) {
      const own = emulator.messages(chat).findLast(({ sender, deleted }) => sender.sender_type === "app" && !deleted);
      if (name === "recalled message" || !own) {
        await emulator.recall(ada, given.message.message_id);
      } else {
        emulator.messages(chat).find(({ message_id }) => message_id === own.message_id);
        await recallCard(given, own.message_id);
        emulator.faults.add({ kind: "refusal", code: 230011, path: IN_CARDS, times: Number.POSITIVE_INFINITY });
      }
      return isolate.fetch(request, init);
    }
    const answer = reaches ? await isolate.fetch(request, init) : undefined;
    if (name === "stalled") {
      lose();
      await released;
      return answer ?? isolate.fetch(request, init);
    }
    isolate.kill();
    lose();
    return new Promise(() => {});
  };
  const running = start(fetch).then(
    (result) => ({ result }),
    (error: unknown) => ({ error }),
  );
  const played = await Promise.race([running, lost]);
  const goOn = (): Promise<unknown> => {
    release();
    return special?.name === "stalled" ? running : Promise.resolve();
  };
  return played === "lost" ? { isLost: true, goOn } : { ...played, isLost: false, goOn };
}

/** The owner of the group recalls a card of the bot. */
async function recallCard({ emulator, connect }: World, message_id: string): Promise<void> {
  await connect(emulator.fetch).im.v1.message.delete({ path: { message_id } });
}

interface End {
  readonly outcome: string;
  readonly attempts: number;
  readonly result?: StreamResult | undefined;
}

/** What follows the first attempt: the event is delivered again, or the abandoned card is closed. */
async function goOn(
  given: World,
  played: Played,
  has: (name: FaultName) => boolean,
  startAgain: () => Promise<StreamResult>,
): Promise<End> {
  const { emulator, clock, store, connect } = given;
  const isLast = played.result && played.result.outcome !== "quota";
  if (isLast) {
    return { outcome: `${played.result?.outcome}`, attempts: 1, result: played.result };
  }
  // The month of the quota is over.
  emulator.faults.clear();
  const isEarly = has("killed after an early acknowledgement");
  if ((played.isLost && isEarly) || has("quota")) {
    await clock.wait(62_000);
    const [closed] = await closeAbandoned(connect(), store, {
      ...{ appId: emulator.app.appId, clock, logger: silent, rollOver, fallBack },
    });
    if (!played.isLost || isEarly) {
      return { outcome: played.result?.outcome ?? "closed", attempts: 1, result: closed ?? played.result };
    }
  }
  const again = await startAgain();
  await played.goOn();
  return { outcome: again.outcome, attempts: again.attempt, result: again };
}

/** What is not as it was promised. */
function judge(
  given: World,
  { outcome, attempts, result, has, texts }: End & { has: (name: FaultName) => boolean; texts: Map<number, string> },
): string[] {
  const shown = shownIn(given);
  // A line that was cut has a border within.
  const dense = (part: string): string => plain(part).replaceAll(" ", "");
  const all = dense(shown.texts.join("\n"));
  // A run that repeats a stored end does not call the source.
  const text = texts.get(result?.attempt ?? attempts) ?? [...texts.values()].at(-1) ?? "";
  const wrong: string[] = [];
  const expectSame = (wanted: string, what: string) => {
    if (all !== dense(wanted)) {
      wrong.push(`${what}: ${shown.texts.length} messages with ${all.length} characters for ${dense(wanted).length}`);
    }
  };
  if (outcome === "gone") {
    if (!has("recalled message") && !has("recalled card")) {
      wrong.push("gone without a recall");
    }
  } else if (outcome === "complete" && !has("recalled card")) {
    expectSame(text, "complete");
  } else if (result && !has("recalled card")) {
    // What was stored is shown, and is a beginning of the attempt's text.
    expectSame(result.text, outcome);
    if (![...texts.values(), ""].some((one) => one.startsWith(result.text))) {
      wrong.push(`${outcome}: another text was stored`);
    }
  }
  if (shown.open && !has("recalled card")) {
    wrong.push(`${shown.open} cards are open`);
  }
  return wrong;
}
