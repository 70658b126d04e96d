// Sessions of users in a fleet whose access tokens expire at the same moment, with instances that die. Time is simulated:
// the numbers are counts, and the same on every machine.
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { progress, table } from "./lib/stats.mjs";

export const summary = "a fleet whose users' tokens expire at once, with instances that die";

const USERS = 200;
const ISOLATES = 1_000;
const SEED = 1;
const HOUR_MS = 3_600_000;
/** How long a call of the store and of the platform takes, in milliseconds. */
const STORE_MS = 5;
const PLATFORM_MS = 200;

/** The steps of a refresh at which an instance can die. */
const STEPS = [
  "before the intent",
  "after the intent",
  "before the request",
  "rotated, no answer",
  "answer, no write",
  "after the write",
];

const SILENT = { error() {}, warn() {}, info() {}, debug() {}, trace() {} };

const sumOf = (numbers) => numbers.reduce((sum, number) => sum + number, 0);
const nameOf = (name, doomed) => (doomed ? `${name}, ${100 * doomed} % are to die` : name);
/** The step at which an instance is to die, if at any. */
const doomOf = (random, doomed) => (random() < doomed ? STEPS[Math.floor(random() * STEPS.length)] : undefined);

function createRandom(seed) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** A clock and timers that go on as fast as the work allows. */
function createTime() {
  const { Date: RealDate, setTimeout: realSet, clearTimeout: realClear } = globalThis;
  let now = 1_800_000_000_000;
  let timers = [];
  let count = 0;
  // The official SDK reads the clock by `new Date()`.
  globalThis.Date = class extends RealDate {
    constructor(...args) {
      super(...(args.length ? args : [now]));
    }
    static now() {
      return now;
    }
  };
  globalThis.setTimeout = (run, ms = 0, ...args) => {
    const timer = { at: now + ms, order: count++, run: () => run(...args) };
    timers.push(timer);
    return timer;
  };
  globalThis.clearTimeout = (timer) => {
    timers = timers.filter((one) => one !== timer);
  };
  const turn = () => new Promise((resolve) => setImmediate(resolve));
  return {
    /** Lets time go by until a moment, or until nothing is left to do. */
    async pass(ms) {
      const end = now + ms;
      await turn();
      for (;;) {
        const due = timers.filter(({ at }) => at <= end);
        if (!due.length) {
          break;
        }
        now = Math.max(now, Math.min(...due.map(({ at }) => at)));
        const ready = due.filter(({ at }) => at <= now).sort((a, b) => a.order - b.order);
        timers = timers.filter((timer) => !ready.includes(timer));
        for (const timer of ready) {
          timer.run();
        }
        await turn();
      }
      now = end;
    },
    restore() {
      globalThis.Date = RealDate;
      globalThis.setTimeout = realSet;
      globalThis.clearTimeout = realClear;
    },
  };
}

const never = () => new Promise(() => {});
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** The platform: each refresh token works once. */
function createPlatform() {
  const alive = new Set();
  const owners = new Map();
  const refreshes = new Map();
  let count = 0;
  const pair = (user) => {
    count++;
    alive.add(`ur-${count}`);
    owners.set(`ur-${count}`, user);
    return { access: `u-${count}`, refresh: `ur-${count}` };
  };
  return {
    pair,
    alive,
    /** How many requests there were for each user's token, also in vain. */
    refreshes,
    /** Gives the user of a refresh token, and a new pair if the token works still. */
    rotate(refreshToken) {
      const user = owners.get(refreshToken);
      refreshes.set(user, (refreshes.get(user) ?? 0) + 1);
      return { user, made: alive.delete(refreshToken) ? pair(user) : undefined };
    },
  };
}

/** A token in the form of the platform's answer. */
const answerOf = ({ access, refresh }) => ({
  code: 0,
  access_token: access,
  expires_in: 7_200,
  refresh_token: refresh,
  refresh_token_expires_in: 604_800,
  token_type: "Bearer",
  scope: "offline_access",
});

