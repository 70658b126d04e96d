// The page at four widths, light and dark, in English and Chinese, by keyboard. One emulator serves all of them.
import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Text } from "../../src/emulator/page/language/language.ts";
import { ZH } from "../../src/emulator/page/language/zh.ts";
import { launchChromium } from "./chromium.ts";
import { faintTexts } from "./contrast.ts";
import { botOf } from "./gallery.ts";
import { type OpenPage, openPage } from "./open-page.ts";

let browser: Browser;
let open: OpenPage;
let bot: Awaited<ReturnType<typeof botOf>>;
let status = 200;
beforeAll(async () => {
  browser = await launchChromium();
  open = await openPage(browser, {
    emulator: { app: { encryptKey: "" } },
    arrange: async (emulator) => {
      emulator.addUser({ name: "Grace" });
      await emulator.connect(async (request) => {
        const { challenge } = await request.json();
        return Response.json({ challenge }, { status: challenge === undefined ? status : 200 });
      });
    },
  });
  await open.page.context().close();
  bot = await botOf(open);
});
afterAll(async () => {
  await open[Symbol.asyncDispose]();
  await browser.close();
});

type Language = "en" | "zh";

/** Each width with both themes and both languages, and each theme with both languages. */
const LOOKS: readonly (readonly [width: number, scheme: "light" | "dark", language: Language])[] = [
  [1280, "light", "en"],
  [1280, "dark", "zh"],
  [1024, "light", "zh"],
  [1024, "dark", "en"],
  [768, "light", "en"],
  [768, "dark", "zh"],
  [390, "light", "zh"],
  [390, "dark", "en"],
];

/** Whether a part of the page is inside the window. */
async function isInside(part: Locator): Promise<boolean> {
  await part.waitFor();
  return part.evaluate((element) => {
    const { left, top, right, bottom } = element.getBoundingClientRect();
    return left >= 0 && top >= 0 && right <= innerWidth && bottom <= innerHeight;
  });
}

const gap = (page: Page): Promise<number> =>
  page.locator(".messages").evaluate((list) => Math.round(list.scrollHeight - list.scrollTop - list.clientHeight));

const text = (words: string): string => JSON.stringify({ text: words });
const markdown = (content: string): string =>
  JSON.stringify({ schema: "2.0", body: { elements: [{ tag: "markdown", content }] } });

/** Puts the focus on a control, as Tab does, and presses a key. */
async function press(control: Locator, key = "Enter"): Promise<void> {
  await control.focus();
  await control.press(key);
}

