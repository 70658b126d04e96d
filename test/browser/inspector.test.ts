// The inspector: failed deliveries, groups of calls, commands for a shell, templates, scopes, the bot's environment.
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchChromium } from "./chromium.ts";
import { botOf } from "./gallery.ts";
import { openPage } from "./open-page.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

const CLIPBOARD = { permissions: ["clipboard-read", "clipboard-write"] };
const clipboard = (page: Page): Promise<string> => page.evaluate(() => navigator.clipboard.readText());
const details = (page: Page, name: string | RegExp) => page.locator("details.push").filter({ hasText: name });

test("a message whose delivery failed is marked, and delivered again", async () => {
  let status = 500;
  await using open = await openPage(browser, {
    emulator: { app: { encryptKey: "" } },
    arrange: (emulator) =>
      emulator.connect(async (request) => {
        const { challenge } = await request.json();
        return Response.json({ challenge }, { status: challenge === undefined ? status : 200 });
      }),
  });
  const { page, complaints } = open;
  await page.getByRole("textbox", { name: /^Message to/ }).fill("hello");
  await page.keyboard.press("Enter");
  const message = page.getByRole("article", { name: "Ada Lovelace: hello" });
  const mark = message.getByRole("list", { name: "Failed deliveries" });
  await mark.getByText("Bot, im.message.receive_v1: The bot answered HTTP 500; the platform takes only 200.").waitFor();
  await mark.getByRole("button", { name: "Deliver again" }).click();
  await page.getByRole("button", { name: /^to bot im\.message\.receive_v1 500.*Attempt 2/ }).waitFor();
  await mark.waitFor();
  status = 200;
  await mark.getByRole("button", { name: "Deliver again" }).click();
  await mark.waitFor({ state: "detached" });
  expect(open.emulator.deliveries.map(({ attempt, status: was }) => [attempt, was])).toEqual([
    [1, 500],
    [2, 500],
    [3, 200],
  ]);
  expect(complaints).toEqual([]);
});

test("equal calls in a row are one line that opens, a refusal says what the platform says, and a call is copied as curl", async () => {
  await using open = await openPage(browser, { browser: CLIPBOARD });
  const { page, complaints, chat } = open;
  const bot = await botOf(open);
  const text = JSON.stringify({ text: "hello" });
  for (let count = 0; count < 12; count += 1) {
    await bot.send("text", text);
  }
  const group = page.getByRole("button", { name: /^API POST \/open-apis\/im\/v1\/messages × 12 200/ });
  await group.click();
  const inside = page.getByRole("list", { name: "12 equal entries" });
  expect(await inside.getByRole("button", { name: /^API POST/ }).count()).toBe(12);
  await inside
    .getByRole("button", { name: /^API POST/ })
    .first()
    .click();
  await inside.getByRole("button", { name: "Copy as curl" }).click();
  await page.getByRole("status", { name: "Notices" }).getByText("Copied").waitFor();
  const command = await clipboard(page);
  expect(command).toContain(`curl -X POST '${open.address}/open-apis/im/v1/messages?receive_id_type=chat_id'`);
  expect(command).toContain('"Authorization: Bearer $TENANT_ACCESS_TOKEN"');
  expect(command).toContain(chat.chatId);

  await expect(bot.send("text", "no json")).rejects.toThrow("230001");
  const refused = page.getByRole("button", { name: /200 · 230001|400 · 230001/ });
  expect(await refused.textContent()).toContain("Your request contains an invalid request parameter");
  await page.getByRole("button", { name: "Clear" }).click();
  await page.getByText("Nothing yet. Every event and every API call shows here.").waitFor();
  await bot.send("text", text);
  await page.getByRole("button", { name: /^API POST/ }).waitFor();
  expect(complaints).toEqual([]);
});

test("every event of the platform has a template, which is sent as it is or changed", async () => {
  const events: ReturnType<typeof JSON.parse>[] = [];
  await using open = await openPage(browser, {
    emulator: { app: { encryptKey: "" } },
    arrange: (emulator) =>
      emulator.connect(async (request) => {
        const body = await request.json();
        events.push(body);
        return Response.json({ challenge: body.challenge });
      }),
  });
  const { page, complaints, chat } = open;
  await page.getByRole("tab", { name: "Bots" }).click();
  await page.getByText("Send any event").click();
  const form = details(page, "Send any event");
  await form.getByText(/^Event type, one of \d+$/).waitFor();
  const types = await form
    .locator("option")
    .evaluateAll((all) => all.map((option) => (option as HTMLOptionElement).value));
  expect(types.length).toBeGreaterThanOrEqual(250);
  expect(types).toContain("calendar.calendar.event.changed_v4");
  const type = form.getByLabel(/^Event type/);
  const body = form.getByLabel("Event body");
  await type.fill("im.chat.updated_v1");
  await expect.poll(() => body.inputValue()).toContain(chat.chatId);
  await body.fill((await body.inputValue()).replace(/"name": "after change \w+"/, '"name": "Renamed"'));
  await form.getByRole("button", { name: "Send" }).click();
  await page.getByRole("status", { name: "Notices" }).getByText("im.chat.updated_v1 was sent: HTTP 200").waitFor();
  expect(events.at(-1)).toMatchObject({ schema: "2.0", header: { event_type: "im.chat.updated_v1" } });
  expect(JSON.stringify(events.at(-1))).toContain('"name":"Renamed"');
  await type.fill("no.such.event_v1");
  await form.getByText("The platform documents no event of this type.").waitFor();
  await body.fill("{");
  expect(await form.getByRole("button", { name: "Send" }).isDisabled()).toBe(true);
  expect(complaints).toEqual([]);
});

