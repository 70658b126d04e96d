// The crash matrix: the bot's process is killed at every step between delivery and answer, and started again.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { deliver, type Mode, type Outcome } from "./outside.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "lark-edge-crash-"));
  const { outputFiles } = await build({
    entryPoints: [new URL("./bot.ts", import.meta.url).pathname],
    bundle: true,
    format: "esm",
    platform: "node",
    write: false,
    logLevel: "error",
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
  });
  await writeFile(join(folder, "bot.mjs"), outputFiles[0]?.text ?? "");
});

const table: string[] = [];
afterAll(async () => {
  await rm(folder, { recursive: true });
  console.log(["The crash matrix", ...table].join("\n"));
});

/** What is expected; the reason where it is not one message. */
const STEPS: Record<Mode, Record<string, { begun: number; ended: number; messages: number }>> = {
  inline: {
    "": { begun: 1, ended: 1, messages: 1 },
    delivered: { begun: 1, ended: 1, messages: 1 },
    "before the claim": { begun: 1, ended: 1, messages: 1 },
    "with the claim": { begun: 1, ended: 1, messages: 1 },
    "in the handler": { begun: 2, ended: 1, messages: 1 },
    // The handler runs again, and its `uuid` keeps the platform from sending the reply again.
    "in the handler, the reply sent": { begun: 2, ended: 1, messages: 1 },
    // It ran to its end, but nobody knows: no store can tell. The reply is sent once all the same.
    "before it is marked as done": { begun: 2, ended: 2, messages: 1 },
    "marked as done, not yet answered": { begun: 1, ended: 1, messages: 1 },
  },
  // Before the answer this is as above.
  early: {
    "": { begun: 1, ended: 1, messages: 1 },
    // Acknowledged, so it does not come again: lost, as the documentation says. A queue is for this.
    "in the handler, answered": { begun: 1, ended: 0, messages: 0 },
    "in the handler, the reply sent": { begun: 1, ended: 0, messages: 1 },
  },
  queue: {
    "": { begun: 1, ended: 1, messages: 1 },
    delivered: { begun: 1, ended: 1, messages: 1 },
    "in the queue, not yet answered": { begun: 1, ended: 1, messages: 1 },
    "before the claim": { begun: 1, ended: 1, messages: 1 },
    "with the claim": { begun: 1, ended: 1, messages: 1 },
    "in the handler": { begun: 2, ended: 1, messages: 1 },
    "in the handler, the reply sent": { begun: 2, ended: 1, messages: 1 },
    "before it is marked as done": { begun: 2, ended: 2, messages: 1 },
    "marked as done, not yet answered": { begun: 1, ended: 1, messages: 1 },
  },
};

const WHOLE = ["word0 word1 word2 word3 "];

/** The same for a handler that streams: how often it begins, and what the cards show. */
const STREAM_STEPS: Record<Mode, Record<string, { begun: number; ended: number; cards: string[] }>> = {
  inline: {
    "": { begun: 1, ended: 1, cards: WHOLE },
    "in the handler": { begun: 2, ended: 1, cards: WHOLE },
    "before the card is made": { begun: 2, ended: 1, cards: WHOLE },
    // The card that no record names is in no chat.
    "as the card is made": { begun: 2, ended: 1, cards: WHOLE },
    "before the card is sent": { begun: 2, ended: 1, cards: WHOLE },
    "as the card is sent": { begun: 2, ended: 1, cards: WHOLE },
    "before a text is shown": { begun: 2, ended: 1, cards: WHOLE },
    "as a text is shown": { begun: 2, ended: 1, cards: WHOLE },
    "before the end is shown": { begun: 2, ended: 1, cards: WHOLE },
    "as the end is shown": { begun: 2, ended: 1, cards: WHOLE },
    "before streaming is switched off": { begun: 2, ended: 1, cards: WHOLE },
    "as streaming is switched off": { begun: 2, ended: 1, cards: WHOLE },
    "in the handler, the stream complete": { begun: 2, ended: 1, cards: WHOLE },
    "before it is marked as done": { begun: 2, ended: 2, cards: WHOLE },
    "marked as done, not yet answered": { begun: 1, ended: 1, cards: WHOLE },
  },
  // The event does not come again: `closeAbandoned` ends the card with what was stored.
  early: {
    "": { begun: 1, ended: 1, cards: WHOLE },
    "before the card is sent": { begun: 1, ended: 0, cards: ["…| ⚠️ Interrupted"] },
    "as a text is shown": { begun: 1, ended: 0, cards: ["…| ⚠️ Interrupted"] },
    // The end was stored before it was shown.
    "before the end is shown": { begun: 1, ended: 0, cards: WHOLE },
    "as the end is shown": { begun: 1, ended: 0, cards: WHOLE },
  },
  queue: {
    "": { begun: 1, ended: 1, cards: WHOLE },
    "as the card is sent": { begun: 2, ended: 1, cards: WHOLE },
    "as a text is shown": { begun: 2, ended: 1, cards: WHOLE },
    "as the end is shown": { begun: 2, ended: 1, cards: WHOLE },
    "before it is marked as done": { begun: 2, ended: 2, cards: WHOLE },
  },
};

function report(mode: Mode, step: string, { deliveries, consumed, begun, ended, done, messages }: Outcome): void {
  const attempts = [deliveries.map((status) => status || "died").join(" "), consumed.join(" ")].filter(Boolean);
  table.push(
    `${mode.padEnd(6)} ${(step || "no crash").padEnd(43)} begun ${begun}, ended ${ended}, done ${done}, replies ${messages}: ${attempts.join(" | ")}`,
  );
}

/** Where a run that was killed got no answer, and where the platform had one already. */
function expectKilled(mode: Mode, { deliveries, consumed }: Outcome, isLost: boolean): void {
  const mark = mode === "early" && isLost ? 200 : mode === "queue" && deliveries[0] ? "died" : 0;
  expect([...deliveries, ...consumed]).toContain(mark);
}

describe.each(Object.keys(STEPS) as Mode[])("%s", (mode) => {
  test.each(Object.entries(STEPS[mode]))("killed %j", async (step, expected) => {
    const outcome = await deliver(join(folder, "bot.mjs"), mode, step);
    report(mode, step, outcome);
    const { begun, ended, messages, done } = outcome;
    expect({ begun, ended, messages }).toEqual(expected);
    // Never done twice; and not done only where it was lost.
    expect(done).toBe(expected.ended ? 1 : 0);
    if (step) {
      expectKilled(mode, outcome, expected.ended === 0);
    }
  });

  test.each(Object.entries(STREAM_STEPS[mode]))("a stream, killed %j", async (step, expected) => {
    const outcome = await deliver(join(folder, "bot.mjs"), mode, step, "stream");
    report(mode, `stream: ${step || "no crash"}`, outcome);
    const { begun, ended, cards, messages, isOpen } = outcome;
    expect({ begun, ended, cards }).toEqual(expected);
    expect({ messages, isOpen }).toEqual({ messages: 1, isOpen: false });
    if (step) {
      expectKilled(mode, outcome, expected.ended === 0);
    }
  });
});
