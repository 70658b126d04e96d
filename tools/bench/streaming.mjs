import { createServer } from "node:http";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { median, progress, quantile, short, table } from "./lib/stats.mjs";

export const summary =
  "one answer of 3,000 characters in 60 seconds, streamed into a card by each contender at the same time";

/** The answer: 600 chunks of five characters, one each 100 ms. */
const CHUNKS = Array.from({ length: 600 }, (_, at) => `${String(at).padStart(4, "0")} `);
const CHUNK_MS = 100;
const ANSWER = CHUNKS.join("");

const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** An emulator behind a server on the loopback, and what its people see of one answer. */
async function startPlatform({ createEmulator }) {
  const emulator = createEmulator();
  const chat = emulator.addChat({ users: [emulator.addUser({ name: "Ada" })] });
  const traffic = { bytes: 0 };
  const server = createServer(async (request, response) => {
    const parts = [];
    for await (const part of request) {
      parts.push(part);
    }
    const body = Buffer.concat(parts);
    traffic.bytes += body.length;
    const answer = await emulator.fetch(`http://127.0.0.1${request.url}`, {
      method: request.method,
      headers: request.headers,
      ...(body.length ? { body } : {}),
    });
    response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(Buffer.from(await answer.arrayBuffer()));
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { emulator, chat, traffic, server, domain: `http://127.0.0.1:${server.address().port}` };
}

const textOf = ({ content }) => JSON.stringify(JSON.parse(content)).replace(/\D+/g, " ");

/** When each chunk came from the source, and when people saw it. */
function watch({ emulator }) {
  const given = [];
  const seen = [];
  let closedAt;
  emulator.changes.listen((change) => {
    if (!change.type.startsWith("message") || change.message.msg_type !== "interactive") {
      return;
    }
    const now = performance.now();
    const text = textOf(change.message);
    for (let at = seen.length; at < given.length && text.includes(` ${CHUNKS[at].trim()}`); at++) {
      seen.push(now);
    }
    if (JSON.parse(change.message.content).config?.streaming_mode !== true && seen.length === CHUNKS.length) {
      closedAt ??= now;
    }
  });
  async function* source() {
    for (const chunk of CHUNKS) {
      given.push(performance.now());
      yield chunk;
      await wait(CHUNK_MS);
    }
  }
  return { source, given, seen, closed: () => closedAt };
}

/** Streams the answer, and returns what it took. */
async function play(platform, stream) {
  const { emulator, traffic } = platform;
  const { source, given, seen, closed } = watch(platform);
  const startedAt = performance.now();
  await stream(source);
  const lag = seen.map((at, chunk) => at - given[chunk]);
  return {
    calls: emulator.requests.filter(({ path }) => !path.includes("/auth/")).length,
    kilobytes: traffic.bytes / 1000,
    "first text, ms": seen[0] - startedAt,
    "a chunk is shown after, ms (median)": median(lag),
    "a chunk is shown after, ms (95 %)": quantile(lag, 0.95),
    "complete after the last chunk, ms": (closed() ?? Number.NaN) - given.at(-1),
    "characters shown": seen.length * 5,
  };
}

export async function measure({ workshop }) {
  const load = (file) => import(pathToFileURL(join(workshop.folder, "node_modules/lark-edge/dist", file)).href);
  const [emulators, root, streaming] = await Promise.all(
    ["emulator/index.js", "index.js", "streaming/index.js"].map(load),
  );
  const official = createRequire(import.meta.url)("@larksuiteoapi/node-sdk");
  const mute = () => {};
  const logger = { error: mute, warn: mute, info: mute, debug: mute, trace: mute };
  const contenders = {
    "lark-edge": ({ emulator: { app }, domain, chat }) => {
      const client = new root.Client({ appId: app.appId, appSecret: app.appSecret, domain, logger });
      return (source) => streaming.streamCard(client, { chat_id: chat.chatId }, source);
    },
    official: ({ emulator: { app }, domain, chat }) => {
      const { appId, appSecret } = app;
      const channel = official.createLarkChannel({ appId, appSecret, domain, logger, transport: "webhook" });
      return (source) =>
        channel.stream(chat.chatId, {
          async markdown(controller) {
            for await (const chunk of source()) {
              await controller.append(chunk);
            }
          },
        });
    },
  };
  progress(`streaming: ${ANSWER.length} characters in ${(CHUNKS.length * CHUNK_MS) / 1000} seconds`);
  return Promise.all(
    Object.entries(contenders).map(async ([name, make]) => {
      const platform = await startPlatform(emulators);
      try {
        return { name, ...(await play(platform, make(platform))) };
      } finally {
        platform.server.close();
        platform.server.closeAllConnections();
      }
    }),
  );
}

export function print(results) {
  const [first] = results;
  const columns = Object.keys(first).filter((name) => name !== "name");
  return table([
    ["", ...results.map(({ name }) => name)],
    ...columns.map((name) => [name, ...results.map((one) => short(one[name]))]),
  ]);
}
