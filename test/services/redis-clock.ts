/**
 * Lets time pass for a Redis server, whose clock cannot be set: every time to live gets shorter by so much, and what has
 * none left goes.
 */
const SHORTEN = `
for _, key in ipairs(redis.call('KEYS', '*')) do
  local left = redis.call('PTTL', key)
  if left >= 0 then redis.call('PEXPIRE', key, left - ARGV[1]) end
end
return 1`;

/** The `advance` of a backend on a Redis server. */
export const redisClock =
  (send: (command: string, args: string[]) => Promise<unknown>) =>
  async (ms: number): Promise<void> => {
    await send("EVAL", [SHORTEN, "0", `${ms}`]);
  };
