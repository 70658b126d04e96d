import { expect, test } from "vitest";
import { createControl } from "../../../src/emulator/control/control.ts";
import { readState } from "../../../src/emulator/control/index.ts";
import { createEmulator } from "../../../src/emulator/index.ts";
import { insideOf } from "../../../src/emulator/inside.ts";
import { restore, type Saved, save } from "../../../src/emulator/platform/save.ts";
import { SnapshotError } from "../../../src/emulator/platform/snapshot.ts";
import { hostileValue } from "./hostile.ts";
import { createRandom, type Random } from "./random.ts";
import { Form, makeWorld, toFormData } from "./scenario.ts";

// By hand: FUZZ_FILES=5000 FUZZ_SEED=7 npx vitest run test/operations/fuzz/state-file.test.ts
const FILES = Number(process.env.FUZZ_FILES ?? 60);
const SEED = Number(process.env.FUZZ_SEED ?? 1);

/** Changes one place of a saved state: what it says, or what it refers to. */
function damage(random: Random, file: Saved): void {
  const state = file.state as unknown as Record<string, unknown[]>[];
  const entry = random.pick(state);
  const [kind = "o"] = Object.keys(entry);
  const parts = entry[kind];
  if (!Array.isArray(parts) || parts.length === 0 || random.chance(0.1)) {
    state[state.indexOf(entry)] = random.pick<() => never>([
      () => ({ o: [] }) as never,
      () => ({ a: [] }) as never,
      () => ({ m: [] }) as never,
      () => ({ b: "AA==" }) as never,
      () => hostileValue(random) as never,
    ])();
    return;
  }
  const place = random.below(parts.length);
  const value = random.pick<() => unknown>([
    () => ["#", random.below(state.length)],
    () => random.pick(["", "x", "\ud800", "constructor", "__proto__"]),
    () => random.pick([-1, 0, 1.5, 1e308, true, null]),
    () => ["n", "NaN"],
    () => ["u"],
    () => hostileValue(random),
  ])();
  const part = parts[place];
  if (kind !== "a" && Array.isArray(part)) {
    part[random.chance(0.8) ? 1 : 0] = value;
  } else {
    parts[place] = value;
  }
}

test(`${FILES} damaged state files are refused, or make an emulator that answers (seed ${SEED})`, async () => {
  const random = createRandom(SEED);
  const { emulator, tokens, templates } = await makeWorld();
  const whole = JSON.stringify(save(insideOf(emulator), emulator.app));
  const failures: string[] = [];
  let refused = 0;
  for (let count = 0; count < FILES && failures.length < 10; count += 1) {
    const file = JSON.parse(whole);
    for (let times = 1 + random.below(3); times > 0; times -= 1) {
      damage(random, file);
    }
    let read: ReturnType<typeof readState>;
    try {
      read = readState(file);
    } catch (error) {
      refused += 1;
      if (!(error instanceof SnapshotError)) {
        failures.push(`not refused in words: ${error instanceof Error ? error.stack?.slice(0, 300) : error}`);
      }
      continue;
    }
    const copy = createEmulator({ app: read.app, strict: false, now: () => 1_700_000_000_000 });
    restore(insideOf(copy), read);
    const control = createControl({ emulator: copy });
    for (const [method, path, body] of [["GET", "../_emulator/api/state"] as const, ...templates]) {
      const sent = body instanceof Form ? toFormData(body) : JSON.stringify(body);
      const headers: Record<string, string> = { authorization: `Bearer ${tokens.tenant}` };
      if (typeof sent === "string") {
        headers["content-type"] = "application/json";
      }
      try {
        const request = new Request(`http://127.0.0.1/open-apis/${path}`, { method, headers, body: sent });
        const response = await control(request);
        if (response.status >= 500 || response.status === 409) {
          failures.push(`${response.status} ${method} ${path.slice(0, 100)}: ${(await response.text()).slice(0, 300)}`);
        }
      } catch (error) {
        failures.push(`rejected ${path.slice(0, 100)}: ${error instanceof Error ? error.stack?.slice(0, 300) : error}`);
      }
    }
    control.close();
  }
  expect(failures).toEqual([]);
  expect(Reflect.get({}, "polluted")).toBeUndefined();
  expect(refused).toBeGreaterThan(FILES / 4);
  expect(refused).toBeLessThan(FILES);
}, 3_600_000);
