import { Log, LogLevel, Miniflare } from "miniflare";
import { bundle } from "./lib/build.mjs";
import { SECRETS, sealedEvents } from "./lib/event.mjs";
import { COMPATIBILITY_DATE } from "./lib/runtimes.mjs";
import { median, progress, quantile, short, table } from "./lib/stats.mjs";

export const summary = "first request of an echo bot in a fresh workerd isolate";

const BOTS = {
  empty: "empty",
  "lark-edge": "echo-bot",
  "lark-edge, every API": "root-client",
  "official SDK": "official",
  minimum: "minimum",
};

const WARM_UP_ROUNDS = 5;

/** Loads a bot into a new isolate of a running process, as Cloudflare does with a cold Worker. */
const HOST = `export default {
  async fetch(request, env) {
    const { searchParams } = new URL(request.url);
    const isolate = env.LOADER.get(searchParams.get("isolate"), () => {
      const { code, ...rest } = env.BOTS[searchParams.get("bot")];
      return { ...rest, mainModule: "bot.js", modules: { "bot.js": code }, env: env.BOT_ENV, globalOutbound: env.PLATFORM };
    });
    const { status } = await isolate.getEntrypoint().fetch(request);
    return new Response("", { status });
  },
};`;

/** Answers a bot's calls: a token, then success. */
const PLATFORM = `let replies = 0;
export default {
  async fetch(request) {
    const { pathname } = new URL(request.url);
    if (pathname === "/replies") return Response.json(replies);
    replies += pathname.endsWith("/reply");
    return Response.json({ code: 0, msg: "ok", tenant_access_token: "t-1", expire: 7200, data: {} });
  },
};`;

async function start(workshop) {
  const bots = {};
  for (const [name, file] of Object.entries(BOTS)) {
    const { text: code } = await bundle(workshop, `export { default } from "./bots/${file}.mjs";`, {
      edge: true,
      minify: true,
    });
    bots[name] = {
      code,
      compatibilityDate: COMPATIBILITY_DATE,
      compatibilityFlags: file === "official" ? ["nodejs_compat"] : [],
    };
  }
  const { encryptKey, verificationToken } = SECRETS;
  const botEnv = {
    APP_ID: "cli_a",
    APP_SECRET: "secret",
    ENCRYPT_KEY: encryptKey,
    VERIFICATION_TOKEN: verificationToken,
  };
  const common = { modules: true, compatibilityDate: COMPATIBILITY_DATE };
  return new Miniflare({
    log: new Log(LogLevel.ERROR),
    handleRuntimeStdio: (out, err) => {
      out.resume();
      err.pipe(process.stderr);
    },
    workers: [
      {
        ...common,
        name: "host",
        script: HOST,
        workerLoaders: { LOADER: {} },
        serviceBindings: { PLATFORM: "platform" },
        bindings: { BOTS: bots, BOT_ENV: botEnv },
      },
      { ...common, name: "platform", script: PLATFORM },
    ],
  });
}

/** The two first requests: one that only loads and sets up, and one that verifies, decrypts and replies. */
function requests() {
  const [{ body, headers }] = sealedEvents(1);
  return { load: { method: "GET" }, "first reply": { method: "POST", body, headers } };
}

async function firstRequest(host, bot, isolate, init) {
  const url = `http://host/events?bot=${encodeURIComponent(bot)}&isolate=${isolate}`;
  const begin = performance.now();
  const { status } = await host.fetch(url, init);
  const milliseconds = performance.now() - begin;
  if (bot !== "empty" && status !== (init.method === "GET" ? 405 : 200)) {
    throw new Error(`${bot} answered ${status}`);
  }
  return milliseconds;
}

/** One bot in a separate workerd, where its isolates take turns with empty ones: the difference is the bot. */
async function compare(workshop, name, rounds) {
  const miniflare = await start(workshop);
  const results = [];
  let isolate = 0;
  try {
    const host = await miniflare.getWorker("host");
    for (const [kind, init] of Object.entries(requests())) {
      progress(`startup: ${kind} of ${name}`);
      const samples = [];
      const empty = [];
      for (let round = -WARM_UP_ROUNDS; round < rounds; round++) {
        const nothing = await firstRequest(host, "empty", isolate++, init);
        const bot = await firstRequest(host, name, isolate++, init);
        if (round >= 0) {
          empty.push(nothing);
          samples.push(bot);
        }
      }
      results.push({ kind, name, samples, empty });
    }
    const platform = await miniflare.getWorker("platform");
    const replies = await (await platform.fetch("http://platform/replies")).json();
    if (replies !== rounds + WARM_UP_ROUNDS) {
      throw new Error(`expected ${rounds + WARM_UP_ROUNDS} replies of ${name}, the platform saw ${replies}`);
    }
  } finally {
    await miniflare.dispose();
  }
  return results;
}

export async function measure({ workshop, rounds = 40 }) {
  const results = [];
  for (const name of Object.keys(BOTS).filter((name) => name !== "empty")) {
    results.push(...(await compare(workshop, name, rounds)));
  }
  return results;
}

export function print(results) {
  const rows = results.map(({ kind, name, samples, empty }) => {
    const over = samples.map((sample, round) => sample - empty[round]);
    return [kind, name, ...[median(empty), median(samples), median(over), quantile(over, 0.9)].map(short)];
  });
  return table([["first request", "who", "empty ms", "median ms", "over empty, median", "over empty, p90"], ...rows]);
}
