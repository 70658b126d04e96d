// Another language changes every word of the page, and nothing that a person typed or opened.
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

const field = (page: Page) => page.locator(".composer textarea");

test("another language keeps the text that is not sent, whom it mentions, and what is open", async () => {
  await using open = await openPage(browser);
  const { page, complaints, emulator, team } = open;
  await page.getByRole("button", { name: "Team" }).click();
  await field(page).pressSequentially("Dear @b");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.keyboard.type("hello");
  await page.getByRole("tab", { name: "Bots" }).click();
  await page.getByText("Send any event").click();
  await page.getByLabel("Event body").fill('{"a":1}');
  await page.getByRole("button", { name: "中文" }).click();
  await page.getByRole("textbox", { name: "以 Ada Lovelace 的身份发消息给 Team" }).waitFor();
  expect(await field(page).inputValue()).toBe("Dear @Bob hello");
  expect(await page.getByRole("tab", { name: "机器人", selected: true }).count()).toBe(1);
  expect(await page.getByLabel("事件体").inputValue()).toBe('{"a":1}');
  await field(page).press("Enter");
  await page.getByRole("article", { name: "Ada Lovelace: Dear @Bob hello" }).waitFor();
  expect(emulator.messages(team)[0]?.mentions).toMatchObject([{ name: "Bob" }]);
  expect(complaints).toEqual([]);
});

test("each chat and each thread has its own text that is not sent", async () => {
  await using open = await openPage(browser);
  const { page, complaints, team } = open;
  const bot = await botOf(open);
  await bot.send("text", JSON.stringify({ text: "The plan" }), team);
  await field(page).fill("for lunch");
  await page.getByRole("button", { name: "Team, 1 unread" }).click();
  expect(await field(page).inputValue()).toBe("");
  await page.getByRole("button", { name: "Lunch" }).getByText("Draft: for lunch").waitFor();
  await field(page).fill("for the team");
  await page.getByRole("button", { name: "Lunch" }).click();
  await expect.poll(() => field(page).inputValue()).toBe("for lunch");
  await field(page).press("Enter");
  await page.getByRole("button", { name: "Team" }).getByText("Draft: for the team").click();
  await expect.poll(() => field(page).inputValue()).toBe("for the team");
  await page.getByRole("button", { name: "Lunch" }).click();
  await expect.poll(() => field(page).inputValue()).toBe("");
  expect(complaints).toEqual([]);
});

/** English words that the page shows as they are: names and terms of the platform. */
const NAMES =
  /lark-edge|App ID|127\.0\.0\.1|Ada|Lovelace|Bob|Bot|Lunch|Team|English|API|curl|open_id|cli_\w+|ou_\w+|oc_\w+|om_\w+|self-built|webhook|event_key|HTTP|GET|POST|Hello|Pin/g;

test("no word of the other language is left, and dates are in the language of the page", async () => {
  await using open = await openPage(browser, { browser: { locale: "en-GB" } });
  const { page, complaints } = open;
  const bot = await botOf(open);
  await bot.send("text", JSON.stringify({ text: "Hello" }));
  const card = {
    en_us: { content: [[{ tag: "text", text: "Hello" }]] },
    zh_cn: { content: [[{ tag: "text", text: "你好" }]] },
  };
  await bot.send("post", JSON.stringify(card));
  await page.getByRole("article").nth(1).waitFor();
  const year = /[A-Z][a-z]+day,? \d/;
  expect(await page.locator(".day").textContent()).toMatch(year);
  await page.getByRole("button", { name: "中文" }).click();
  await page.getByRole("heading", { name: "会话" }).waitFor();
  await expect.poll(() => page.locator(".day").textContent()).toMatch(/^\d{4}年\d+月\d+日/);
  await page.getByRole("article", { name: /Bot/ }).getByText("你好").waitFor();
  for (const tab of ["流量", "故障", "机器人", "长连接"]) {
    await page.getByRole("tab", { name: tab }).click();
    const words = (await page.locator("body").allInnerTexts()).join("\n").replace(NAMES, "");
    const shown = words.split("\n").filter((line) => /[A-Za-z]{3,} [A-Za-z]{2,}/.test(line));
    expect(shown).toEqual([]);
  }
  await page.getByRole("button", { name: "English" }).click();
  await expect.poll(() => page.locator(".day").textContent()).toMatch(year);
  expect(complaints).toEqual([]);
});
