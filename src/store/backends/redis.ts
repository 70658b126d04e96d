import { assertPositive } from "../../base/index.ts";
import type { KeyValueStore } from "../key-value-store.ts";
import { answerWithin, DEFAULT_STORE_TIMEOUT_MS } from "./answer-within.ts";
import { kindOf } from "./check.ts";
import { checkedStore } from "./checked-store.ts";
import { redisCommands } from "./redis-commands.ts";

/** What is used of a node-redis client or pool (5 or 6). */
export interface NodeRedisClient {
  sendCommand(args: string[], options: { abortSignal: AbortSignal; typeMapping: {} }): Promise<unknown>;
}

/** What is used of Bun's `RedisClient`, and all that any other client has to offer. */
export interface BunRedisClient {
  send(command: string, args: string[]): Promise<unknown>;
}

/** How to use a Redis server. */
export interface RedisStoreOptions {
  /** How long a command may take, waiting for a connection included, in milliseconds. Default 5,000. Not positive: a `RangeError`. */
  timeoutMs?: number | undefined;
}

/** Redis takes 512 MB, but serves one command at a time: what is larger than this keeps everybody else waiting. */
const MAX_VALUE_BYTES = 1_048_576;
const MAX_KEY_BYTES = 32_768;

/**
 * Makes a store of a Redis or Valkey server, with the client that you have: node-redis, Bun's own, or any function that
 * sends a command.
 *
 * Each operation is one command; `compareAndSet` is one Lua script over one key, so that a cluster can run it. Values
 * expire to the millisecond.
 *
 * A client that is closed rejects at once. While one reconnects, commands wait in its queue, and none for longer than
 * `timeoutMs`. node-redis then drops a command that it has not sent; Bun's client may still send it, unless it has
 * `enableOfflineQueue: false`, and does not reconnect after `maxRetries`. An operation that rejects because the connection
 * broke or the time was over may have taken effect, but never in part. If the primary fails, writes that no
 * replica has are lost, and `compareAndSet` decides anew.
 *
 * @throws {TypeError} `client` can send no commands.
 * @throws {RangeError} `timeoutMs` is not positive. Of the methods: the key is empty, or the key or the value is too long.
 * @throws {LarkError} Of the methods, with the code `LARK_STORE`: no answer arrived in time.
 * @example
 * const store = redisStore(await createClient({ url }).on("error", console.error).connect()); // "redis"
 * const store = redisStore(new RedisClient(url)); // "bun"
 * const store = redisStore({ send: (command, args) => ioredis.call(command, ...args) });
 * @see https://redis.io/docs/latest/commands/set/ (`PX`: milliseconds)
 * @see https://redis.io/docs/latest/commands/expire/ (expired to within a millisecond)
 * @see https://redis.io/docs/latest/develop/programmability/eval-intro/ (a script runs alone)
 * @see https://redis.io/docs/latest/operate/oss_and_stack/management/replication/ (asynchronous)
 * @see https://github.com/redis/node-redis/blob/master/docs/FAQ.md (what a client queues)
 * @see https://bun.sh/reference/bun/RedisOptions
 */
export function redisStore(
  client: NodeRedisClient | BunRedisClient,
  options: RedisStoreOptions = {},
): Required<KeyValueStore> {
  const timeoutMs = assertPositive("timeoutMs", options.timeoutMs ?? DEFAULT_STORE_TIMEOUT_MS);
  const { send, sendCommand } = Object(client) as Partial<NodeRedisClient & BunRedisClient>;
  if (typeof send !== "function" && typeof sendCommand !== "function") {
    throw new TypeError(
      `redisStore(client): client must be a Redis client, got ${kindOf(client)}: make one by ` +
        "`await createClient({ url }).connect()` (node-redis) or `new RedisClient(url)` (Bun)",
    );
  }

  const ask = async (signal: AbortSignal, command: string, args: string[]) => {
    const reply = await (typeof send === "function"
      ? (client as BunRedisClient).send(command, args)
      : // Without a mapping of types: the client's own may turn text into bytes.
        (client as NodeRedisClient).sendCommand([command, ...args], { abortSignal: signal, typeMapping: {} }));
    return reply ?? null;
  };

  return checkedStore({
    name: "Redis",
    maxKeyBytes: MAX_KEY_BYTES,
    guarantees: {
      atomic: true,
      readYourWrites: "everywhere",
      ttlFloorSeconds: 0.001,
      ttlLagSeconds: 0.001,
      maxValueBytes: MAX_VALUE_BYTES,
    },
    ...redisCommands("Redis", (command, args) =>
      answerWithin(`Redis: ${command}`, timeoutMs, (signal) => ask(signal, command, args)),
    ),
  });
}