test.each(LOOKS)("%i pixels, %s, %s", async (width, colorScheme, language) => {
  const { emulator, ada, bob, address } = open;
  const t = (words: Text, values: Readonly<Record<string, string>> = {}): string =>
    Object.entries(values).reduce<string>(
      (filled, [name, value]) => filled.replace(`{${name}}`, value),
      language === "zh" ? ZH[words] : words,
    );
  const name = `Team ${width} ${colorScheme}`;
  const chat = emulator.addChat({ name, users: [ada, bob] });
  const locale = language === "zh" ? "zh-CN" : "en-US";
  const context = await browser.newContext({ viewport: { width, height: 800 }, colorScheme, locale });
  try {
    const page = await context.newPage();
    page.setDefaultTimeout(8_000);
    await page.goto(`${address}/_emulator/`);
    const article = (words: string): Locator => page.getByRole("article", { name: words });
    const reach = (): Promise<number> => page.evaluate(() => document.documentElement.scrollWidth);
    const isNarrow = width <= 700;
    const parts = page.getByRole("toolbar", { name: t("Parts of the page") });
    const openPart = async (part: Text): Promise<void> => {
      if (isNarrow) {
        await press(parts.getByRole("button", { name: t(part) }));
      }
    };
    const menuOf = async (words: string, item: Text): Promise<void> => {
      await article(words).focus();
      await page.keyboard.press("Enter");
      expect(await isInside(page.getByRole("menu"))).toBe(true);
      await press(page.getByRole("menuitem", { name: t(item), exact: true }));
    };

    // A chat, a mention from the picker, and a message.
    await openPart("Chats");
    await press(page.getByRole("button", { name }));
    const box = page.locator(".composer textarea");
    await box.focus();
    await page.keyboard.type("Dear @b");
    expect(await isInside(page.getByRole("listbox", { name: t("Mention") }))).toBe(true);
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.keyboard.type("hello");
    await page.keyboard.press("Enter");
    await article("Ada Lovelace: Dear @Bob hello").waitFor();

    // The list follows after a change of height.
    const { message_id } = (await bot.send("interactive", markdown("short"), chat)) as Record<string, string>;
    await bot.api("PATCH", `im/v1/messages/${message_id}`, { content: markdown("line\n".repeat(60)) });
    await expect.poll(() => page.locator(".messages").evaluate((list) => list.scrollHeight)).toBeGreaterThan(1000);
    await expect.poll(() => gap(page)).toBeLessThan(2);

    // A thread is opened, and its composer writes to it.
    await bot.send("text", text("The plan"), chat);
    await article("Bot: The plan").waitFor();
    await menuOf("Bot: The plan", "Reply in a thread");
    await box.fill("Begins");
    await page.keyboard.press("Enter");
    await menuOf("Ada Lovelace: Begins", "Open thread");
    await article("Ada Lovelace: Dear @Bob hello").waitFor({ state: "detached" });
    await box.fill("Goes on");
    await page.keyboard.press("Enter");
    await article("Ada Lovelace: Goes on").waitFor();
    expect(
      new Set(
        emulator
          .messages(chat)
          .slice(-2)
          .map(({ thread_id }) => thread_id),
      ).size,
    ).toBe(1);
    expect(emulator.messages(chat).at(-1)?.thread_id).toBeDefined();
    await press(page.getByRole("button", { name: t("Thread only: show all") }));
    expect(await reach()).toBe(width);

    // A failed delivery is marked at its message, and delivered again.
    status = 500;
    await box.fill("fails");
    await page.keyboard.press("Enter");
    const mark = article("Ada Lovelace: fails").getByRole("list", { name: t("Failed deliveries") });
    await mark.waitFor();
    await expect.poll(() => gap(page)).toBeLessThan(2);
    expect(await isInside(mark)).toBe(true);
    expect(await faintTexts(page)).toEqual([]);
    status = 200;
    await press(mark.getByRole("button", { name: t("Deliver again") }));
    await mark.waitFor({ state: "detached" });

    // A person joins and leaves.
    await press(page.getByRole("button", { name: t("Members, {count}", { count: "3" }) }));
    const members = page.getByRole("dialog", { name: t("Members of {chat}", { chat: name }) });
    expect(await isInside(members)).toBe(true);
    await members.getByRole("combobox", { name: t("Add a person") }).selectOption({ label: "Grace" });
    await press(members.getByRole("button", { name: `${t("Add a person")}: ${t("Add")}` }));
    await press(members.getByRole("button", { name: t("Remove {name}", { name: "Grace" }) }));
    await expect.poll(() => chat.users.length).toBe(2);
    await page.keyboard.press("Escape");
    await members.waitFor({ state: "detached" });

    // The menu of the bot, in the chat of two.
    await openPart("Chats");
    await press(page.getByRole("button", { name: "Lunch" }));
    await press(page.getByRole("button", { name: t("Bot menu") }));
    expect(await isInside(page.getByRole("menu"))).toBe(true);
    await page.keyboard.press("Escape");

    // The inspector: groups, curl, scopes, environment, templates.
    if (isNarrow) {
      await openPart("Inspector");
    } else if (width < 1100) {
      await press(page.getByRole("button", { name: t("Inspector"), exact: true }));
    }
    const inspector = page.getByRole("complementary", { name: t("Inspector") });
    const failed = inspector.getByRole("button", { name: /im\.message\.receive_v1.*500/ }).first();
    await press(failed);
    await press(inspector.getByRole("tab", { name: t("Traffic") }), "ArrowRight");
    await press(inspector.getByRole("tab", { name: t("Faults") }), "ArrowRight");
    const app = inspector.getByRole("region", { name: "Bot", exact: true });
    await press(app.locator("summary").filter({ hasText: t("Environment of the bot") }));
    await app.getByRole("button", { name: t("Copy the lines") }).waitFor();
    await press(app.locator("summary").filter({ hasText: t("Scopes: every one") }));
    await press(app.getByRole("checkbox", { name: t("Every scope") }), "Space");
    await app.getByText(t("Scopes: {count} granted", { count: "0" })).waitFor();
    await press(app.getByRole("checkbox", { name: t("Every scope") }), "Space");
    await press(app.locator("summary").filter({ hasText: t("Send any event") }));
    await app.getByText(/250|25\d/).waitFor();
    expect(await reach()).toBe(width);
    expect(await faintTexts(page)).toEqual([]);
  } finally {
    status = 200;
    await context.close();
  }
});
