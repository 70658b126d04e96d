// Runs inside the process or isolate that is measured.

const encoder = new TextEncoder();
const ADDRESS = "https://bot.example/events";

/** Makes the function that obeys the bench: first `{ events, secrets }`, then `{ form, count }` as often as it likes. */
export function createDriver(create) {
  let contender;
  let events;
  let at = 0;

  // `bytes` is what a server of Node has in hand, `request` what the other hosts pass.
  const forms = {
    async bytes(count) {
      for (let left = count; left; left--) {
        const { bytes, headers } = events[at++ % events.length];
        await contender.bytes(bytes, headers);
      }
    },
    async request(count) {
      for (let left = count; left; left--) {
        const { bytes, headers } = events[at++ % events.length];
        await contender.request(new Request(ADDRESS, { method: "POST", headers, body: bytes }));
      }
    },
  };

  async function check(form) {
    const [event] = events;
    for (const [signature, calls] of [[event.headers["x-lark-signature"], 1], ["0".repeat(64), 0]]) {
      const before = contender.handled();
      events = [{ ...event, headers: { ...event.headers, "x-lark-signature": signature } }];
      await forms[form](1);
      if (contender.handled() - before !== calls) {
        throw new Error(`expected ${calls} calls of the handler for the signature ${signature}`);
      }
    }
  }

  return async ({ secrets, events: sealed, form, count }) => {
    if (sealed) {
      contender = await create(secrets);
      events = sealed.map(({ body, headers }) => {
        const bytes = encoder.encode(body);
        return { headers, bytes: typeof Buffer === "undefined" ? bytes : Buffer.from(bytes) };
      });
      const all = events;
      if (!contender.trusting) {
        await check(form);
      }
      events = all;
      return {};
    }
    const before = contender.handled();
    const start = performance.now();
    await forms[form](count);
    const milliseconds = performance.now() - start;
    if (contender.handled() - before !== count) {
      throw new Error("an event was not handled");
    }
    return { milliseconds, memory: memory() };
  };
}

function memory() {
  if (typeof gc !== "function") {
    return undefined;
  }
  gc();
  gc();
  return process.memoryUsage();
}
