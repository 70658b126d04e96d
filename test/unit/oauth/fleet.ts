import { afterEach, beforeEach, vi } from "vitest";
import { type UserTokens, type UserTokensOptions, userTokens } from "../../../src/oauth/index.ts";
import { memoryStore } from "../../../src/store/backends/memory.ts";
import type { KeyValueStore } from "../../../src/store/index.ts";
import { type TokenPlatform, tokenPlatform } from "./platform.ts";

export const HOUR_MS = 3_600_000;
export const KEY = "QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUE=";
export const NEW_KEY = "QkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkI=";

/** The key in the store of a user's session. */
export const placeOf = (user: string): string => `lark-edge:1:user_access_token:open.feishu.cn:cli_a::${user}`;

/** A platform, a store, and instances that share it. */
export interface Fleet extends TokenPlatform {
  readonly store: KeyValueStore;
  instance(more?: Partial<UserTokensOptions>): UserTokens;
}

/** Makes a fleet. Its sessions are plain text in the store unless told otherwise. */
export function fleet(options: Partial<UserTokensOptions> = {}): Fleet {
  const platform = tokenPlatform();
  const store = options.store ?? memoryStore();
  const instance: Fleet["instance"] = (more = {}) =>
    userTokens({ oauth: platform.oauth, loggerLevel: "silent", sealWith: false, ...options, ...more, store });
  return { ...platform, store, instance };
}

/** Lets each test of a file have a clock that goes only as far as the test lets it. */
export function useFakeClock(): void {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ["Date", "setTimeout", "clearTimeout"] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });
}

/** Awaits a promise while the clock runs. */
export async function running<T>(promise: Promise<T>): Promise<T> {
  let done = false;
  const settled = promise.finally(() => {
    done = true;
  });
  settled.catch(() => {});
  for (let step = 0; step < 20_000 && !done; step++) {
    await vi.advanceTimersByTimeAsync(50);
  }
  return settled;
}

const { setTimeout: realTimeout } = globalThis;

/** The same, slowly: the emulator's cryptography takes real time. */
export async function runningSlowly<T>(promise: Promise<T>): Promise<T> {
  let done = false;
  const settled = promise.finally(() => {
    done = true;
  });
  settled.catch(() => {});
  while (!done) {
    await vi.advanceTimersByTimeAsync(100);
    await new Promise((resolve) => realTimeout(resolve, 2));
  }
  return settled;
}

/** Whether a user's session has ended; `undefined` if there is none. */
export const stateOf = async (users: UserTokens, user = "ou_1"): Promise<boolean | undefined> =>
  (await users.find(user))?.isLost;
