// Runs where the isolates run: in Node, in workerd, in Deno.
import { Client } from "lark-edge/core";
import { EventDispatcher, once } from "lark-edge/event";

/** How long the platform takes for a token, and a handler for its work. */
const TOKEN_MS = 100;
const WORK_MS = 20;

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** What the isolates did, all together. */
const createCounts = () => ({
  tokenRequests: 0,
  mostOfOne: 0,
  leases: 0,
  claims: 0,
  tokenCalls: 0,
  claimCalls: 0,
  warnings: {},
});

/** Counts the calls of a store: the key distinguishes a claim from a token, an owner one that tries from one that ends. */
function counted(store, counts) {
  const method =
    (name) =>
    (...args) => {
      const [key, , next] = args;
      const isClaim = key.includes(":claim:");
      counts[isClaim ? "claimCalls" : "tokenCalls"]++;
      if (name === "compareAndSet" && next?.includes('"owner"')) {
        counts[isClaim ? "claims" : "leases"]++;
      }
      return store[name](...args);
    };
  const names = ["get", "set", "delete", "compareAndSet"].filter((name) => store[name]);
  return Object.fromEntries(names.map((name) => [name, method(name)]));
}

/** A cold isolate: nothing of ours is kept outside a client and a dispatcher, so new ones know what a new isolate knows. */
function createIsolate(store, secrets, counts, runs) {
  let requests = 0;
  let requestMs = 0;
  const handlerMs = new Map();
  const logger = {
    warn: (...parts) => {
      const line = parts.join(" ");
      counts.warnings[line] = (counts.warnings[line] ?? 0) + 1;
    },
  };
  logger.error = logger.warn;

  async function fetch() {
    counts.tokenRequests++;
    counts.mostOfOne = Math.max(counts.mostOfOne, ++requests);
    const start = performance.now();
    await pause(TOKEN_MS);
    requestMs += performance.now() - start;
    return Response.json({ code: 0, msg: "ok", tenant_access_token: `t-${counts.tokenRequests}`, expire: 7200 });
  }

  const client = new Client({ appId: "cli_fleet", appSecret: "secret", fetch, logger, ...(store && { store }) });
  const guarantee = store?.compareAndSet ? "atomic" : "best-effort";
  const events = new EventDispatcher({ ...secrets, logger, ...(store && { once: once({ store, guarantee }) }) });
  events.on("im.message.receive_v1", async ({ message }) => {
    const id = message.message_id;
    runs.set(id, (runs.get(id) ?? 0) + 1);
    const start = performance.now();
    await pause(WORK_MS);
    handlerMs.set(id, performance.now() - start);
  });

  return {
    /** Gets a token when it is time, and returns how long that took beyond a plain request. */
    async token(_, at) {
      await pause(at - Date.now());
      const start = performance.now();
      await client.tokens.tenant();
      return Response.json({ ms: performance.now() - start - requestMs });
    },
    /** Handles a delivery, and returns how long the answer took beyond the handler. */
    async event(request, id) {
      const start = performance.now();
      const { status } = await events.fetch(request);
      const ms = performance.now() - start - (handlerMs.get(id) ?? 0);
      handlerMs.delete(id);
      return Response.json({ status, ms });
    },
  };
}

/**
 * Makes a fleet, which requests control: `/start/<isolate>`,
 * `/token/<isolate>/<when>`, `/event/<isolate>/<message>` with the platform's request, `/counts`.
 *
 * @param makeStore - The store of an isolate; none without it.
 */
export function createFleet(makeStore, secrets) {
  const isolates = new Map();
  const counts = createCounts();
  const runs = new Map();

  return async (request) => {
    const [, what, at, detail] = new URL(request.url).pathname.split("/");
    if (what === "counts") {
      return Response.json({ ...counts, runs: [...runs.values()] });
    }
    if (what === "start") {
      const store = makeStore && counted(makeStore(Number(at)), counts);
      isolates.set(at, createIsolate(store, secrets, counts, runs));
      return Response.json({});
    }
    return isolates.get(at)[what](request, detail);
  };
}
