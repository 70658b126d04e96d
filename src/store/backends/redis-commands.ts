import { LarkError } from "../../base/index.ts";
import { kindOf } from "./check.ts";
import type { Backend } from "./checked-store.ts";

/** Sends one command and resolves to its reply. */
export type SendCommand = (command: string, args: string[]) => Promise<unknown>;

/**
 * The script of `compareAndSet`: whether a value is expected, the value, whether there is a next, the next, its time.
 *
 * In Lua an absent value is `false`. It goes along with every call: 300 bytes cost less than could be measured, and a hash
 * of it would have to be sent again whenever the server has forgotten the script.
 */
const COMPARE_AND_SET = `
if redis.call('GET', KEYS[1]) ~= (ARGV[1] == '1' and ARGV[2]) then return 0 end
if ARGV[3] == '0' then redis.call('DEL', KEYS[1])
elseif ARGV[5] then redis.call('SET', KEYS[1], ARGV[4], 'PX', ARGV[5])
else redis.call('SET', KEYS[1], ARGV[4]) end
return 1`;

/**
 * The operations of a store as commands of Redis, one each: none is ever half done, and all that a command touches is
 * one key, so that a cluster can run it.
 */
export function redisCommands(
  name: string,
  send: SendCommand,
): Pick<Backend, "get" | "set" | "delete" | "compareAndSet"> {
  const refuse = (command: string, wanted: string, got: unknown) =>
    new LarkError(`${name}: ${command} was answered with ${kindOf(got)}, not ${wanted}`, { code: "LARK_STORE" });

  return {
    async get(key) {
      const value = await send("GET", [key]);
      if (typeof value !== "string" && value !== null) {
        throw refuse("GET", "text", value);
      }
      return value;
    },
    set: (key, value, ttlMs) => send("SET", [key, value, ...(ttlMs ? ["PX", `${ttlMs}`] : [])]),
    delete: (key) => send("DEL", [key]),
    async compareAndSet(key, expected, next, ttlMs) {
      const values = [expected, next].flatMap((value) => (value === null ? ["0", ""] : ["1", value]));
      const done = await send("EVAL", [COMPARE_AND_SET, "1", key, ...values, ...(ttlMs ? [`${ttlMs}`] : [])]);
      if (done !== 1 && done !== 0) {
        throw refuse("EVAL", "0 or 1", done);
      }
      return done === 1;
    },
  };
}
