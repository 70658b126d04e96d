import { spawn } from "node:child_process";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { median, progress, quantile, short, table } from "./lib/stats.mjs";

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

async function makeWorld(workshop) {
  const file = join(workshop.folder, "node_modules/lark-edge/dist/emulator/index.js");
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

async function measureCalls(workshop, rounds) {
  const kinds = Object.entries(OPERATIONS);
  const names = [...Object.keys(OPERATIONS), "all in turn"];
  const samples = Object.fromEntries(names.map((name) => [name, []]));
  for (let round = -1; round < rounds; round++) {
    // A platform of its own for each round, so that none has more to remember than the others.
    const world = await makeWorld(workshop);
    for (const name of names) {
      progress(`emulator: ${name}, round ${round + 1} of ${rounds}`);
      const requests = Array.from({ length: CALLS }, (_, n) => (OPERATIONS[name] ?? kinds[n % kinds.length][1])(world));
      const measured = await rate(world.call, requests);
      if (round >= 0) {
        samples[name].push(measured);
      }
    }
  }
  return samples;
}

/** Milliseconds from the start of the process until the greeting says that it runs. */
async function startCli(workshop) {
  const main = join(workshop.folder, "node_modules/lark-edge/dist/cli/main.js");
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

export async function measure({ workshop, rounds = 5 }) {
  const calls = await measureCalls(workshop, rounds);
  const starts = [];
  for (let round = 0; round < 2 * rounds; round++) {
    progress(`emulator: start ${round + 1} of ${2 * rounds}`);
    starts.push(await startCli(workshop));
  }
  return { calls, starts };
}

export function print({ calls, starts }) {
  const rows = Object.entries(calls).map(([name, samples]) => [
    name,
    short(median(samples.map(({ perSecond }) => perSecond))),
    short(median(samples.map(({ perCpuSecond }) => perCpuSecond))),
  ]);
  const start = `Start of the command line: median ${short(median(starts))} ms, p90 ${short(quantile(starts, 0.9))} ms.`;
  return `${table([["call", "per second", "per CPU second"], ...rows])}\n\n${start}`;
}
