import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchChromium } from "./chromium.ts";
import { ANY_CARD, botOf, sendCards } from "./gallery.ts";
import { openPage } from "./open-page.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

const article = (page: Page, name: string | RegExp) => page.getByRole("article", { name });

/** The colour of what is behind the page. */
const shade = (page: Page): Promise<number> =>
  page.evaluate(() => Number(/\d+/.exec(getComputedStyle(document.body).backgroundColor)?.[0]));

test("messages of every type have a face", async () => {
  await using open = await openPage(browser);
  const { page, complaints, ada, team } = open;
  const bot = await botOf(open);
  const image_key = await bot.upload();
  const file_key = await bot.uploadFile("report.pdf");
  const text = `Hi <at user_id="${ada.openId}">Ada</at>, <b>see</b> [this](https://a.example/) or https://b.example/x.`;
  const post = {
    title: "Minutes",
    content: [
      [
        { tag: "text", text: "bold", style: ["bold"] },
        { tag: "a", text: "link", href: "https://c.example/" },
        { tag: "at", user_id: ada.openId },
        { tag: "emotion", emoji_type: "SMILE" },
      ],
      [{ tag: "img", image_key }],
      [{ tag: "code_block", language: "GO", text: "x := 1" }],
      [{ tag: "hr" }],
    ],
  };
  await bot.send("text", JSON.stringify({ text }));
  await bot.send("post", JSON.stringify({ en_us: post }));
  await bot.send("image", JSON.stringify({ image_key }));
  await bot.send("file", JSON.stringify({ file_key }));
  await bot.send("share_chat", JSON.stringify({ chat_id: team.chatId }));
  await bot.send("share_user", JSON.stringify({ user_id: ada.openId }));
  await bot.send("system", JSON.stringify({ type: "divider", params: { divider_text: { text: "New topic" } } }));

  const messages = page.getByRole("log").getByRole("article");
  await expect.poll(() => messages.count()).toBe(7);
  const first = messages.nth(0);
  expect(await first.locator(".bubble").textContent()).toBe("Hi @Ada, see this or https://b.example/x.");
  const links = await first.getByRole("link").evaluateAll((all) => all.map((link) => link.getAttribute("href")));
  expect(links).toEqual(["https://a.example/", "https://b.example/x"]);
  const second = messages.nth(1);
  expect(await second.getByRole("heading").textContent()).toBe("Minutes");
  expect(await second.locator(".bubble").textContent()).toBe(`Minutesboldlink@${ada.name}🙂x := 1`);
  const picture = messages.nth(2).getByRole("img", { name: "Image" });
  await expect.poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(480);
  await messages.nth(2).getByRole("button", { name: "Enlarge Image" }).click();
  await page.getByRole("dialog", { name: "Image" }).getByRole("button", { name: "Close" }).click();
  await messages.nth(3).getByRole("link", { name: "Download File" }).waitFor();
  expect(await messages.nth(4).textContent()).toContain(`${team.name}Shared group`);
  expect(await messages.nth(5).textContent()).toContain(`${ada.name}Shared contact`);
  expect(await messages.nth(6).textContent()).toBe("New topic");
  expect(complaints).toEqual([]);
});