/** An instance that may die at one step of a refresh. Nothing that it waits for comes back then. */
function createIsolate({ createOAuth, userTokens }, platform, store, doom, losses) {
  let isDead = false;
  let isAnswered = false;
  const die = (step) => {
    isDead ||= doom === step;
    return isDead;
  };
  const guarded =
    (method) =>
    async (key, ...args) => {
      if (isDead) {
        return never();
      }
      const isIntent = method === "compareAndSet" && args[1]?.includes('"refreshing"');
      const isWrite = method === "compareAndSet" && isAnswered;
      if ((isIntent && die("before the intent")) || (isWrite && die("answer, no write"))) {
        if (isWrite) {
          losses.add(userOf(key));
        }
        return never();
      }
      await pause(STORE_MS);
      const result = await store[method](key, ...args);
      return (isIntent && die("after the intent")) || (isWrite && die("after the write")) ? never() : result;
    };
  const userOf = (key) => key.split(":").at(-1);
  const oauth = createOAuth({
    appId: "cli_fleet",
    appSecret: "secret",
    async fetch(_, { body }) {
      if (isDead || die("before the request")) {
        return never();
      }
      await pause(PLATFORM_MS);
      const { refresh_token } = JSON.parse(body);
      const { user, made } = platform.rotate(refresh_token);
      if (made && die("rotated, no answer")) {
        losses.add(user);
        return never();
      }
      isAnswered = Boolean(made);
      return made
        ? Response.json(answerOf(made))
        : Response.json({ code: 20073, error: "invalid_grant" }, { status: 400 });
    },
  });
  const [get, set, remove, compareAndSet] = ["get", "set", "delete", "compareAndSet"].map(guarded);
  const guardedStore = { get, set, delete: remove, compareAndSet };
  const users = userTokens({ oauth, store: guardedStore, sealWith: false, loggerLevel: "silent" });
  return { users, isDead: () => isDead };
}

/** Signs everybody in, lets the tokens expire, and lets each instance call as a user at the same moment. */
async function measureOurs(lib, { isolates, doomed }) {
  const random = createRandom(SEED);
  const time = createTime();
  try {
    const platform = createPlatform();
    const store = lib.memoryStore({ maxEntries: 1e6 });
    const losses = new Set();
    const add = lib.userTokens({
      store,
      sealWith: false,
      loggerLevel: "silent",
      oauth: {
        ...lib.createOAuth({ appId: "cli_fleet", appSecret: "secret" }),
        userInfo: async (token) => ({ open_id: token.split("/")[1] }),
      },
    });
    const names = Array.from({ length: USERS }, (_, at) => `ou_${at}`);
    for (const name of names) {
      const { access, refresh } = platform.pair(name);
      const expiresAt = Date.now() + 2 * HOUR_MS;
      const token = { refreshToken: refresh, refreshExpiresAt: expiresAt + 160 * HOUR_MS, scopes: [] };
      await add.add({ ...token, accessToken: `${access}/${name}`, expiresAt });
    }
    await time.pass(2 * HOUR_MS + 1_000);
    const fleet = Array.from({ length: isolates }, () =>
      createIsolate(lib, platform, store, doomOf(random, doomed), losses),
    );
    const tokens = new Map();
    for (const [at, one] of fleet.entries()) {
      const got = one.users.accessToken(names[at % USERS]);
      got.then((token) => tokens.set(one, token)).catch(() => {});
    }
    await time.pass(5 * 60_000);
    const dead = fleet.filter(({ isDead }) => isDead()).length;
    const missing = fleet.flatMap((one, at) => (one.isDead() || tokens.has(one) ? [] : [names[at % USERS]]));
    const refreshes = [...platform.refreshes.values()];
    // Nothing dies any more: whoever has a session can use it.
    await time.pass(3 * HOUR_MS);
    const survivor = createIsolate(lib, platform, store, undefined, losses).users;
    const ends = new Set();
    const last = names.map((name) => survivor.accessToken(name).catch(() => ends.add(name)));
    await time.pass(5 * 60_000);
    await Promise.all(last);
    return {
      name: nameOf("lark-edge", doomed),
      isolates,
      dead,
      requests: sumOf(refreshes),
      mostOfOne: Math.max(...refreshes),
      missing: missing.length,
      // Of users whose session goes on.
      inVain: missing.filter((name) => !ends.has(name)).length,
      ended: ends.size,
      unavoidable: [...ends].filter((user) => losses.has(user)).length,
    };
  } finally {
    time.restore();
  }
}

