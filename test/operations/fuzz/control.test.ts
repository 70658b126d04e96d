import { expect, test } from "vitest";
import { type Control, createControl } from "../../../src/emulator/control/index.ts";
import type { Calls } from "../../../src/emulator/control/protocol.ts";
import { insideOf } from "../../../src/emulator/inside.ts";
import { card, messageContent } from "./contents.ts";
import { deepText, HOSTILE_TEXTS, hostileValue, spoil } from "./hostile.ts";
import { createPool, type Pool } from "./pool.ts";
import { createRandom, type Random } from "./random.ts";
import { makeWorld, type World } from "./scenario.ts";

// By hand: FUZZ_CONTROL=20000 FUZZ_SEED=7 npx vitest run test/operations/fuzz/control.test.ts
const REQUESTS = Number(process.env.FUZZ_CONTROL ?? 2000);
const SEED = Number(process.env.FUZZ_SEED ?? 1);
/** So many requests are sent to one emulator. */
const PER_WORLD = 500;
const BASE = "http://127.0.0.1:5275";
const PAGE_FILES = ["", "page.js", "page.css", "favicon.svg"];

/** What only a mistake of the emulator says. Texts of the request, which stand in quotes, are left out before. */
const INTERNAL =
  /Cannot (read|convert|destructure|mix|set|access|use)|is not (a function|iterable|defined|an object|a constructor)|undefined|\[object|call stack|Invalid (time|array|string|date|URL)|BigInt|circular|ByteString|cannot be constructed|Reduce of|out of range|stack size/i;

const FAULTS =
  "rate-limit server-error html cut slow network invalid-token expired-token quota card-limit not-json redirect drop-ack duplicate reorder".split(
    " ",
  );
const TYPES = ["text", "post", "interactive", "image", "file", "share_chat", "sticker", "nonsense"];
const EMOJI = ["SMILE", "OK", "nonsense"];
const NUMBERS = [0, 1, 1000, 15_000, 3_600_000, 1e15, 1e308, -1, 0.5];

interface Drawn {
  method: string;
  path: string;
  type: string | undefined;
  body: string | FormData | undefined;
}

type Post = Extract<keyof Calls, `POST ${string}`>;

const drawMembers = (random: Random, pool: Pool): unknown => ({
  chat: pool.take(random, "chat_id"),
  ...(random.chance(0.6) && { users: [pool.take(random, "open_id")] }),
  ...(random.chance(0.4) && { bots: [pool.take(random, "app_id")] }),
  ...(random.chance(0.4) && { by: pool.take(random, "open_id") }),
});

/** Draws a body of each call that takes one: what its page sends, or nearly. */
const BODIES: { readonly [C in Post]: (random: Random, pool: Pool) => unknown } = {
  "POST say": (random, pool) => {
    const type = random.pick(TYPES);
    const content = messageContent(random, pool, type);
    return {
      user: pool.take(random, "open_id"),
      chat: pool.take(random, "chat_id"),
      ...(random.chance(0.6) && { text: random.pick(["hello", ...HOSTILE_TEXTS]) }),
      ...(random.chance(0.6) && { msg_type: type, content: random.chance(0.5) ? content : card(random) }),
      ...(random.chance(0.2) && { reply_to: pool.take(random, "message_id") }),
      ...(random.chance(0.3) && { mention_bot: random.chance(0.8) }),
      ...(random.chance(0.3) && { in_thread: random.chance(0.8) }),
      ...(random.chance(0.1) && { mentions: [pool.take(random, "open_id"), random.pick(["all", ...HOSTILE_TEXTS])] }),
    };
  },
  "POST click": (random, pool) => ({
    user: pool.take(random, "open_id"),
    message_id: pool.take(random, "message_id"),
    action: { tag: "button", value: hostileValue(random), form_value: { a: hostileValue(random) } },
    version: random.pick(["v1", "v2", "v3"]),
  }),
  "POST recall": (random, pool) => ({
    user: pool.take(random, "open_id"),
    message_id: pool.take(random, "message_id"),
  }),
  "POST react": (random, pool) => ({
    user: pool.take(random, "open_id"),
    message_id: pool.take(random, "message_id"),
    emoji_type: random.pick(EMOJI),
    on: random.chance(0.7),
  }),
  "POST read": (random, pool) => ({ user: pool.take(random, "open_id"), message_id: pool.take(random, "message_id") }),
  "POST long-connection": (random) => ({
    action: random.pick(["cut", "freeze", "fragment", hostileValue(random)]),
    bytes: random.pick([1, 0, 300, hostileValue(random)]),
    ...(random.chance(0.2) && { app: hostileValue(random) }),
  }),
  // Errors name people without quotes.
  "POST users": (random) => ({ name: random.pick(["Eve", ...HOSTILE_TEXTS.filter((text) => !INTERNAL.test(text))]) }),
  "POST chats": (random, pool) => ({
    name: random.pick(["Team", ...HOSTILE_TEXTS]),
    users: Array.from({ length: random.below(4) }, () => pool.take(random, "open_id")),
    ...(random.chance(0.5) && { chat_type: random.pick(["p2p", "group", "x"]) }),
    ...(random.chance(0.3) && { bots: [pool.take(random, "app_id")] }),
    ...(random.chance(0.2) && { topics: random.chance(0.8) }),
  }),
  "POST join": drawMembers,
  "POST leave": drawMembers,
  "POST enter": (random, pool) => ({ user: pool.take(random, "open_id"), chat: pool.take(random, "chat_id") }),
  "POST disband": (random, pool) => ({ user: pool.take(random, "open_id"), chat: pool.take(random, "chat_id") }),
  "POST forward": (random, pool) => ({
    user: pool.take(random, "open_id"),
    chat: pool.take(random, "chat_id"),
    message_ids: Array.from({ length: random.below(3) }, () => pool.take(random, "message_id")),
  }),
  "POST redeliver": (random, pool) => ({
    event_id: random.chance(0.8) ? pool.take(random, "eventId") : random.pick(HOSTILE_TEXTS),
  }),
  "POST menu": (random, pool) => ({ user: pool.take(random, "open_id"), event_key: random.pick(HOSTILE_TEXTS) }),
  "POST scopes": (random) => ({ scopes: random.pick<unknown>([null, [], HOSTILE_TEXTS, "im:message", [1]]) }),
  "POST connect": (random) => ({
    // Ports that nothing may listen on: no request leaves this process.
    url: random.pick([
      "http://127.0.0.1:1/",
      "http://a:b@127.0.0.1:1/",
      "https://[::1]:1/",
      "http://",
      ...HOSTILE_TEXTS,
    ]),
  }),
  "POST push": (random) => ({
    type: random.pick(["im.message.receive_v1", "card.action.trigger", "url_verification", ...HOSTILE_TEXTS]),
    event: random.chance(0.8) ? { a: hostileValue(random) } : hostileValue(random),
  }),
  "POST clock": (random) => ({ advance_ms: random.pick(NUMBERS) }),
  "POST faults": (random) => ({
    kind: random.pick(FAULTS),
    ...(random.chance(0.3) && {
      operation: random.pick(["im.v1.message.create", "im.*", "*", "x.y", ...HOSTILE_TEXTS]),
    }),
    ...(random.chance(0.3) && { path: random.pick(["bot", ...HOSTILE_TEXTS]) }),
    ...(random.chance(0.3) && { status: random.pick([200, 204, 304, 500, 599, 199]) }),
    ...(random.chance(0.3) && { location: random.pick(["https://a.example", ...HOSTILE_TEXTS]) }),
    ...(random.chance(0.3) && { delayMs: random.pick([0, 1, 1e308]) }),
    ...(random.chance(0.3) && { resetSeconds: random.pick([...NUMBERS, null]) }),
    ...(random.chance(0.3) && { times: random.pick([1, 2, 1e308, null]) }),
    ...(random.chance(0.3) && { event: random.pick(HOSTILE_TEXTS) }),
  }),
};

function drawUpload(random: Random, pool: Pool): FormData {
  const form = new FormData();
  form.set("user", random.chance(0.9) ? pool.take(random, "open_id") : random.pick(HOSTILE_TEXTS));
  form.set("chat", random.chance(0.9) ? pool.take(random, "chat_id") : random.pick(HOSTILE_TEXTS));
  const type = random.pick(["image/png", "text/plain", "", "image/svg+xml", "x"]);
  const name = random.pick(["a.png", 'ä"\r\n.txt', "../../x", ""]);
  form.set(random.chance(0.9) ? "file" : "other", new Blob([random.hex(random.below(40))], { type }), name);
  return form;
}

const encodePart = (text: string): string => encodeURIComponent(text.replace(/[\ud800-\udfff]/g, "\ufffd"));

/** A path without a body: files, faults, the page, and what is none of them. */
function drawBodiless(random: Random, pool: Pool): Drawn {
  const hostile = random.chance(0.5)
    ? encodePart(random.pick(HOSTILE_TEXTS))
    : random.pick(["%", "%E0%A4", "..%2f", "//", "a/b"]);
  const [method, path] = random.pick<readonly [string, string]>([
    ["GET", "api/state"],
    ["GET", "api/behaviours"],
    ["GET", "api/faults"],
    ["GET", "api/templates"],
    ["GET", `api/templates/${random.chance(0.5) ? "im.chat.updated_v1" : hostile}?app=${hostile}`],
    ["GET", `api/credentials/${random.chance(0.5) ? pool.take(random, "app_id") : hostile}`],
    ["DELETE", "api/faults"],
    ["DELETE", `api/faults/${hostile}`],
    ["GET", `api/files/${random.chance(0.5) ? pool.take(random, "image_key") : hostile}`],
    ["GET", `api/${hostile}`],
    ["GET", hostile],
    ["GET", random.pick(PAGE_FILES)],
    [random.pick(["PUT", "PATCH", "HEAD", "OPTIONS"]), random.pick(["api/state", "api/say", "page.js"])],
  ]);
  return { method, path, type: undefined, body: undefined };
}

function draw(random: Random, pool: Pool): Drawn {
  if (random.chance(0.2)) {
    return drawBodiless(random, pool);
  }
  if (random.chance(0.08)) {
    return { method: "POST", path: "api/upload", type: undefined, body: drawUpload(random, pool) };
  }
  const call = random.pick(Object.keys(BODIES) as Post[]);
  const body = BODIES[call](random, pool);
  const text = JSON.stringify(random.chance(0.3) ? spoil(random, body) : body) ?? "null";
  const type = random.chance(0.97)
    ? "application/json"
    : random.pick(["text/plain", "multipart/form-data", "application/json;x"]);
  const path = `api/${call.slice("POST ".length)}`;
  const roll = random.below(100);
  if (roll < 2) {
    return { method: "POST", path, type, body: deepText(random.pick([50, 3000, 100_000]), random.chance(0.5)) };
  }
  return { method: "POST", path, type, body: roll < 4 ? text.slice(0, random.below(text.length + 1)) : text };
}

const requestOf = ({ method, path, type, body }: Drawn): Request =>
  new Request(`${BASE}/_emulator/${path}`, {
    method,
    ...(type !== undefined && { headers: { "content-type": type } }),
    ...(body !== undefined && { body }),
  });

const show = ({ method, path, body }: Drawn): string =>
  `${method} ${path} ${typeof body === "string" ? body.slice(0, 300) : body ? "form" : ""}`;

/** What is wrong with an answer; empty if nothing is. */
async function complaintOf(response: Response, pool: Pool): Promise<string> {
  const text = await response.text();
  if (response.status >= 500) {
    return `${response.status}: ${text.slice(0, 300)}`;
  }
  if (!(response.headers.get("content-type") ?? "").startsWith("application/json")) {
    return "";
  }
  const answer = JSON.parse(text);
  pool.gather(answer);
  const words = `${Object(answer).error ?? ""}`.replace(/"(?:[^"\\]|\\.)*"|nothing at \S*|fault\.\S*/g, '""');
  return response.status >= 400 && INTERNAL.test(words) ? `${response.status}: ${words.slice(0, 300)}` : "";
}

