// The login example: a person signs in on the emulator's page, denies, consents to a scope that was missing, and logs out.
import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { createSite } from "../../examples/login/site.ts";
import { createEmulator } from "../../src/emulator/index.ts";
import { memoryStore } from "../../src/store/backends/memory.ts";
import { serve } from "../support/emulator-server.ts";
import { freePort } from "../support/free-port.ts";
import { launchChromium } from "./chromium.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) {
    await cleanUp();
  }
});

/** The platform on a port of this machine, and the site on another. */
async function world() {
  const emulator = createEmulator();
  const ada = emulator.addUser({ name: "Ada" });
  const bob = emulator.addUser({ name: "Bob" });
  emulator.addChat({ name: "Team", users: [ada, bob] });
  const platform = await serve(emulator);
  cleanUps.push(platform.close);
  const { appId: APP_ID, appSecret: APP_SECRET } = emulator.app;
  const port = await freePort();
  const SITE = `http://localhost:${port}`;
  const [COOKIE_SECRET, SEAL_KEY] = ["c".repeat(44), btoa("k".repeat(32))];
  const config = { APP_ID, APP_SECRET, LARK_DOMAIN: platform.domain, SITE, COOKIE_SECRET, SEAL_KEY };
  const store = memoryStore();
  const answer = createSite(config, store);
  const site = await serve({ fetch: (url, init) => answer(new Request(url, init)) }, undefined, port);
  cleanUps.push(site.close);
  const context = await browser.newContext();
  cleanUps.push(() => context.close());
  return { emulator, ada, SITE, context, page: await context.newPage(), platform: platform.domain, store };
}

test("a person denies, then signs in, and grants a scope that the page lacked", async () => {
  const { SITE, context, page, platform, ada, emulator } = await world();
  await page.goto(`${SITE}/chats`);
  expect(new URL(page.url()).origin).toBe(platform);
  await page.getByRole("link", { name: "Ada" }).click();
  await page.getByText("offline_access").waitFor();
  await page.getByRole("button", { name: "Deny" }).click();
  await page.getByText("You did not agree to the access.").waitFor();
  expect(await context.cookies()).toEqual([]);

  await page.getByRole("link", { name: "Try again" }).click();
  await page.getByRole("link", { name: "Ada" }).click();
  await page.getByRole("button", { name: "Allow" }).click();
  // The chats need a scope that the person has not granted: the platform's page lists this one alone.
  await page.getByRole("link", { name: "Ada" }).click();
  const scopes = await page.getByRole("listitem").allTextContents();
  expect(scopes).toHaveLength(1);
  expect(scopes[0]?.trim()).toMatch(/^im:chat/);
  await page.getByRole("button", { name: "Allow" }).click();
  await page.getByRole("heading", { name: "Chats" }).waitFor();
  expect(page.url()).toBe(`${SITE}/chats`);
  expect(await page.getByRole("listitem").allTextContents()).toEqual(["Team"]);

  // The browser has one cookie, which no script can read, and no token in it.
  const cookies = await context.cookies();
  expect(cookies).toMatchObject([{ name: "lark-session", httpOnly: true, sameSite: "Lax", path: "/" }]);
  expect(await page.evaluate("document.cookie")).toBe("");
  const tokens = emulator.requests.filter(({ authorization }) => authorization === "user");
  expect(tokens.length).toBeGreaterThan(0);

  await page.goto(SITE);
  await page.getByText(`You are ${ada.openId}.`).waitFor();
  await page.getByRole("button", { name: "Log out" }).click();
  await page.getByRole("link", { name: "Sign in" }).waitFor();
  expect(await context.cookies()).toEqual([]);
});

test("a person leaves a scope out, is signed in without it, and grants it when a page needs it", async () => {
  const { SITE, page, ada, emulator } = await world();
  await page.goto(`${SITE}/chats`);
  await page.getByRole("link", { name: "Ada" }).click();
  await page.getByRole("checkbox", { name: "offline_access" }).uncheck();
  await page.getByRole("button", { name: "Allow" }).click();
  // The chats need another scope. The page lists it, and the one that was left out.
  await page.getByRole("link", { name: "Ada" }).click();
  expect(await page.getByRole("checkbox").count()).toBe(2);
  await page.getByRole("checkbox", { name: /^im:chat/ }).uncheck();
  await page.getByRole("button", { name: "Allow" }).click();
  // Nothing of what the page needs was granted: that is a refusal, and not the same page again.
  await page.getByText("You did not agree to the access.").waitFor();
  await page.goto(`${SITE}/chats`);
  await page.getByRole("link", { name: "Ada" }).click();
  const [scope] = await page.getByRole("listitem").allTextContents();
  expect(scope?.trim()).toMatch(/^im:chat/);
  await page.getByRole("button", { name: "Allow" }).click();
  await page.getByRole("heading", { name: "Chats" }).waitFor();
  expect(emulator.requests.some(({ code }) => code === 99991679)).toBe(true);
  await page.goto(SITE);
  await page.getByText(`You are ${ada.openId}.`).waitFor();
});

test("a person who has granted everything signs in with one click", async () => {
  const { SITE, page, ada } = await world();
  for (const clicks of [["Ada", "Allow"], ["Ada"]]) {
    await page.goto(`${SITE}/auth/login`);
    for (const name of clicks) {
      await page.getByRole(name === "Allow" ? "button" : "link", { name }).click();
    }
    await page.getByText(`You are ${ada.openId}.`).waitFor();
    await page.getByRole("button", { name: "Log out" }).click();
  }
});