/** The official SDK in an instance that may die at one step of a refresh, with a cache that all instances share. */
function createOfficialIsolate({ Client }, platform, values, doom) {
  let isDead = false;
  let isAnswered = false;
  const die = (step) => {
    isDead ||= doom === step;
    return isDead;
  };
  const cache = {
    get: async (key) => {
      await pause(STORE_MS);
      return values.get(key);
    },
    set: async (key, value) => {
      if (isAnswered && die("answer, no write")) {
        return never();
      }
      await pause(STORE_MS);
      values.set(key, value);
      return isAnswered && die("after the write") ? never() : true;
    },
  };
  const request = async ({ url, data }) => {
    if (!`${url}`.includes("refresh_access_token")) {
      await pause(PLATFORM_MS);
      return { code: 0, tenant_access_token: "t-1", app_access_token: "a-1", expire: 7_200 };
    }
    if (die("before the request")) {
      return never();
    }
    await pause(PLATFORM_MS);
    const { made } = platform.rotate(data.refresh_token);
    if (made && die("rotated, no answer")) {
      return never();
    }
    isAnswered = Boolean(made);
    return made
      ? { code: 0, data: { access_token: made.access, refresh_token: made.refresh, expires_in: 7_200 } }
      : { code: 20026, msg: "refresh token invalid" };
  };
  const httpInstance = { request, post: (url, data) => request({ url, data }) };
  const client = new Client({ appId: "cli_fleet", appSecret: "secret", cache, logger: SILENT, httpInstance });
  return { client, isDead: () => isDead };
}

/** The same with the official SDK's `userAccessToken`. */
async function measureOfficial(sdk, { isolates, doomed }) {
  const random = createRandom(SEED);
  const time = createTime();
  try {
    const platform = createPlatform();
    const values = new Map();
    const { client } = createOfficialIsolate(sdk, platform, values);
    const names = Array.from({ length: USERS }, (_, at) => `ou_${at}`);
    const expiredTime = Date.now() + HOUR_MS;
    for (const name of names) {
      const { access, refresh } = platform.pair(name);
      client.userAccessToken.update({ [name]: { token: access, refreshToken: refresh, expiredTime } });
    }
    await time.pass(2 * HOUR_MS);
    const fleet = Array.from({ length: isolates }, () =>
      createOfficialIsolate(sdk, platform, values, doomOf(random, doomed)),
    );
    const tokens = new Map();
    for (const [at, one] of fleet.entries()) {
      const got = one.client.userAccessToken.get(names[at % USERS]);
      got.then((token) => token && tokens.set(one, token)).catch(() => {});
    }
    await time.pass(5 * 60_000);
    const refreshes = [...platform.refreshes.values()];
    const sessions = [...values.values()].filter(({ refreshToken }) => refreshToken);
    return {
      name: nameOf("official SDK", doomed),
      isolates,
      dead: fleet.filter(({ isDead }) => isDead()).length,
      requests: sumOf(refreshes),
      mostOfOne: Math.max(...refreshes),
      missing: fleet.filter((one) => !one.isDead() && !tokens.has(one)).length,
      ended: sessions.filter(({ refreshToken }) => !platform.alive.has(refreshToken)).length,
    };
  } finally {
    time.restore();
  }
}

export async function measure({ workshop, isolates = ISOLATES }) {
  const built = (name) => import(pathToFileURL(join(workshop.folder, "node_modules/lark-edge/dist", name)).href);
  const lib = { ...(await built("oauth/index.js")), ...(await built("store/backends/memory.js")) };
  const sdk = createRequire(import.meta.url)("@larksuiteoapi/node-sdk");
  const results = [];
  for (const doomed of [0, 0.3, 0.9]) {
    progress(`sessions: ${100 * doomed} % of the instances are to die`);
    results.push(await measureOurs(lib, { isolates, doomed }), await measureOfficial(sdk, { isolates, doomed }));
  }
  return results;
}

const COLUMNS = {
  name: "",
  isolates: "instances",
  users: "users",
  dead: "died",
  requests: "refreshes",
  mostOfOne: "most for one user",
  missing: "living callers without a token",
  inVain: "of them with a session that goes on",
  ended: "sessions that ended",
  unavoidable: "of them unavoidable",
};

export function print(results) {
  const rows = results.map((result) => ({ users: USERS, inVain: "–", unavoidable: "–", ...result }));
  return table([Object.values(COLUMNS), ...rows.map((row) => Object.keys(COLUMNS).map((name) => row[name]))]);
}