test("scopes are seen and changed, and a refused call says which one to grant", async () => {
  await using open = await openPage(browser);
  const { page, complaints, emulator, team } = open;
  const bot = await botOf(open);
  await page.getByRole("tab", { name: "Bots" }).click();
  await page.getByText("Scopes: every one").click();
  await page.getByRole("checkbox", { name: "Every scope" }).click();
  await page.getByText("Scopes: 0 granted").waitFor();
  expect(emulator.app.scopes).toEqual([]);
  await expect(bot.send("text", JSON.stringify({ text: "hi" }), team)).rejects.toThrow("99991672");
  await page.getByRole("button", { name: "Grant im:message:send_as_bot" }).click();
  await page.getByText("Scopes: 1 granted").waitFor();
  await bot.send("text", JSON.stringify({ text: "hi" }), team);
  await page.getByLabel("Granted scopes, one a line").fill("im:message\nim:chat");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await page.getByText("Scopes: 2 granted").waitFor();
  expect(emulator.app.scopes).toEqual(["im:message", "im:chat"]);
  expect(complaints).toEqual([]);
});

test("the lines of a bot's environment are fetched when they are wanted, and copied", async () => {
  await using open = await openPage(browser, { browser: CLIPBOARD });
  const { page, complaints, emulator, address } = open;
  await page.getByRole("tab", { name: "Bots" }).click();
  const { app } = emulator;
  expect(await page.content()).not.toContain(app.appSecret);
  await page.getByText("Environment of the bot").click();
  await page.getByRole("button", { name: "Copy the lines" }).click();
  await page.getByRole("status", { name: "Notices" }).getByText("Copied").waitFor();
  expect(await clipboard(page)).toBe(
    [
      `APP_ID=${app.appId}`,
      `APP_SECRET=${app.appSecret}`,
      `ENCRYPT_KEY=${app.encryptKey}`,
      `VERIFICATION_TOKEN=${app.verificationToken}`,
      `LARK_DOMAIN=${address}`,
      "",
    ].join("\n"),
  );
  await page.locator("summary").filter({ hasText: "Environment of the bot" }).click();
  await page.getByRole("button", { name: "Copy the lines" }).waitFor({ state: "detached" });
  expect(await page.content()).not.toContain(app.appSecret);
  expect(complaints).toEqual([]);
});

test("the meter counts this month's calls beside the quota, and a streamed card says how many are its own", async () => {
  await using open = await openPage(browser);
  const { page, complaints } = open;
  const bot = await botOf(open);
  const meter = page.getByRole("meter", { name: "Calls of this month" });
  await expect.poll(() => meter.getAttribute("aria-valuetext")).toBe("0 of 10,000 calls");
  const streamed = {
    schema: "2.0",
    config: { streaming_mode: true },
    body: { elements: [{ tag: "markdown", element_id: "answer", content: "" }] },
  };
  const { card_id } = (await bot.api("POST", "cardkit/v1/cards", {
    type: "card_json",
    data: JSON.stringify(streamed),
  })) as Record<string, string>;
  await bot.send("interactive", JSON.stringify({ type: "card", data: { card_id } }));
  await bot.send("text", JSON.stringify({ text: "no call of the card" }));
  for (const sequence of [1, 2]) {
    const path = `cardkit/v1/cards/${card_id}/elements/answer/content`;
    await bot.api("PUT", path, { content: "The answer".slice(0, 5 * sequence), sequence });
  }
  await expect.poll(() => meter.getAttribute("aria-valuetext")).toBe("5 of 10,000 calls");
  await page.getByRole("tab", { name: "Faults" }).click();
  await page.getByRole("log").getByRole("button", { name: "4 calls" }).click();
  expect(await page.getByRole("searchbox", { name: "Filter events and calls" }).inputValue()).toBe(card_id);
  const rows = page.getByRole("list", { name: "Events and API calls" }).getByRole("button", { name: /^API/ });
  await expect.poll(() => rows.count()).toBe(4);
  await page.reload();
  await expect.poll(() => meter.getAttribute("aria-valuetext")).toBe("5 of 10,000 calls");

  await page.getByRole("tab", { name: "Faults" }).click();
  await page.getByRole("switch", { name: "Quota used up" }).click();
  await page.getByRole("tab", { name: "Traffic" }).click();
  await expect.poll(() => meter.getAttribute("aria-valuetext")).toBe("used up: the fault is switched on");
  await page.getByRole("button", { name: "中文" }).click();
  await page.getByText("已用尽：故障已启用").waitFor();
  await page.getByRole("log").getByRole("button", { name: "4 次调用" }).waitFor();
  expect(complaints).toEqual([]);
});
