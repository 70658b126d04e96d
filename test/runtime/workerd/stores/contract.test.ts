// Every backend of Cloudflare keeps the contract, in workerd, against the real thing.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { memoryStore } from "../../../../src/store/backends/memory.ts";
import { testKeyValueStore } from "../../../contract/key-value-store.ts";
import { type BackendName, HAS } from "./backends.ts";
import { type RunningStores, startStores } from "./start.ts";

let stores: RunningStores;
beforeAll(async () => {
  stores = await startStores();
});
afterAll(() => stores?.[Symbol.asyncDispose]());

/** The names of the cases, which the Worker knows, too. */
function casesOf(backend: BackendName): string[] {
  const names: string[] = [];
  testKeyValueStore(
    (name) => names.push(name),
    () => ({ store: memoryStore() }),
    HAS[backend],
  );
  return names;
}

describe.each(Object.keys(HAS) as BackendName[])("%s", (backend) => {
  test.each(casesOf(backend))("%s", async (name) => {
    expect(await stores.send("/case", { backend, name })).toBe("passed");
  });
});
