// The list of messages stays at its end, whatever changes its height, until a person scrolls up.
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchChromium } from "./chromium.ts";
import { ANY_CARD, botOf } from "./gallery.ts";
import { openPage } from "./open-page.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

/** How far the list is from its end. */
const gap = (page: Page): Promise<number> =>
  page.getByRole("log").evaluate((list) => Math.round(list.scrollHeight - list.scrollTop - list.clientHeight));

/** The height of the list, which has to change for a test to say anything. */
const height = (page: Page): Promise<number> => page.getByRole("log").evaluate((list) => list.scrollHeight);

const text = (words: string): string => JSON.stringify({ text: words });
const markdown = (content: string): string =>
  JSON.stringify({ schema: "2.0", body: { elements: [{ tag: "markdown", content }] } });
const LINES = Array.from({ length: 40 }, (_, at) => `line ${at}`).join("\n");

async function fill(bot: Awaited<ReturnType<typeof botOf>>, count = 25): Promise<void> {
  for (let at = 0; at < count; at += 1) {
    await bot.send("text", text(`message ${at}`));
  }
}

test("an image that loads, a card that grows or shrinks, and a higher composer leave the newest message in sight", async () => {
  await using open = await openPage(browser, { emulator: { cardRules: ANY_CARD } });
  const { page, complaints } = open;
  const bot = await botOf(open);
  await fill(bot);
  await expect.poll(() => gap(page)).toBeLessThan(2);

  const image_key = await bot.upload();
  await bot.send("image", JSON.stringify({ image_key }));
  const picture = page.getByRole("img", { name: "Image" });
  await expect.poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(480);
  await expect.poll(() => gap(page)).toBeLessThan(2);

  const card = (await bot.send("interactive", markdown("short"))) as Record<string, string>;
  await bot.send("text", text("the newest"));
  const before = await height(page);
  await bot.api("PATCH", `im/v1/messages/${card.message_id}`, { content: markdown(LINES) });
  await expect.poll(() => height(page)).toBeGreaterThan(before + 300);
  await expect.poll(() => gap(page)).toBeLessThan(2);
  await bot.api("PATCH", `im/v1/messages/${card.message_id}`, { content: markdown("short again") });
  await expect.poll(() => height(page)).toBeLessThan(before + 60);
  await expect.poll(() => gap(page)).toBeLessThan(2);

  const box = page.getByRole("textbox", { name: /^Message to/ });
  await box.fill("one\ntwo\nthree\nfour\nfive\nsix");
  await expect.poll(() => gap(page)).toBeLessThan(2);
  expect(complaints).toEqual([]);
});

test("a click in a card that shortens it leaves the answer in sight", async () => {
  await using open = await openPage(browser, {
    emulator: { app: { encryptKey: "" }, cardRules: ANY_CARD },
    arrange: (emulator) =>
      emulator.connect(async (request) => {
        const { challenge } = await request.json();
        return Response.json(
          challenge === undefined ? { card: { type: "raw", data: JSON.parse(markdown("done")) } } : { challenge },
        );
      }),
  });
  const { page } = open;
  const bot = await botOf(open);
  await fill(bot);
  const body = [
    { tag: "markdown", content: LINES },
    { tag: "button", text: { tag: "plain_text", content: "Fold" }, behaviors: [{ type: "callback", value: {} }] },
  ];
  await bot.send("interactive", JSON.stringify({ schema: "2.0", body: { elements: body } }));
  await page.getByRole("button", { name: "Fold" }).click();
  await page.getByRole("log").getByText("done").waitFor();
  await bot.send("text", text("the answer"));
  await page.getByRole("article", { name: "Bot: the answer" }).waitFor();
  await expect.poll(() => gap(page)).toBeLessThan(2);
});

test("a person who scrolls up stays there, hears of news, and comes back to the end", async () => {
  await using open = await openPage(browser);
  const { page, complaints } = open;
  const bot = await botOf(open);
  await fill(bot, 60);
  await expect.poll(() => gap(page)).toBeLessThan(2);
  await page.getByRole("log").hover();
  await page.mouse.wheel(0, -600);
  await expect.poll(() => gap(page)).toBeGreaterThan(300);
  await bot.send("text", text("something new"));
  const news = page.getByRole("button", { name: /^New messages/ });
  await news.waitFor();
  expect(await gap(page)).toBeGreaterThan(300);
  await news.click();
  await expect.poll(() => gap(page)).toBeLessThan(2);
  await news.waitFor({ state: "detached" });
  await bot.send("text", text("and more"));
  await page.getByRole("article", { name: "Bot: and more" }).waitFor();
  await expect.poll(() => gap(page)).toBeLessThan(2);
  expect(complaints).toEqual([]);
});
