// Takes the picture of the chat page that the README shows, from a conversation with a small bot.
//
//   npm run build && node tools/docs/chat-page-picture.mjs     needs Chromium, or CHROMIUM_PATH
import { spawn } from "node:child_process";
import { createServer } from "node:http";
import { fileURLToPath } from "node:url";
import { im } from "lark-edge/api/im";
import { button, card, column, column_set, markdown } from "lark-edge/card";
import { Client } from "lark-edge/core";
import { EventDispatcher } from "lark-edge/event";
import { card as cardMessage, readMessage, text, toPlainText } from "lark-edge/message";
import { listener } from "lark-edge/node";
import { send } from "lark-edge/send";
import { chromium } from "playwright-core";

const PICTURE = fileURLToPath(new URL("../../docs/images/chat-page.png", import.meta.url));
const CLI = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));

const expense = card(
  [
    markdown("**Train to Berlin**, 2 tickets\nTotal: **84 €**"),
    column_set([
      column([button("Approve", { type: "primary", value: { decision: "approve" } })], { width: "auto" }),
      column([button("Decline", { value: { decision: "decline" } })], { width: "auto" }),
    ]),
  ],
  { header: { title: "Expense report", template: "blue" } },
);

/** Starts the emulator for a bot at this port, and resolves to its address and its environment variables. */
async function startEmulator(port) {
  const args = [CLI, "emulator", "--port", "0", "--bot", `http://127.0.0.1:${port}/`];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  let printed = "";
  const env = await new Promise((resolve, reject) => {
    child.on("exit", () => reject(new Error(`the emulator ended early: ${printed}`)));
    child.stdout.on("data", (chunk) => {
      printed += chunk;
      if (printed.includes("VERIFICATION_TOKEN=")) {
        resolve(Object.fromEntries([...printed.matchAll(/^ *([A-Z_]+)=(\S+)$/gm)].map((match) => match.slice(1))));
      }
    });
  });
  return { child, env };
}

const answers = {};
const server = createServer((request, response) => answers.bot(request, response));
await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
const { child, env } = await startEmulator(server.address().port);
const client = new Client({ appId: env.APP_ID, appSecret: env.APP_SECRET, domain: env.LARK_DOMAIN, apis: { im } });
const events = new EventDispatcher({ encryptKey: env.ENCRYPT_KEY, verificationToken: env.VERIFICATION_TOKEN });
events.on("im.message.receive_v1", async ({ message }, ctx) => {
  const isExpense = toPlainText(readMessage(message)).includes("expense");
  const reply = isExpense ? cardMessage(expense) : text`Hello! Write “expense” to see a card.`;
  await send(client, message, reply, { ctx });
});
answers.bot = listener(events);

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM_PATH ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-dev-shm-usage"],
});
try {
  const page = await browser.newPage({ viewport: { width: 1280, height: 720 }, locale: "en-US" });
  await page.goto(`${env.LARK_DOMAIN}/_emulator/`);
  const box = page.getByRole("textbox", { name: /^Message to/ });
  for (const [words, answer] of [
    ["hi", "Hello! Write"],
    ["expense", "Expense report"],
  ]) {
    await box.fill(words);
    await box.press("Enter");
    await page.getByRole("log").getByText(answer).waitFor();
  }
  await page.getByRole("log").getByRole("button", { name: "Approve" }).waitFor();
  await page.screenshot({ path: PICTURE });
  console.log(PICTURE);
} finally {
  await browser.close();
  child.kill();
  server.close();
}
