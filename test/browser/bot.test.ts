import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { connectInWorkerd } from "../support/bot-in-workerd.ts";
import { launchChromium } from "./chromium.ts";
import { type OpenPage, openPage } from "./open-page.ts";

const EXAMPLE = "examples/cloudflare-worker/bot.ts";
const OWN = "test/browser/bot.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

/** The page, with a bot in workerd at the other end. */
async function openWithBot(source: string): Promise<OpenPage> {
  let stop: (() => Promise<void>) | undefined;
  const open = await openPage(browser, {
    arrange: async (emulator) => {
      stop = await connectInWorkerd(emulator, { entryPoints: [source] });
    },
  });
  const close = open[Symbol.asyncDispose];
  return {
    ...open,
    async [Symbol.asyncDispose]() {
      await close();
      await stop?.();
    },
  };
}

async function say({ page }: OpenPage, text: string): Promise<void> {
  await page.getByRole("textbox", { name: /^Message to/ }).fill(text);
  await page.keyboard.press("Enter");
}

test("the example bot in workerd answers what is typed, and the inspector tells how", async () => {
  await using open = await openWithBot(EXAMPLE);
  const { page, complaints } = open;
  await say(open, "Is anybody there?");
  await page.getByRole("article", { name: "Bot: Is anybody there?" }).waitFor();
  const articles = await page.getByRole("log").getByRole("article").allTextContents();
  expect(articles).toHaveLength(2);

  const event = page.getByRole("button", { name: /^to bot im\.message\.receive_v1 200/ });
  await event.click();
  const row = page.getByRole("listitem").filter({ has: event });
  expect(await row.textContent()).toContain("signed with the encrypt key");
  expect(await row.getByRole("region", { name: "Payload" }).textContent()).toContain("Is anybody there?");

  const call = page.getByRole("button", { name: /^API POST \/open-apis\/im\/v1\/messages\/om_\w+\/reply 200/ });
  await call.click();
  const answer = page.getByRole("region", { name: "Response body" });
  expect(await answer.textContent()).toContain('"message_id"');
  // The token request stands beside it, without its secrets.
  const { appSecret } = open.emulator.app;
  expect(await page.content()).not.toContain(appSecret);
  expect(complaints).toEqual([]);
});

test("a click on a card's button changes the card and shows a toast", async () => {
  await using open = await openWithBot(OWN);
  const { page, complaints, ada } = open;
  await say(open, "card");
  const card = page.getByRole("region", { name: "Card: Deployment" });
  await card.getByRole("button", { name: "Deploy" }).click();
  await card.getByText("is deployed").waitFor();
  expect(await card.getByRole("button").count()).toBe(0);
  const toast = page.getByRole("status", { name: "Notices" });
  await toast.getByText(`{"do":"Deploy"} of ${ada.openId}`).waitFor();
  await toast.getByRole("button", { name: "Dismiss" }).click();
  await expect.poll(() => toast.textContent()).toBe("");
  expect(complaints).toEqual([]);
});