/** Sends a request to the platform while faults are set: it is answered, hangs, or breaks as a fault says. */
async function probe(control: Control, tokens: World["tokens"]): Promise<string> {
  const headers = { authorization: `Bearer ${tokens.tenant}` };
  const answered = control(new Request(`${BASE}/open-apis/bot/v3/info`, { headers })).then(
    () => "",
    (error) => (`${error}` === "TypeError: fetch failed" ? "" : `the platform rejected: ${error}`),
  );
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve(""), 200);
  });
  return Promise.race([answered, late]).finally(() => clearTimeout(timer));
}

async function makeControlled(): Promise<{ control: Control; pool: Pool; tokens: World["tokens"] }> {
  const { emulator, tokens } = await makeWorld();
  const pool = createPool();
  const { state } = insideOf(emulator);
  for (const [name, ids] of Object.entries({
    open_id: state.users.keys(),
    chat_id: state.chats.keys(),
    message_id: state.messages.keys(),
    image_key: state.files.keys(),
    app_id: state.apps.keys(),
  })) {
    for (const id of ids) {
      pool.add(name, id);
    }
  }
  let events = 0;
  for (const record of state.apps.values()) {
    record.target = async (request) => {
      await request.text();
      events += 1;
      return Response.json({}, { status: events % 3 === 0 ? 500 : 200 });
    };
  }
  return { control: createControl({ emulator }), pool, tokens };
}

