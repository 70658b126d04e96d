import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { serve } from "../../src/cli/emulator/serve.ts";
import { createControl } from "../../src/emulator/control/index.ts";
import {
  createEmulator,
  type EmulatedChat,
  type EmulatedUser,
  type Emulator,
  type EmulatorOptions,
} from "../../src/emulator/index.ts";

/** The emulator with its page, as a person has it before them. */
export interface OpenPage extends AsyncDisposable {
  emulator: Emulator;
  page: Page;
  ada: EmulatedUser;
  bob: EmulatedUser;
  /** Ada and the bot. */
  chat: EmulatedChat;
  /** Ada, Bob and the bot. */
  team: EmulatedChat;
  address: string;
  /** What the page complained about: the console's errors and warnings, exceptions, failed requests, foreign hosts. */
  complaints: string[];
  /** Does something while nobody can be reached at the page's address. */
  away(work: () => Promise<void>): Promise<void>;
}

interface Options {
  emulator?: EmulatorOptions;
  browser?: BrowserContextOptions;
  /** Before the page is opened. */
  arrange?(emulator: Emulator, chat: EmulatedChat): void | Promise<void>;
}

function watch(page: Page, origin: string, complaints: string[]): void {
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) {
      complaints.push(`${message.type()}: ${message.text()}`);
    }
  });
  page.on("pageerror", (error) => complaints.push(`exception: ${error.message}`));
  page.on("request", (request) => {
    const { origin: to, protocol } = new URL(request.url());
    if (to !== origin && protocol !== "blob:") {
      complaints.push(`foreign request: ${request.url()}`);
    }
  });
  page.on("dialog", async (dialog) => {
    complaints.push(`dialog: ${dialog.message()}`);
    await dialog.dismiss();
  });
}

/** Serves an emulator with two people and two chats, and opens its page. */
export async function openPage(browser: Browser, options: Options = {}): Promise<OpenPage> {
  const emulator = createEmulator(options.emulator);
  const ada = emulator.addUser({ name: "Ada Lovelace" });
  const bob = emulator.addUser({ name: "Bob" });
  const chat = emulator.addChat({ name: "Lunch", users: [ada] });
  const team = emulator.addChat({ name: "Team", users: [ada, bob] });
  await options.arrange?.(emulator, chat);
  const control = createControl({ emulator, version: "0.0.0" });
  let { address, close } = await serve(control, 0, "127.0.0.1");
  const context = await browser.newContext({ viewport: { width: 1360, height: 860 }, ...options.browser });
  const page = await context.newPage();
  const complaints: string[] = [];
  watch(page, address, complaints);
  await page.goto(`${address}/_emulator/`);
  await page.getByText("Live", { exact: true }).waitFor();
  return {
    ...{ emulator, page, ada, bob, chat, team, address, complaints },
    async away(work) {
      await close();
      await work();
      ({ address, close } = await serve(control, Number(new URL(address).port), "127.0.0.1"));
    },
    async [Symbol.asyncDispose]() {
      await context.close();
      control.close();
      await close();
    },
  };
}
