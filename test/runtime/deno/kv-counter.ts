// One of several processes that count in one file: npm's Deno runs it with the file, the key and how often.
import { denoKvStore } from "lark-edge/store/deno-kv";

interface DenoGlobal {
  args: [path: string, key: string, times: string];
  openKv(path: string): Promise<Parameters<typeof denoKvStore>[0]>;
}
const deno = (globalThis as unknown as { Deno: DenoGlobal }).Deno;

const [path, key, times] = deno.args;

/** Opening a file that others open at the same moment may find it locked: then it is tried again. */
async function open(): ReturnType<DenoGlobal["openKv"]> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await deno.openKv(path);
    } catch (error) {
      if (attempt === 100 || !/database is locked/.test(`${error}`)) {
        throw error;
      }
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

const store = denoKvStore(await open());
for (let count = 0; count < Number(times); ) {
  const seen = await store.get(key);
  if (await store.compareAndSet(key, seen, `${Number(seen) + 1}`)) {
    count++;
  }
}
console.log(`at ${await store.get(key)}`);
