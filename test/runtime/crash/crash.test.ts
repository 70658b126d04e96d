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

function report(mode: Mode, step: string, { deliveries, consumed, begun, ended, done, messages }: Outcome): void {
  const attempts = [deliveries.map((status) => status || "died").join(" "), consumed.join(" ")].filter(Boolean);
  table.push(
    `${mode.padEnd(6)} ${(step || "no crash").padEnd(33)} begun ${begun}, ended ${ended}, done ${done}, replies ${messages}: ${attempts.join(" | ")}`,
  );
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
      expect([...outcome.deliveries, ...outcome.consumed]).toContain(
        mode === "early" && expected.ended === 0 ? 200 : mode === "queue" && outcome.deliveries[0] ? "died" : 0,
      );
    }
  });
});
