// What people do in a chat: mention, answer in a thread, choose a bot's menu, forward, come and go.
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Emulator } from "../../src/emulator/index.ts";
import { launchChromium } from "./chromium.ts";
import { botOf } from "./gallery.ts";
import { type OpenPage, openPage } from "./open-page.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

type Parsed = ReturnType<typeof JSON.parse>;

/** A page whose bot takes every event, and the events. */
async function openWithEvents(more?: (emulator: Emulator) => void): Promise<OpenPage & { events: [string, Parsed][] }> {
  const events: [string, Parsed][] = [];
  const open = await openPage(browser, {
    emulator: { app: { encryptKey: "" } },
    arrange: async (emulator) => {
      more?.(emulator);
      await emulator.connect(async (request) => {
        const { challenge, header, event } = await request.json();
        if (challenge === undefined) {
          events.push([header.event_type, event]);
        }
        return Response.json({ challenge });
      });
    },
  });
  return { ...open, events };
}

const article = (page: Page, name: string | RegExp) => page.getByRole("article", { name });
const box = (page: Page) => page.getByRole("textbox", { name: /^Message to/ });

/** Opens the actions of a message and chooses one. */
async function choose(page: Page, message: string | RegExp, item: string): Promise<void> {
  await article(page, message).hover();
  await article(page, message)
    .getByRole("button", { name: /^Actions for/ })
    .click();
  await page.getByRole("menuitem", { name: item, exact: true }).click();
}

test("the picker of mentions offers people, bots and everyone, by keyboard and by pointer", async () => {
  await using open = await openWithEvents();
  const { page, complaints, events, bob } = open;
  await page.getByRole("button", { name: "Team" }).click();
  await box(page).pressSequentially("Dear @");
  const picker = page.getByRole("listbox", { name: "Mention" });
  expect(await picker.getByRole("option").allTextContents()).toEqual([
    "BBotBot",
    "BBobPerson",
    "EEveryoneEveryone in the chat",
  ]);
  await page.keyboard.type("b");
  await expect.poll(() => picker.getByRole("option").count()).toBe(2);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  expect(await box(page).inputValue()).toBe("Dear @Bob ");
  await picker.waitFor({ state: "detached" });
  await page.keyboard.type("and ");
  await page.getByRole("button", { name: "Mention", exact: true }).click();
  await picker.getByRole("option", { name: /^E Everyone|^Everyone/ }).click();
  await page.keyboard.type("! ");
  await page.keyboard.type("@bo");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await article(page, "Ada Lovelace: Dear @Bob and @Everyone ! @Bot").waitFor();
  const [[, { message }]] = events as [[string, Parsed]];
  expect(JSON.parse(message.content).text).toBe("Dear @_user_1 and @_all ! @_user_2");
  expect(message.mentions.map(({ name, id }: Parsed) => [name, id.open_id])).toEqual([
    ["Bob", bob.openId],
    ["Bot", open.emulator.app.botOpenId],
  ]);
  // Escape closes the picker and leaves the text.
  await box(page).pressSequentially("@b");
  await page.keyboard.press("Escape");
  await picker.waitFor({ state: "detached" });
  expect(await box(page).inputValue()).toBe("@b");
  expect(complaints).toEqual([]);
});

