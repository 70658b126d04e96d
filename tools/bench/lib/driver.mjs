// Runs inside the process or isolate that is measured.

const encoder = new TextEncoder();
// A server returns to its event loop between requests; native handles are freed and timers looked at only there.
const EVENTS_PER_TURN = 20;
const nextTurn = () => new Promise((resolve) => (globalThis.setImmediate ?? setTimeout)(resolve, 0));

const ADDRESS = "https://bot.example/events";

/** Makes the function that obeys the bench: first `{ events, secrets }`, then `{ form, count }` as often as it likes. */
export function createDriver(create) {
  let contender;
  let events;
  let at = 0;

  // `stream` is what a server of Node passes, `bytes` what it has read from it, `request` what the other hosts pass.
  const forms = {
    bytes: ({ bytes, headers }) => contender.bytes(bytes, headers),
    stream({ bytes, headers }) {
      const { Readable } = globalThis.process.getBuiltinModule("stream");
      return contender.stream(Object.assign(Readable.from([bytes]), { url: "/events", method: "POST", headers }));
    },
    request: ({ bytes, headers }) => contender.request(new Request(ADDRESS, { method: "POST", headers, body: bytes })),
  };

  async function dispatch(form, count) {
    const send = forms[form];
    for (let left = count; left; left--) {
      await send(events[at++ % events.length]);
      if (left % EVENTS_PER_TURN === 0) {
        await nextTurn();
      }
    }
  }

  async function check(form) {
    const [event] = events;
    for (const [signature, calls] of [
      [event.headers["x-lark-signature"], 1],
      ["0".repeat(64), 0],
    ]) {
      const before = contender.handled();
      events = [{ ...event, headers: { ...event.headers, "x-lark-signature": signature } }];
      await dispatch(form, 1);
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
    await dispatch(form, count);
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
