import { spawn } from "node:child_process";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { median, progress, quantile, ratio, short, table } from "./lib/stats.mjs";

export const summary = "API calls per second of the emulator in one process, and the start of its command line";

const CALLS = 2000;
const DOMAIN = "https://open.feishu.cn/open-apis";

/** What programs call most: each gives the path, the method and the body of the n-th call. */
const OPERATIONS = {
  "send a message": ({ chat }) => ["im/v1/messages?receive_id_type=chat_id", "POST", message(chat)],
  "get a message": ({ messageId }) => [`im/v1/messages/${messageId}`, "GET"],
  "list messages": ({ chat }) => [`im/v1/messages?container_id_type=chat&container_id=${chat.chatId}`, "GET"],
  "send a card": ({ chat }) => ["im/v1/messages?receive_id_type=chat_id", "POST", card(chat)],
  "get a person": ({ user }) => [`contact/v3/users/${user.openId}`, "GET"],
  "made up": () => ["calendar/v4/calendars", "GET"],
};

const message = (chat) => ({ receive_id: chat.chatId, msg_type: "text", content: '{"text":"hello"}' });

const card = (chat) => ({
  receive_id: chat.chatId,
  msg_type: "interactive",
  content: JSON.stringify({
    schema: "2.0",
    header: { title: { tag: "plain_text", content: "Alert" } },
    body: { elements: Array.from({ length: 10 }, (_, n) => ({ tag: "markdown", content: `line **${n}**` })) },
  }),
});

const NOW = "lark-edge";
const AGAIN = "lark-edge again";
const BEFORE = "before";

/** The folder of each version. Beside another version, lark-edge is measured twice, which shows what the machine adds. */
function versionsOf(workshop, before) {
  const now = join(workshop.folder, "node_modules/lark-edge");
  return before ? { [NOW]: now, [AGAIN]: now, [BEFORE]: resolve(before) } : { [NOW]: now };
}

async function makeWorld(folder) {
  const file = join(folder, "dist/emulator/index.js");
  const { createEmulator } = await import(pathToFileURL(file).href);
  const emulator = createEmulator({ strict: false });
  const user = emulator.addUser({ name: "Ada" });
  const chat = emulator.addChat({ users: [user] });
  const { appId: app_id, appSecret: app_secret } = emulator.app;
  const token = await emulator.fetch(`${DOMAIN}/auth/v3/tenant_access_token/internal`, {
    method: "POST",
    body: JSON.stringify({ app_id, app_secret }),
  });
  const { tenant_access_token } = await token.json();
  const headers = { authorization: `Bearer ${tenant_access_token}`, "content-type": "application/json" };
  async function call([path, method, body]) {
    const init = { method, headers, body: body && JSON.stringify(body) };
    const answer = await (await emulator.fetch(`${DOMAIN}/${path}`, init)).json();
    if (answer.code !== 0) {
      throw new Error(`${method} ${path} answered ${JSON.stringify(answer)}`);
    }
    return answer.data;
  }
  const { message_id: messageId } = await call(OPERATIONS["send a message"]({ chat }));
  return { call, chat, user, messageId };
}

/** Calls per second by the clock, and per second of this process's time on a core. */
async function rate(call, requests) {
  const begin = performance.now();
  const before = process.cpuUsage();
  for (const request of requests) {
    await call(request);
  }
  const { user, system } = process.cpuUsage(before);
  return {
    perSecond: (1000 * requests.length) / (performance.now() - begin),
    perCpuSecond: (1e6 * requests.length) / (user + system),
  };
}

/** A sample of each call on each version. The versions take turns, so that what slows the machine down slows all of them. */
async function measureCalls(versions, rounds) {
  const kinds = Object.entries(OPERATIONS);
  const names = [...Object.keys(OPERATIONS), "all in turn"];
  const results = names.flatMap((name) => Object.keys(versions).map((version) => ({ name, version, samples: [] })));
  for (let round = -1; round < rounds; round++) {
    // A new platform for each round, so that none has more state than the others.
    const worlds = {};
    for (const [version, folder] of Object.entries(versions)) {
      worlds[version] = await makeWorld(folder);
    }
    for (const { name, version, samples } of results) {
      progress(`emulator: ${name}, ${version}, round ${round + 1} of ${rounds}`);
      const world = worlds[version];
      const requests = Array.from({ length: CALLS }, (_, n) => (OPERATIONS[name] ?? kinds[n % kinds.length][1])(world));
      const measured = await rate(world.call, requests);
      if (round >= 0) {
        samples.push(measured);
      }
    }
  }
  return results;
}

/** Milliseconds from the start of the process until the greeting says that it runs. */
async function startCli(folder) {
  const main = join(folder, "dist/cli/main.js");
  const begin = performance.now();
  const child = spawn(process.execPath, [main, "emulator", "--port", "0"], { stdio: ["ignore", "pipe", "inherit"] });
  try {
    for await (const chunk of child.stdout) {
      if (String(chunk).includes("the platform runs on")) {
        return performance.now() - begin;
      }
    }
    throw new Error("the command line ended before it ran");
  } finally {
    child.kill();
  }
}

export async function measure({ workshop, rounds = 5, before }) {
  const versions = versionsOf(workshop, before);
  const calls = await measureCalls(versions, rounds);
  const starts = Object.keys(versions).map((version) => ({ version, samples: [] }));
  for (let round = 0; round < 2 * rounds; round++) {
    progress(`emulator: start ${round + 1} of ${2 * rounds}`);
    for (const { version, samples } of starts) {
      samples.push(await startCli(versions[version]));
    }
  }
  return { calls, starts };
}

const rateOf = ({ samples }, unit) => median(samples.map((sample) => sample[unit]));

/** The CPU time of a version ÷ that of lark-edge for the same call, by the median of the rounds. */
function against(calls, { name, samples }, version) {
  const peer = calls.find((other) => other.name === name && other.version === version);
  return ratio(median(samples.map(({ perCpuSecond }, round) => perCpuSecond / peer.samples[round].perCpuSecond)));
}

export function print({ calls, starts }) {
  const isCompared = starts.length > 1;
  const rows = calls
    .filter(({ version }) => version === NOW)
    .map((call) => [
      call.name,
      short(rateOf(call, "perSecond")),
      short(rateOf(call, "perCpuSecond")),
      ...(isCompared ? [against(calls, call, BEFORE), against(calls, call, AGAIN)] : []),
    ]);
  const columns = [
    "call",
    "per second",
    "per CPU second",
    ...(isCompared ? ["CPU: before ÷ now", "A/A: now ÷ now"] : []),
  ];
  const lines = starts.map(
    ({ version, samples }) =>
      `${version}: median ${short(median(samples))} ms, p90 ${short(quantile(samples, 0.9))} ms`,
  );
  return `${table([columns, ...rows])}\n\nStart of the command line. ${lines.join("; ")}.`;
}
