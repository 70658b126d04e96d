// The expense example on the chat page: a person fills in the form, approves, and sees the card change.
import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { run as runByFunctions } from "../../examples/expense-approval.ts";
import { run as runByJsx } from "../../examples/expense-approval-jsx.tsx";
import { launchChromium } from "./chromium.ts";
import { openPage } from "./open-page.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());
afterEach(() => vi.unstubAllGlobals());

test.each([
  ["functions", runByFunctions],
  ["JSX", runByJsx],
])("an expense whose card is written by %s is filled in and approved", async (_, run) => {
  vi.spyOn(console, "log").mockImplementation(() => {});
  await using open = await openPage(browser, {
    arrange: async (emulator, chat) => {
      vi.stubGlobal("fetch", emulator.fetch);
      const { appId, appSecret, encryptKey, verificationToken } = emulator.app;
      const env = { APP_ID: appId, APP_SECRET: appSecret, CHAT_ID: chat.chatId };
      const events = await run({ ...env, ENCRYPT_KEY: encryptKey, VERIFICATION_TOKEN: verificationToken });
      await emulator.connect(events.fetch);
    },
  });
  const { page, complaints, ada } = open;
  const card = page.getByRole("region", { name: "Card: Expense" });
  await card.getByRole("button", { name: "Approve" }).click();
  // The comment is required: nothing was sent without it.
  expect(await card.getByRole("button", { name: "Reject" }).isVisible()).toBe(true);
  await card.getByPlaceholder("Comment").fill("needed");
  await card.getByRole("combobox").selectOption("IT");
  await card.getByRole("button", { name: "Approve" }).click();
  await card.getByText("approved by").waitFor();
  expect(await card.textContent()).toContain(`approved by @${ada.name}: needed`);
  expect(await card.getByRole("button", { name: "Approve" }).count()).toBe(0);
  expect(complaints).toEqual([]);
});