test("reply, reaction, recall, read and a sent picture, each by the person who speaks", async () => {
  await using open = await openPage(browser);
  const { page, complaints, team } = open;
  const bot = await botOf(open);
  await bot.send("text", JSON.stringify({ text: "Who is there?" }), team);
  await page.getByRole("button", { name: "Team, 1 unread" }).click();
  const question = article(page, "Bot: Who is there?");

  const choose = async (message: typeof question, menu: RegExp, item: string): Promise<void> => {
    await message.hover();
    await message.getByRole("button", { name: menu }).click();
    await page.getByRole("menuitem", { name: item, exact: true }).click();
  };
  await choose(question, /^React to/, "THUMBSUP");
  const thumb = question.getByRole("button", { name: /^THUMBSUP, 1: Ada Lovelace/ });
  await expect.poll(() => thumb.getAttribute("aria-pressed")).toBe("true");
  await page.getByLabel("Speaking as").selectOption({ label: "Bob" });
  await question.getByRole("button", { name: /^THUMBSUP, 1/ }).click();
  await question.getByRole("button", { name: "THUMBSUP, 2: Ada Lovelace, Bob" }).click();
  await thumb.waitFor();

  await choose(question, /^Actions for/, "Mark as read");
  await question.getByText("Read by 1 of 2").waitFor();
  await choose(question, /^Actions for/, "Reply");
  const box = page.getByRole("textbox", { name: "Message to Team as Bob" });
  expect(await box.evaluate((element) => element === document.activeElement)).toBe(true);
  await box.fill("Me!");
  await page.getByRole("button", { name: "Send", exact: true }).click();
  const answer = article(page, "Bob: Me!");
  await answer.getByRole("button", { name: "Bot: Who is there?" }).waitFor();
  await choose(answer, /^Actions for/, "Recall");
  await article(page, "Bob: recalled").getByText("You recalled a message").waitFor();

  await page.locator("input[type=file]").setInputFiles({
    name: "notes.txt",
    mimeType: "text/plain",
    buffer: Buffer.from("notes"),
  });
  await page.getByRole("link", { name: "Download notes.txt" }).waitFor();
  await page.getByLabel("Speaking as").selectOption({ label: "Ada Lovelace" });
  await page.getByRole("button", { name: "Lunch" }).click();
  await page.getByLabel("Speaking as").selectOption({ label: "Bob" });
  await page.getByText("Bob is not in this chat").waitFor();
  expect(complaints).toEqual([]);
});

test("what a bot does to its messages is seen: edited, pinned, in a thread, recalled", async () => {
  await using open = await openPage(browser);
  const { page, complaints, team } = open;
  await page.getByRole("button", { name: "Team" }).click();
  const bot = await botOf(open);
  const text = (words: string) => JSON.stringify({ text: words });
  const sent: Record<string, string> = await bot.send("text", text("Draft"), team);
  const path = `im/v1/messages/${sent.message_id}`;
  await article(page, "Bot: Draft").waitFor();
  await bot.api("PUT", path, { msg_type: "text", content: text("Plan") });
  const plan = article(page, "Bot: Plan");
  await plan.getByText("(edited)").waitFor();
  await bot.api("POST", "im/v1/pins", { message_id: sent.message_id });
  await plan.getByText("Pinned").waitFor();
  await bot.send("text", text("Something else"), team);
  await bot.api("POST", `${path}/reply`, { msg_type: "text", content: text("Inside"), reply_in_thread: true });
  await article(page, "Bot: Inside").getByRole("button", { name: "In a thread" }).click();
  await article(page, "Bot: Something else").waitFor({ state: "detached" });
  expect(await page.getByRole("log").getByRole("article").count()).toBe(2);
  await page.getByRole("button", { name: "Thread only: show all" }).click();
  await article(page, "Bot: Something else").waitFor();
  await bot.api("DELETE", path, {});
  await page.getByText("Bot recalled a message").waitFor();
  expect(await article(page, "Bot: Inside").textContent()).toContain("recalled message");
  expect(complaints).toEqual([]);
});

test("people and chats are made in the page", async () => {
  await using open = await openPage(browser);
  const { page, complaints, emulator } = open;
  await page.getByRole("button", { name: "New person" }).click();
  const person = page.getByRole("dialog", { name: "New person" });
  expect(await person.getByRole("button", { name: "Create" }).isDisabled()).toBe(true);
  await person.getByLabel("Name").fill("Grace");
  await page.keyboard.press("Enter");
  await expect.poll(() => page.getByLabel("Speaking as").locator("option:checked").textContent()).toBe("Grace");

  await page.getByRole("button", { name: "New chat" }).click();
  const dialog = page.getByRole("dialog", { name: "New chat" });
  await dialog.getByLabel("Name (optional)").fill("Compilers");
  await dialog.getByRole("checkbox", { name: "Bob" }).check();
  await dialog.getByRole("button", { name: "Create" }).click();
  await page.getByRole("heading", { name: "Compilers" }).waitFor();
  const box = page.getByRole("textbox", { name: "Message to Compilers as Grace" });
  await box.fill("first\nsecond");
  await page.keyboard.press("Enter");
  await article(page, "Grace: first second").waitFor();

  // A chat of two without a name is with the bot, whoever looks at it.
  await page.getByRole("button", { name: "New chat" }).click();
  await dialog.getByRole("button", { name: "Create" }).click();
  await page.getByRole("button", { name: "Bot and Grace" }).waitFor();
  await page.getByRole("heading", { name: "Bot", level: 1 }).waitFor();
  await page.getByRole("textbox", { name: "Message to Bot as Grace" }).waitFor();
  // Nobody listens, and that is no mistake.
  expect(emulator.deliveries).toEqual([]);
  expect(complaints).toEqual([]);
});

