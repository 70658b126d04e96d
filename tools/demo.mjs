// `npm run demo`: the example bot of wrangler.toml in workerd, the platform's emulator beside it, and a conversation.
import { readFile } from "node:fs/promises";
import { build } from "esbuild";
import { createEmulator } from "lark-edge/emulator";
import { Miniflare } from "miniflare";
import { parse } from "smol-toml";

const HELP = `Runs the example bot in workerd against the emulator of the platform, and prints what happens.

  npm run demo                    says "hello" to the bot
  npm run demo -- "what you say"  says something else
  npm run demo -- --help          prints this`;

const [text = "hello"] = process.argv.slice(2);
if (text === "--help" || text === "-h") {
  console.log(HELP);
  process.exit(0);
}

const root = new URL("../", import.meta.url).pathname;
const started = performance.now();
const step = (name, detail) => console.log(`${name.padEnd(13)} ${detail}`);

const { main, compatibility_date, compatibility_flags } = parse(await readFile(`${root}wrangler.toml`, "utf8"));
const { outputFiles } = await build({
  entryPoints: [root + main],
  bundle: true,
  minify: true,
  format: "esm",
  conditions: ["workerd", "worker", "browser"],
  write: false,
});
step("bot", `${main}, ${(outputFiles[0].contents.length / 1024).toFixed(1)} KB in workerd`);

const emulator = createEmulator();
const { appId, appSecret, encryptKey, verificationToken } = emulator.app;
const workerd = new Miniflare({
  modules: true,
  script: outputFiles[0].text,
  compatibilityDate: compatibility_date,
  compatibilityFlags: compatibility_flags,
  bindings: { APP_ID: appId, APP_SECRET: appSecret, ENCRYPT_KEY: encryptKey, VERIFICATION_TOKEN: verificationToken },
  // Whatever the bot fetches, the emulator answers: nothing leaves this machine.
  outboundService: async ({ url, method, headers, body }) =>
    emulator.fetch(new Request(url, { method, headers: [...headers], body, duplex: "half" })),
});

try {
  const bot = async ({ url, method, headers, body }) =>
    workerd.dispatchFetch(url, { method, headers: [...headers], body, duplex: "half" });
  // The platform gives the URL check a second, which is for the bot and not for the start of workerd.
  await workerd.ready;
  await workerd.dispatchFetch("https://bot.example/");
  step("emulator", `an app ${appId} in a tenant ${emulator.app.tenantKey}`);

  await emulator.connect(bot);
  step("verification", "the bot answered the encrypted url_verification with its challenge");

  const user = emulator.addUser({ name: "Ada" });
  const chat = emulator.addChat({ name: "Lunch", users: [user] });
  const calls = emulator.requests.length;
  const delivery = await emulator.say(user, chat, text);
  step("event", `${delivery.eventType} ${delivery.eventId}, encrypted and signed: HTTP ${delivery.status}`);
  const reply = await emulator.waitForMessage(chat);
  for (const { method, path, status, code, logId } of emulator.requests.slice(calls)) {
    step("API call", `${method} ${path}: HTTP ${status}, code ${code}, log_id ${logId}`);
  }
  step("reply", `${reply.message_id} to ${reply.parent_id}`);

  const forged = await emulator.request({ type: "im.message.receive_v1", event: {} }, { signed: false });
  const refusal = await bot(forged);
  step("forgery", `the same event without its signature: HTTP ${refusal.status} ${await refusal.text()}`);

  console.log(`\nConversation in ${chat.chatId}`);
  for (const message of emulator.messages(chat)) {
    const who = message.sender.sender_type === "user" ? user.name : "bot";
    console.log(`  ${who.padEnd(4)} ${message.text ?? message.content}`);
  }
  console.log(`\nDone in ${((performance.now() - started) / 1000).toFixed(1)} s.`);
} finally {
  await workerd.dispose();
}
