// Deno checks this, and never runs it: its real types fit. The compiler of the other tests does not know them.
import { denoKvStore } from "../../../src/store/backends/deno-kv.ts";

const kv: Deno.Kv = await Deno.openKv();
const store = denoKvStore(kv, { now: Date.now });
await store.compareAndSet("key", null, "value");
// @ts-expect-error a promise is not yet a database
denoKvStore(Deno.openKv());
