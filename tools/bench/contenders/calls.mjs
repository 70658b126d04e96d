// Runs inside the process that is measured.
import { LoggerLevel, Client as OfficialClient } from "@larksuiteoapi/node-sdk";
import { im } from "lark-edge/api/im";
import { Client } from "lark-edge/core";
import { nodeFetch } from "lark-edge/node";
import { ofetch } from "ofetch";

const { process } = globalThis;
const APP = { appId: "cli_9f427eec54ae901b", appSecret: "0123456789abcdef0123456789abcdef" };
const TOKEN = "t-g1044qeGEDXTB6NDJOGV4JQCYDGHRBARFTGT1234";
const PATH = "/open-apis/im/v1/messages";
const data = { receive_id: "oc_84983ff6516d731e5b5f68d4ea2e1da5", msg_type: "text", content: '{"text":"hello"}' };
const payload = { params: { receive_id_type: "chat_id" }, data };

/** What one writes by hand: the least that makes the call and notices a refusal. */
function contenders(origin, old) {
  const url = `${origin}${PATH}?receive_id_type=chat_id`;
  const headers = { authorization: `Bearer ${TOKEN}`, "content-type": "application/json; charset=utf-8" };
  const clientOf = (Class, api, options) =>
    new Class({ ...APP, domain: origin, apis: { im: api }, loggerLevel: "silent", ...options });
  const check = ({ code }) => {
    if (code !== 0) {
      throw new Error(`code ${code}`);
    }
  };
  const ours = clientOf(Client, im);
  const overNode = clientOf(Client, im, { fetch: nodeFetch });
  const official = new OfficialClient({ ...APP, domain: origin, loggerLevel: LoggerLevel.fatal });
  const { signal } = new AbortController();
  const { request } = process.getBuiltinModule?.("node:http") ?? {};
  const all = {
    "raw fetch": async () => {
      const response = await fetch(url, { method: "POST", headers, body: JSON.stringify(data) });
      check(await response.json());
    },
    ofetch: async () => check(await ofetch(url, { method: "POST", headers, body: data, retry: 0 })),
    "lark-edge": async () => check(await ours.im.v1.message.create(payload)),
    "lark-edge with a signal": async () => check(await ours.im.v1.message.create(payload, { signal })),
    "lark-edge with nodeFetch": async () => check(await overNode.im.v1.message.create(payload)),
    "official SDK": async () => check(await official.im.v1.message.create(payload)),
  };
  if (request) {
    all["raw node:http"] = () =>
      new Promise((resolve, reject) => {
        const outgoing = request(url, { method: "POST", headers }, (incoming) => {
          let text = "";
          incoming.setEncoding("utf8").on("data", (chunk) => {
            text += chunk;
          });
          incoming.on("end", () => {
            check(JSON.parse(text));
            resolve();
          });
        });
        outgoing.on("error", reject).end(JSON.stringify(data));
      });
  }
  if (old) {
    const before = clientOf(old.Client, old.im);
    all["lark-edge before"] = async () => check(await before.im.v1.message.create(payload));
  }
  return all;
}

async function repeat(call, count, inFlight) {
  let left = count;
  const worker = async () => {
    while (left-- > 0) {
      await call();
    }
  };
  await Promise.all(Array.from({ length: inFlight }, worker));
}

/** Microseconds of CPU time, of all threads of the process. */
function cpu() {
  const { user, system } = process.cpuUsage();
  return user + system;
}

export async function run(old) {
  const { origin, inFlight, rounds, calls = inFlight > 1 ? 1_000 : 500, only } = JSON.parse(process.argv.at(-1));
  const all = Object.entries(contenders(origin, old)).filter(([name]) => !only || only.includes(name));
  const samples = Object.fromEntries(all.map(([name]) => [name, []]));
  for (const [, call] of all) {
    await repeat(call, 2_000, inFlight);
  }
  for (let round = 0; round < rounds; round++) {
    // The first contender pays for the garbage of the one before it, so all take turns.
    for (let turn = 0; turn < all.length; turn++) {
      const [name, call] = all[(turn + round) % all.length];
      globalThis.gc?.();
      const before = cpu();
      await repeat(call, calls, inFlight);
      samples[name].push((cpu() - before) / calls);
    }
  }
  console.log(`SAMPLES${JSON.stringify(samples)}`);
  process.exit(0);
}
