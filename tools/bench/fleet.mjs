import { HOSTS } from "./fleet/hosts.mjs";
import { sealedMessage } from "./lib/event.mjs";
import { median, progress, quantile, short, table } from "./lib/stats.mjs";

export const summary = "cold isolates that start at once and share a store";

/** How many isolates get each event at the same moment. */
const COPIES = 5;
/** How many events are under way. */
const AT_ONCE = 4;
/** The default number of isolates. */
const ISOLATES = 1_000;
const SEED = 1;

/** Numbers from 0 to 1, the same for the same seed: a linear congruential generator with the constants of Numerical Recipes. */
function createRandom(seed) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** For each event the isolates that get it: different ones. */
function plan(events, isolates) {
  const random = createRandom(SEED);
  return Array.from({ length: events }, () => {
    const chosen = new Set();
    while (chosen.size < Math.min(COPIES, isolates)) {
      chosen.add(Math.floor(random() * isolates));
    }
    return [...chosen];
  });
}

/** Delivers an event as the platform does, to each isolate at once; then again what was not answered with 200. */
async function deliver(send, at, isolates) {
  const id = `om_${at}`;
  const sealed = sealedMessage(id);
  // `fetch` counts the length itself.
  const { "content-length": _, ...headers } = sealed.headers;
  const init = { method: "POST", headers, body: sealed.body };
  const post = (isolate) => send(`/event/${isolate}/${id}`, init);
  const answers = await Promise.all(isolates.map(post));
  const again = answers.every(({ status }) => status === 200) ? [] : [await post(isolates[0])];
  return { answers, again };
}

async function deliverAll(send, targets) {
  const results = [];
  const queue = targets.entries();
  const work = async () => {
    for (const [at, isolates] of queue) {
      results.push(await deliver(send, at, isolates));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return results;
}

async function timed(work) {
  const start = performance.now();
  const result = await work();
  return { result, seconds: (performance.now() - start) / 1000 };
}

async function measureStore(name, workshop, wanted, events) {
  const { where, atomic = false, usual = ISOLATES, start, missing } = HOSTS[name];
  const isolates = wanted ?? usual;
  const why = missing?.();
  if (why) {
    progress(`fleet: ${name} is left out: ${why}`);
    return { name, where, atomic, missing: why };
  }
  const { send, close } = await start(workshop);
  try {
    const all = (path) => Promise.all(Array.from({ length: isolates }, (_, at) => send(path(at))));
    const started = await timed(() => all((at) => `/start/${at}`));
    progress(`fleet: ${name}, ${isolates} isolates request a token`);
    // All of them are notified before the first one requests a token.
    const when = Date.now() + Math.ceil(2_000 * started.seconds) + 200;
    const tokens = await all((at) => `/token/${at}/${when}`);
    const tokenSeconds = (Date.now() - when) / 1000;
    progress(`fleet: ${name}, ${events} events to ${COPIES} isolates each`);
    const delivered = await timed(() => deliverAll(send, plan(events, isolates)));
    const answers = delivered.result.flatMap((event) => event.answers);
    return {
      name,
      where,
      atomic,
      isolates,
      events,
      ...(await send("/counts")),
      tokenMs: tokens.map(({ ms }) => ms),
      tokenSeconds,
      eventMs: answers.map(({ ms }) => ms),
      eventSeconds: delivered.seconds,
      statuses: answers.map(({ status }) => status),
      again: delivered.result.flatMap(({ again }) => again.map(({ status }) => status)),
    };
  } finally {
    await close();
  }
}

/** Has each store share what a fleet needs. */
export async function measure({ workshop, only, isolates, events = 500 }) {
  const names = Object.keys(HOSTS).filter((name) => !only || name.toLowerCase().includes(only.toLowerCase()));
  const results = [];
  for (const name of names) {
    results.push(await measureStore(name, workshop, isolates, events));
  }
  return results;
}

const spread = (samples) => `${short(median(samples))} / ${short(quantile(samples, 0.95))}`;
const range = (samples) => [...new Set([Math.min(...samples), Math.max(...samples)])].join(" to ");
const share = (samples, wanted) => samples.filter((sample) => sample === wanted).length;

export function print(results) {
  const measured = results.filter(({ missing }) => !missing);
  const tokens = measured.map((row) => [
    row.name,
    row.where,
    row.isolates.toLocaleString("en"),
    row.tokenRequests.toLocaleString("en"),
    row.mostOfOne,
    row.atomic ? row.leases.toLocaleString("en") : "–",
    short(row.tokenCalls / row.isolates),
    spread(row.tokenMs),
    short(row.tokenSeconds),
  ]);
  const events = measured.map((row) => [
    row.name,
    range(row.runs),
    short(row.runs.reduce((sum, runs) => sum + runs, 0) / row.events),
    row.atomic ? row.claims.toLocaleString("en") : "–",
    short(row.claimCalls / (row.statuses.length + row.again.length)),
    `${share(row.statuses, 200)} / ${share(row.statuses, 503)}`,
    `${share(row.again, 200)} of ${row.again.length}`,
    spread(row.eventMs),
    short(row.eventSeconds),
  ]);
  const heard = measured.flatMap(({ name, warnings }) =>
    Object.entries(warnings).map(([line, times]) => `${name}: ${times} × ${line}`),
  );
  const left = results.filter(({ missing }) => missing).map(({ name, missing }) => `${name} is left out: ${missing}`);
  return [
    table([
      [
        "store",
        "in",
        "isolates",
        "token requests",
        "most of one",
        "leases",
        "calls per isolate",
        "ms added, p50 / p95",
        "seconds",
      ],
      ...tokens,
    ]),
    table([
      [
        "store",
        "runs per event",
        "mean",
        "claims",
        "calls per delivery",
        "200 / 503",
        "then 200",
        "ms added, p50 / p95",
        "seconds",
      ],
      ...events,
    ]),
    ...heard,
    ...left,
  ].join("\n\n");
}