test("the page's policy allows nothing inline, and nothing from elsewhere", async () => {
  await using open = await openPage(browser);
  const { page, address, complaints } = open;
  const policy = (await page.request.get(`${address}/_emulator/`)).headers()["content-security-policy"];
  expect(policy).toMatch(/^default-src 'none'; script-src 'self'; style-src 'self';/);
  expect(policy).not.toContain("unsafe");
  const ran = await page.evaluate(() => {
    const script = document.createElement("script");
    script.textContent = "window.ran = true";
    document.body.append(script);
    const style = document.createElement("style");
    style.textContent = "body { display: none }";
    document.body.append(style);
    return ["ran" in window, getComputedStyle(document.body).display];
  });
  expect(ran).toEqual([false, "block"]);
  await page.evaluate(() => fetch("https://attacker.example/").catch(() => undefined));
  for (const directive of ["script-src", "style-src", "connect-src"]) {
    expect(complaints.some((line) => line.includes("Content Security Policy") && line.includes(directive))).toBe(true);
  }
  expect(complaints.filter((line) => line.startsWith("foreign"))).toEqual([]);
});

test("a refusal of the control API is a notice", async () => {
  await using open = await openPage(browser, { emulator: { app: { encryptKey: "" } } });
  const { page } = open;
  await sendCards(open, ["v1-alert"]);
  await page.getByText("Bot is not connected: start it, or give its address under Bots.").waitFor();
  await page.getByRole("button", { name: "Mute" }).click();
  await page.getByRole("status", { name: "Notices" }).getByText("the bot is not connected").waitFor();
  await page.getByRole("tab", { name: "Bots" }).click();
  await page.getByLabel("Request URL of the bot").fill("http://127.0.0.1:9/");
  await page.getByRole("button", { name: "Connect" }).click();
  await page.getByRole("status", { name: "Notices" }).getByText("failed the URL check: there is no server").waitFor();
  expect(await page.getByRole("tabpanel").textContent()).toContain("no address yet");
  await open.emulator.connect(async (request) => Response.json(await request.json()));
  await page.getByRole("tabpanel").getByText("(in this process)").waitFor();
  expect(await page.getByText("start it, or give").count()).toBe(0);
});

test("the table of fidelity says what is an assumption", async () => {
  await using open = await openPage(browser);
  const { page, complaints } = open;
  await page.getByRole("tab", { name: "Fidelity" }).click();
  await page.getByRole("searchbox", { name: "Filter behaviours" }).fill("POST /open-apis/im/v1/messages");
  const row = page.getByRole("listitem").filter({ hasText: "POST /open-apis/im/v1/messages" }).first();
  await row.waitFor();
  expect(await row.textContent()).toContain("documentation");
  expect(complaints).toEqual([]);
});

test("dark mode follows the system, and the switch", async () => {
  await using dark = await openPage(browser, { browser: { colorScheme: "dark" } });
  expect(await shade(dark.page)).toBeLessThan(60);
  const toggle = dark.page.getByRole("switch", { name: "Dark mode" });
  expect(await toggle.getAttribute("aria-checked")).toBe("true");
  await toggle.click();
  await expect.poll(() => shade(dark.page)).toBeGreaterThan(200);
  await dark.page.reload();
  await dark.page.getByText("Live", { exact: true }).waitFor();
  expect(await shade(dark.page)).toBeGreaterThan(200);
  await using light = await openPage(browser, { browser: { colorScheme: "light" } });
  expect(await shade(light.page)).toBeGreaterThan(200);
  await light.page.emulateMedia({ colorScheme: "dark" });
  await expect.poll(() => shade(light.page)).toBeLessThan(60);
  expect([...dark.complaints, ...light.complaints]).toEqual([]);
});

