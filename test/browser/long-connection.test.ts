import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { EventDispatcher } from "../../src/event/index.ts";
import { connect } from "../../src/long-connection/index.ts";
import { launchChromium } from "./chromium.ts";
import { openPage } from "./open-page.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

test("the tab of the long connections shows frames, and cuts, freezes and fragments", async () => {
  await using open = await openPage(browser);
  const { page, emulator, complaints, ada, chat } = open;
  const { appId, appSecret } = emulator.app;
  const connection = connect({
    appId,
    appSecret,
    events: new EventDispatcher({ loggerLevel: "silent" }).onAny(() => {}),
    fetch: emulator.fetch,
    openSocket: (url) => new emulator.WebSocket(url),
    loggerLevel: "silent",
  });
  onTestFinished(() => connection.close({ timeoutMs: 1 }));
  await connection.ready;
  await page.getByRole("tab", { name: "Connections" }).click();
  const connections = page.getByRole("list", { name: "Connections" }).getByRole("listitem");
  await expect.poll(() => connections.count()).toBe(1);
  await page.getByRole("textbox", { name: "Bytes of a part" }).fill("300");
  await page.getByRole("button", { name: "Fragment" }).click();
  await expect.poll(() => page.getByText("Bytes of a part: 300").count()).toBe(1);
  await emulator.say(ada, chat, "hello");
  const frames = page.getByRole("table", { name: "Frames" });
  await expect.poll(() => frames.getByText("answer 200").count()).toBe(1);
  expect(await frames.getByText(/event \d\/\d/).count()).toBeGreaterThan(1);
  await page.getByRole("button", { name: "Freeze" }).click();
  await expect.poll(() => connections.first().textContent()).toContain("frozen");
  await page.getByRole("button", { name: "Cut" }).click();
  await expect.poll(() => connection.state).not.toBe("connected");
  expect(complaints).toEqual([]);
});
