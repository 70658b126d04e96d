import { createServer } from "node:http";
import { Readable } from "node:stream";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";
import { chromium } from "playwright-core";
import { bundlePage } from "../build-page.mjs";
import { chromiumPath } from "./lib/chromium.mjs";
import { median, progress, quantile, short, table } from "./lib/stats.mjs";

export const summary = "the emulator's chat page in Chromium, with a chat of 1,000 messages";

const MESSAGES = 1000;
const NEW_MESSAGES = 30;

/** In the page: notes when so many messages were drawn and painted. */
const WATCH = () => {
  window.painted = (count) =>
    new Promise((resolve) => {
      const look = () => {
        if (document.querySelectorAll(".message").length < count) {
          requestAnimationFrame(look);
        }
        // The frame after the next has it on the screen.
        else {
          requestAnimationFrame(() => setTimeout(() => resolve(performance.timeOrigin + performance.now())));
        }
      };
      look();
    });
};

function contentOf(index) {
  if (index % 10 === 9) {
    const elements = [
      { tag: "markdown", content: `**Card ${index}** with [a link](https://a.example/) and\n- a list\n- of two` },
      {
        tag: "button",
        text: { tag: "plain_text", content: "Press" },
        behaviors: [{ type: "callback", value: { index } }],
      },
    ];
    const header = { template: "blue", title: { tag: "plain_text", content: `Card ${index}` } };
    return ["interactive", { schema: "2.0", header, body: { elements } }];
  }
  if (index % 10 === 4) {
    return ["post", { en_us: { title: `Post ${index}`, content: [[{ tag: "text", text: "bold", style: ["bold"] }]] } }];
  }
  return ["text", { text: `Message ${index}: ${"words ".repeat(index % 30)}` }];
}

async function serve(control) {
  const server = createServer(async (incoming, outgoing) => {
    const gone = new AbortController();
    outgoing.once("close", () => gone.abort());
    const { method, url, headers } = incoming;
    const body = method === "GET" ? undefined : Buffer.concat(await incoming.toArray());
    const request = new Request(`http://${headers.host}${url}`, { method, headers, body, signal: gone.signal });
    const response = await control(request);
    outgoing.writeHead(response.status, Object.fromEntries(response.headers));
    Readable.fromWeb(response.body)
      .on("error", () => outgoing.end())
      .pipe(outgoing);
  }).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  return server;
}

async function arrange(workshop) {
  const load = (room) => import(pathToFileURL(`${workshop.folder}/node_modules/lark-edge/dist/${room}/index.js`));
  const [{ createEmulator }, { createControl }] = [await load("emulator"), await load("emulator/control")];
  const emulator = createEmulator();
  const ada = emulator.addUser({ name: "Ada" });
  const chat = emulator.addChat({ name: "Bench", users: [ada] });
  const { appId, appSecret } = emulator.app;
  const post = async (path, body, token) => {
    const headers = { "content-type": "application/json", ...(token ? { authorization: `Bearer ${token}` } : {}) };
    const request = { method: "POST", headers, body: JSON.stringify(body) };
    return (await emulator.fetch(`https://open.feishu.cn/open-apis/${path}`, request)).json();
  };
  const { tenant_access_token: token } = await post("auth/v3/tenant_access_token/internal", {
    app_id: appId,
    app_secret: appSecret,
  });
  const send = async (msg_type, content) => {
    const body = { receive_id: chat.chatId, msg_type, content: JSON.stringify(content) };
    const { code, msg } = await post("im/v1/messages?receive_id_type=chat_id", body, token);
    if (code !== 0) {
      throw new Error(`${code} ${msg}`);
    }
  };
  for (let index = 0; index < MESSAGES; index += 1) {
    await send(...contentOf(index));
  }
  return { control: createControl({ emulator }), send };
}

const now = () => performance.timeOrigin + performance.now();

export async function measure({ workshop, rounds = 5 }) {
  const { control, send } = await arrange(workshop);
  const server = await serve(control);
  const browser = await chromium.launch({ executablePath: chromiumPath(), args: ["--no-sandbox"] });
  const opening = [];
  const arriving = [];
  const typing = [];
  let count = MESSAGES;
  try {
    for (let round = 0; round < rounds; round += 1) {
      progress(`page: round ${round + 1} of ${rounds}`);
      const page = await browser.newPage({ viewport: { width: 1360, height: 860 } });
      await page.addInitScript(WATCH);
      await page.goto(`http://127.0.0.1:${server.address().port}/_emulator/`, { waitUntil: "commit" });
      opening.push(await page.evaluate(async (all) => (await painted(all)) - performance.timeOrigin, count));
      for (let one = 0; one < NEW_MESSAGES / 2; one += 1) {
        count += 1;
        const arrival = page.evaluate((all) => painted(all), count);
        const started = now();
        await send("text", { text: `New message ${count}` });
        arriving.push((await arrival) - started);
      }
      for (let one = 0; one < NEW_MESSAGES / 2; one += 1) {
        count += 1;
        await page.getByRole("textbox", { name: /^Message to/ }).fill(`Typed message ${count}`);
        typing.push(
          await page.evaluate(async (all) => {
            const started = performance.timeOrigin + performance.now();
            const enter = { key: "Enter", bubbles: true, cancelable: true };
            document.querySelector(".composer textarea").dispatchEvent(new KeyboardEvent("keydown", enter));
            return (await painted(all)) - started;
          }, count),
        );
      }
      await page.close();
    }
  } finally {
    await browser.close();
    control.close();
    server.close();
    server.closeAllConnections();
  }
  const { script, style } = await bundlePage();
  const sizes = { script: gzipSync(script, { level: 9 }).length, style: gzipSync(style, { level: 9 }).length };
  return { opening, arriving, typing, sizes };
}

export function print({ opening, arriving, typing, sizes }) {
  const row = (name, samples) => [
    name,
    short(median(samples)),
    short(quantile(samples, 0.95)),
    short(Math.max(...samples)),
  ];
  const times = table([
    ["ms", "median", "95 %", "most"],
    row(`a chat of ${MESSAGES} messages, from navigation to painted`, opening),
    row("a bot's new message, from its API call to painted", arriving),
    row("one's own message, from Enter to painted", typing),
  ]);
  return `${times}\n\nGzipped: script ${sizes.script} bytes, style ${sizes.style} bytes.`;
}