test("a narrow screen shows one part at a time, and nothing reaches out of it", async () => {
  await using open = await openPage(browser, {
    emulator: { cardRules: ANY_CARD },
    browser: { viewport: { width: 390, height: 780 } },
  });
  const { page, complaints } = open;
  await sendCards(open);
  await page.getByRole("region", { name: "Card: Customers" }).waitFor();
  const parts = page.getByRole("toolbar", { name: "Parts of the page" });
  const visible = (): Promise<boolean[]> =>
    Promise.all(
      [page.getByRole("navigation"), page.getByRole("main"), page.getByRole("complementary")].map((part) =>
        part.isVisible(),
      ),
    );
  const reach = (): Promise<number> => page.evaluate(() => document.documentElement.scrollWidth);
  expect(await visible()).toEqual([false, true, false]);
  expect(await reach()).toBe(390);
  expect(
    await page.evaluate(
      () => [...document.querySelectorAll(".card")].filter((card) => card.getBoundingClientRect().right > 390).length,
    ),
  ).toBe(0);
  await parts.getByRole("button", { name: "Inspector" }).click();
  expect(await visible()).toEqual([false, false, true]);
  expect(await reach()).toBe(390);
  await parts.getByRole("button", { name: "Chats" }).click();
  expect(await visible()).toEqual([true, false, false]);
  await page.getByRole("button", { name: "Team" }).click();
  expect(await visible()).toEqual([false, true, false]);
  await page.getByRole("button", { name: "Back to the chats" }).click();
  expect(await visible()).toEqual([true, false, false]);
  expect(complaints).toEqual([]);
});

test("the page comes back by itself when the emulator was away", async () => {
  await using open = await openPage(browser);
  const { page } = open;
  const bot = await botOf(open);
  await open.away(async () => {
    await page.getByText("Connection lost, trying again").waitFor();
    await bot.send("text", JSON.stringify({ text: "Anybody?" }));
  });
  await article(page, "Bot: Anybody?").waitFor();
  await page.getByText("Live", { exact: true }).waitFor();
});

const NAMELESS = /^\s*- (button|link|textbox|combobox|checkbox|radio|switch|tab|img|menuitem)( \[[^\]]*\])*:?$/;

test("every control has a name", async () => {
  await using open = await openPage(browser, { emulator: { cardRules: ANY_CARD } });
  const { page } = open;
  const nameless = async (): Promise<string[]> =>
    (await page.locator("body").ariaSnapshot()).split("\n").filter((line) => NAMELESS.test(line));
  await sendCards(open);
  await page.getByRole("region", { name: "Card: Customers" }).waitFor();
  for (const tab of ["Traffic", "Faults", "Bots", "Fidelity"]) {
    await page.getByRole("tab", { name: tab }).click();
    expect(await nameless()).toEqual([]);
  }
  await page.evaluate(() => document.body.append(document.createElement("button")));
  expect(await nameless()).toHaveLength(1);
});

test("what nests without end, or cannot be drawn, leaves the rest of the chat on the screen", async () => {
  await using open = await openPage(browser);
  const { page, emulator, complaints } = open;
  const bot = await botOf(open);
  const markdowns = ["> ".repeat(3000), "<font color='red'>".repeat(1200), "**a *b ".repeat(1000), "- ".repeat(5000)];
  for (const content of markdowns) {
    await bot.send(
      "interactive",
      JSON.stringify({ schema: "2.0", body: { elements: [{ tag: "markdown", content }] } }),
    );
    await bot.send("post", JSON.stringify({ en_us: { title: "", content: [[{ tag: "md", text: content }]] } }));
  }
  // The emulator has no such messages: they stand for whatever else a drawing may stumble over.
  const [timeless, broken] = emulator.messages(open.chat);
  Object.assign(timeless ?? {}, { create_time: "soon" });
  Object.assign(broken ?? {}, { text: undefined });
  await bot.send("text", JSON.stringify({ text: "after all of it" }));
  await article(page, /after all of it/).waitFor();
  await page.reload();
  await article(page, /after all of it/).waitFor();
  expect(await page.getByRole("log").getByRole("article").count()).toBe(2 * markdowns.length);
  expect(await page.getByRole("alert").textContent()).toContain("This message could not be drawn.");
  expect(complaints).toEqual([]);
});
