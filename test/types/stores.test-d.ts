import { denoKvStore } from "../../src/store/backends/deno-kv.ts";
import { redisStore } from "../../src/store/backends/redis.ts";
import { upstashStore } from "../../src/store/backends/upstash.ts";
import { same } from "./expect.ts";

// Every store has all three methods and compareAndSet, so that none has to be asked for.
const upstash = upstashStore({ url: "https://a.upstash.io", token: "token" });
same<ReturnType<typeof upstash.compareAndSet>, Promise<boolean>>();
same<ReturnType<typeof upstash.get>, Promise<string | null>>();
same<typeof upstash.guarantees.maxValueBytes, number>();

// Any client that sends commands will do.
const redis = redisStore({ send: async (command: string, args: string[]) => [command, ...args] });
same<typeof redis, typeof upstash>();
same<ReturnType<typeof denoKvStore>, typeof upstash>();

// @ts-expect-error a database is necessary
denoKvStore();
// @ts-expect-error a value is text
void upstash.set("key", 1);
// @ts-expect-error absent is null
void upstash.compareAndSet("key", undefined, "value");