test("what is written in the view of a thread goes into the thread, also a picture and a message of any type", async () => {
  await using open = await openWithEvents();
  const { page, complaints, emulator, team } = open;
  await page.getByRole("button", { name: "Team" }).click();
  const bot = await botOf(open);
  await bot.send("text", JSON.stringify({ text: "The plan" }), team);
  await bot.send("text", JSON.stringify({ text: "Something else" }), team);
  await choose(page, "Bot: The plan", "Reply in a thread");
  await box(page).fill("Begins a thread");
  await page.keyboard.press("Enter");
  await choose(page, "Ada Lovelace: Begins a thread", "Open thread");
  await article(page, "Bot: Something else").waitFor({ state: "detached" });
  await page.getByRole("textbox", { name: "Message to the thread in Team as Ada Lovelace" }).fill("Goes on");
  await page.keyboard.press("Enter");
  await article(page, "Ada Lovelace: Goes on").waitFor();
  await page.locator("input[type=file]").setInputFiles({
    name: "notes.txt",
    mimeType: "text/plain",
    buffer: Buffer.from("notes"),
  });
  await page.getByRole("link", { name: "Download notes.txt" }).waitFor();
  await page.getByRole("button", { name: "Send a message of any type" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Send" }).click();
  await article(page, /^Ada Lovelace: Title/).waitFor();
  expect(await page.getByRole("log").getByRole("article").count()).toBe(5);
  const [root, other, ...inside] = emulator.messages(team);
  expect(other?.thread_id).toBeUndefined();
  expect(new Set(inside.map(({ thread_id }) => thread_id))).toEqual(new Set([root?.thread_id]));
  expect(inside.every(({ root_id }) => root_id === root?.message_id)).toBe(true);
  await page.getByRole("button", { name: "Thread only: show all" }).click();
  await article(page, "Bot: Something else").waitFor();
  expect(complaints).toEqual([]);
});

test("people and bots come into a group and leave it, and it is disbanded", async () => {
  await using open = await openWithEvents((emulator) => {
    emulator.addUser({ name: "Grace" });
    emulator.addApp({ name: "Helper" });
  });
  const { page, complaints, events } = open;
  await page.getByRole("button", { name: "Team" }).click();
  await page.getByRole("button", { name: "Members, 3" }).click();
  const dialog = page.getByRole("dialog", { name: "Members of Team" });
  await dialog.getByRole("combobox", { name: "Add a person" }).selectOption({ label: "Grace" });
  await dialog.getByRole("button", { name: "Add a person: Add" }).click();
  await dialog.getByRole("button", { name: "Remove Grace" }).waitFor();
  await dialog.getByRole("button", { name: "Add a bot: Add" }).click();
  await dialog.getByRole("button", { name: "Remove Helper" }).click();
  await dialog.getByRole("button", { name: "Remove Helper" }).waitFor({ state: "detached" });
  await dialog.getByRole("button", { name: "Remove Bob" }).click();
  await dialog.getByRole("button", { name: "Remove Bob" }).waitFor({ state: "detached" });
  await dialog.getByRole("button", { name: "Disband the group" }).click();
  await page.getByText("This chat was disbanded. No one can write to it.").waitFor();
  expect(events.map(([type]) => type)).toEqual([
    "im.chat.member.user.added_v1",
    "im.chat.member.user.deleted_v1",
    "im.chat.disbanded_v1",
  ]);
  // A new group tells its bot that it was added, a chat of two that it was opened.
  await page.getByRole("button", { name: "New chat" }).click();
  const fresh = page.getByRole("dialog", { name: "New chat" });
  await fresh.getByLabel("Name (optional)").fill("Topics");
  await fresh.getByRole("checkbox", { name: "Topic group: each message begins a thread" }).check();
  await fresh.getByRole("button", { name: "Create" }).click();
  await page.getByRole("heading", { name: "Topics" }).waitFor();
  expect(events.at(-1)?.[0]).toBe("im.chat.member.bot.added_v1");
  await box(page).fill("A topic");
  await page.keyboard.press("Enter");
  await article(page, "Ada Lovelace: A topic").getByRole("button", { name: "In a thread" }).waitFor();
  await page.getByRole("button", { name: "Lunch" }).click();
  await page.getByRole("button", { name: "Members, 2" }).click();
  await page.getByRole("button", { name: "Send the event of an opened chat" }).click();
  await expect.poll(() => events.at(-1)?.[0]).toBe("im.chat.access_event.bot_p2p_chat_entered_v1");
  expect(complaints).toEqual([]);
});

test("an entry of the bot's menu is an event, and the page remembers its key", async () => {
  await using open = await openWithEvents();
  const { page, complaints, events, ada } = open;
  await page.getByRole("button", { name: "Bot menu" }).click();
  await page.getByRole("menuitem", { name: "Another entry…" }).click();
  await page.getByRole("dialog").getByLabel("Key of the entry (event_key)").fill("help");
  await page.keyboard.press("Enter");
  await expect.poll(() => events.length).toBe(1);
  await page.getByRole("button", { name: "Bot menu" }).click();
  await page.getByRole("menuitem", { name: "help" }).click();
  await expect.poll(() => events.length).toBe(2);
  expect(events[1]).toMatchObject([
    "application.bot.menu_v6",
    { event_key: "help", operator: { operator_name: "Ada Lovelace", operator_id: { open_id: ada.openId } } },
  ]);
  // A group has no menu of a bot.
  await page.getByRole("button", { name: "Team" }).click();
  await page.getByRole("heading", { name: "Team" }).waitFor();
  expect(await page.getByRole("button", { name: "Bot menu" }).count()).toBe(0);
  expect(complaints).toEqual([]);
});

test("several messages are forwarded as one, and a quoted message names whom it mentions", async () => {
  await using open = await openWithEvents();
  const { page, complaints, events, emulator, team } = open;
  await page.getByRole("button", { name: "Team" }).click();
  await box(page).fill("one");
  await page.keyboard.press("Enter");
  await box(page).pressSequentially("@Bo");
  await page.keyboard.press("Enter");
  await page.keyboard.type("two");
  await page.keyboard.press("Enter");
  await choose(page, "Ada Lovelace: @Bot two", "Forward…");
  const dialog = page.getByRole("dialog", { name: "Forward messages" });
  await dialog.getByLabel("To").selectOption({ label: "Team" });
  await dialog.getByRole("checkbox", { name: "Ada Lovelace: one" }).check();
  await dialog.getByRole("button", { name: "Forward", exact: true }).click();
  await page.getByRole("log").getByText("Forwarded messages").waitFor();
  expect(events.at(-1)?.[1].message).toMatchObject({ message_type: "merge_forward", chat_id: team.chatId });
  expect(emulator.messages(team)).toHaveLength(3);
  await choose(page, "Ada Lovelace: @Bot two", "Reply");
  await page.getByText("Reply to Ada Lovelace: @Bot two").waitFor();
  await box(page).fill("three");
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Ada Lovelace: @Bot two", exact: true }).waitFor();
  expect(complaints).toEqual([]);
});