test(`${REQUESTS} random requests to the control API and the page are answered without a failure (seed ${SEED})`, async () => {
  const random = createRandom(SEED);
  const failures: string[] = [];
  const reached = new Map<string, number>();
  let world = await makeControlled();
  for (let count = 1; count <= REQUESTS && failures.length < 20; count += 1) {
    const { control, pool, tokens } = world;
    const drawn = draw(random, pool);
    try {
      const response = await control(requestOf(drawn));
      if (response.ok) {
        const call = `${drawn.method} ${drawn.path.replace(/(files|faults)\/.*/, "$1/:id")}`;
        reached.set(call, (reached.get(call) ?? 0) + 1);
      }
      const complaint =
        (await complaintOf(response, pool)) ||
        (drawn.path === "api/faults" && response.ok ? await probe(control, tokens) : "");
      if (complaint) {
        failures.push(`${show(drawn)} → ${complaint}`);
      }
    } catch (error) {
      failures.push(`${show(drawn)} rejected: ${error instanceof Error ? error.stack?.slice(0, 400) : error}`);
    }
    if (count % PER_WORLD === 0 || count === REQUESTS) {
      const { status } = await control(
        requestOf({ method: "GET", path: "api/state", type: undefined, body: undefined }),
      );
      expect(status).toBe(200);
      control.close();
      world = await makeControlled();
    }
  }
  world.control.close();
  expect(failures).toEqual([]);
  expect(Reflect.get({}, "polluted")).toBeUndefined();
  // `connect` needs a bot that listens, `enter` a person and the chat of that person. Every other call was also done as it
  // should be.
  const wanted = Object.keys(BODIES).filter((call) => !["POST connect", "POST enter"].includes(call));
  expect(wanted.filter((call) => !reached.has(call.replace(" ", " api/")))).toEqual([]);
}, 3_600_000);