test("a card that is streamed grows before one's eyes, and says when it is finished", async () => {
  await using open = await openWithBot(OWN);
  const { page, complaints } = open;
  await say(open, "stream");
  const card = page.getByRole("region", { name: "Card", exact: true });
  const isWritten = card.getByRole("img", { name: "Being written" });
  await isWritten.waitFor();
  for (const text of ["The **answer**", "The **answer** is", "The **answer** is `42`."]) {
    await say(open, `more: ${text}`);
    await card.getByText(text.replaceAll(/[*`]/g, ""), { exact: text.endsWith(".") }).waitFor();
  }
  expect(await card.locator("strong").textContent()).toBe("answer");
  await say(open, "end");
  await isWritten.waitFor({ state: "detached" });
  expect(complaints).toEqual([]);
});

test.each(["/reply", "im.v1.message.reply", "im.*"])(
  "a fault switch for %s makes the next call fail, and the inspector explains it",
  async (where) => {
    await using open = await openWithBot(EXAMPLE);
    const { page, complaints } = open;
    await page.getByRole("tab", { name: "Faults" }).click();
    await page.getByRole("textbox", { name: "Calls to an operation or path" }).fill(where);
    const fault = page.getByRole("switch", { name: "Rate limit" });
    await fault.click();
    await page.getByText(`armed: the next one with “${where}”`).waitFor();
    expect(await fault.getAttribute("aria-checked")).toBe("true");

    await say(open, "hello");
    await expect.poll(() => fault.getAttribute("aria-checked")).toBe("false");
    await page.getByRole("tab", { name: "Traffic" }).click();
    const failed = page.getByRole("button", { name: /reply 429 · 99991400/ });
    await failed.waitFor();
    expect(await failed.textContent()).toContain(
      "Too many requests: wait as many seconds as x-ogw-ratelimit-reset says",
    );
    // The bot does as it is told, and is heard.
    await page.getByRole("article", { name: "Bot: hello" }).waitFor();
    expect(complaints).toEqual([]);
  },
);

test("an acknowledgement that gets lost brings the event again when the clock is put forward", async () => {
  await using open = await openWithBot(EXAMPLE);
  const { page, complaints } = open;
  await page.getByRole("tab", { name: "Faults" }).click();
  await page.getByRole("switch", { name: "Lost acknowledgement" }).click();
  await page.getByText("armed: the next one").waitFor();
  await say(open, "hello");
  await page.getByRole("article", { name: "Bot: hello" }).waitFor();
  await page.getByRole("button", { name: "Advance" }).click();
  await page.getByRole("tab", { name: "Traffic" }).click();
  await page.getByText("A fault lost the bot's answer on its way").waitFor();
  await page.getByRole("button", { name: /^to bot im\.message\.receive_v1 200.*Attempt 2/ }).waitFor();
  // The example answers an event once, however often it comes.
  expect(await page.getByRole("log").getByRole("article").count()).toBe(2);
  expect(complaints).toEqual([]);
});

test("everything can be done by keyboard alone", async () => {
  await using open = await openWithBot(OWN);
  const { page, complaints } = open;
  const tabTo = async (name: RegExp): Promise<void> => {
    for (let presses = 0; presses < 60; presses += 1) {
      await page.keyboard.press("Tab");
      const focused = await page.evaluate(() => {
        const element = document.activeElement;
        return `${element?.getAttribute("aria-label") ?? element?.textContent ?? ""}`;
      });
      if (name.test(focused)) {
        return;
      }
    }
    throw new Error(`Tab does not reach ${name}`);
  };
  await tabTo(/^Team/);
  await page.keyboard.press("Enter");
  await tabTo(/^Message to Team/);
  await page.keyboard.type("first line");
  await page.keyboard.press("Shift+Enter");
  await page.keyboard.type("second line");
  await page.keyboard.press("Enter");
  await page.getByRole("article", { name: /^Ada Lovelace: first line second line/ }).waitFor();
  await page.getByRole("region", { name: "Card: Deployment" }).waitFor();

  await page.keyboard.press("Shift+Tab");
  await page.keyboard.press("Shift+Tab");
  expect(await page.evaluate(() => document.activeElement?.getAttribute("role"))).toBe("log");
  await page.keyboard.press("Home");
  expect(await page.evaluate(() => document.activeElement?.getAttribute("aria-label"))).toContain("first line");
  await page.keyboard.press("Enter");
  const menu = page.getByRole("menu");
  await menu.waitFor();
  // The menu has the focus as soon as it is seen.
  await page.keyboard.press("ArrowDown");
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("Reply in a thread");
  await page.keyboard.press("ArrowDown");
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("Recall");
  await page.keyboard.press("Escape");
  await menu.waitFor({ state: "detached" });

  await tabTo(/^Deploy$/);
  await page.keyboard.press("Enter");
  await page.getByRole("log").getByText("is deployed").waitFor();
  expect(complaints).toEqual([]);
});
