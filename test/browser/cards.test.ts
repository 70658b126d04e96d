import { readFileSync } from "node:fs";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchChromium } from "./chromium.ts";
import { ANY_CARD, botOf, GALLERY, sendCards } from "./gallery.ts";
import { type OpenPage, openPage } from "./open-page.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

/** A bot that takes whatever is clicked, and what it was told. */
async function openWithClicks(names: readonly string[]): Promise<OpenPage & { clicks: Record<string, unknown>[] }> {
  const clicks: Record<string, unknown>[] = [];
  const open = await openPage(browser, {
    emulator: { app: { encryptKey: "" }, cardRules: ANY_CARD },
    browser: { timezoneId: "Asia/Shanghai" },
    arrange: (emulator) =>
      emulator.connect(async (request) => {
        const body = await request.json();
        if (body.challenge !== undefined) {
          return Response.json({ challenge: body.challenge });
        }
        clicks.push(body.event.action);
        return Response.json({});
      }),
  });
  await sendCards(open, names);
  return { ...open, clicks };
}

test("every card of the gallery is drawn, and nothing complains", async () => {
  await using open = await openPage(browser, { emulator: { cardRules: ANY_CARD } });
  await sendCards(open);
  const { page, complaints } = open;
  await expect.poll(() => page.locator(".card").count()).toBe(GALLERY.length);
  await page.getByRole("img", { name: "Latency of the last hour" }).waitFor();
  expect(complaints).toEqual([]);
});

test("a card with every component has none that is not drawn, and its chart is a table", async () => {
  const { components } = JSON.parse(readFileSync(new URL("../../openapi/card.json", import.meta.url), "utf8"));
  const current = Object.entries<{ "x-card-schemas"?: string[] }>(components.schemas).flatMap(([tag, schema]) =>
    schema["x-card-schemas"]?.includes("2.0") ? tag : [],
  );
  const sent = readFileSync(new URL("cards/v2-everything.json", import.meta.url), "utf8");
  expect(current.filter((tag) => !sent.includes(`"tag": "${tag}"`))).toEqual([]);

  await using open = await openWithClicks(["v2-everything"]);
  const { page, complaints } = open;
  const card = page.getByRole("region", { name: "Card: Every component" });
  await card.waitFor();
  expect(await card.locator(".placeholder").count()).toBe(0);
  const chart = card.getByRole("figure", { name: "Chart (bar): Orders by month" });
  expect(await chart.getByRole("row").allTextContents()).toEqual(["monthorders", "May8", "June13", "July21"]);
  expect(complaints).toEqual([]);
  for (const colorScheme of process.env.CARD_PICTURES ? (["light", "dark"] as const) : []) {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width: 1360, height: 1800 });
    await card.screenshot({ path: `${process.env.CARD_PICTURES}/every-component-${colorScheme}.png` });
  }
});

test("what the checker finds in a card stands below its message", async () => {
  await using open = await openPage(browser);
  const bot = await botOf(open);
  await bot.send("interactive", JSON.stringify({ elements: [{ tag: "markdown", content: "# A heading" }] }));
  const findings = open.page.locator(".findings");
  await findings.getByText("1 finding of the checker").click();
  expect(await findings.getByRole("listitem").textContent()).toContain("elements[0].content");
  expect(await findings.getByRole("listitem").textContent()).toContain("The Markdown of JSON 1.0 has no headings");
});

test("JSON 1.0: fields, markdown, confirmation, overflow, selects and pickers", async () => {
  await using open = await openWithClicks(["v1-alert", "v1-choices", "v1-columns"]);
  const { page, clicks, complaints, ada } = open;
  const alert = page.getByRole("region", { name: "Card: Checkout is slow" });
  await page.getByRole("region", { name: "Card: Weekly *numbers*" }).waitFor();
  expect(await alert.locator("strong").allTextContents()).toEqual(["Service", "Since", "Owner"]);
  expect(await alert.getByRole("link", { name: "the dashboard" }).getAttribute("href")).toBe(
    "https://dashboard.example/checkout",
  );
  await alert.getByRole("button", { name: "Take it" }).click();
  const question = page.getByRole("dialog", { name: "Take the alert?" });
  await question.getByRole("button", { name: "Cancel" }).click();
  await alert.getByRole("button", { name: "Take it" }).click();
  await question.getByRole("button", { name: "Confirm" }).click();
  await expect.poll(() => clicks.length).toBe(1);
  await alert.getByRole("button", { name: "More choices" }).click();
  await page.getByRole("menuitem", { name: "Close" }).click();
  await expect.poll(() => clicks.length).toBe(2);

  const room = page.getByRole("region", { name: "Card: Book a room" });
  await room.getByLabel("Room").selectOption("venus");
  await expect.poll(() => clicks.length).toBe(3);
  await room.getByLabel("Day").fill("2024-05-02");
  await expect.poll(() => clicks.length).toBe(4);
  await room.getByLabel("Hour").fill("10:45");
  await expect.poll(() => clicks.length).toBe(5);
  await room.getByLabel("Reminder").fill("2024-05-01T18:00");
  await expect.poll(() => clicks.length).toBe(6);
  await room.getByLabel("Host").selectOption({ label: ada.name });
  await expect.poll(() => clicks.length).toBe(7);

  const timezone = "Asia/Shanghai";
  expect(clicks).toEqual([
    { tag: "button", value: { do: "take" }, timezone },
    { tag: "overflow", option: "close", timezone },
    { tag: "select_static", value: { field: "room" }, option: "venus", timezone },
    { tag: "date_picker", value: { field: "day" }, option: "2024-05-02 +0800", timezone },
    { tag: "picker_time", value: { field: "hour" }, option: "10:45 +0800", timezone },
    { tag: "picker_datetime", value: { field: "reminder" }, option: "2024-05-01 18:00 +0800", timezone },
    { tag: "select_person", value: { field: "host" }, option: ada.openId, timezone },
  ]);
  const plain = page.getByRole("region", { name: "Card: Weekly *numbers*" });
  expect(await plain.textContent()).toContain("Plain *text* stays <b>plain</b>.");
  expect(complaints).toEqual([]);
});

test("JSON 2.0: a form demands what is required, is sent as a whole, and can be cleared", async () => {
  await using open = await openWithClicks(["v2-form"]);
  const { page, clicks, complaints, ada } = open;
  const form = page.getByRole("form", { name: "leave" });
  await form.getByRole("button", { name: "Request" }).click();
  const reason = form.getByRole("textbox", { name: "Reason" });
  expect(await reason.evaluate((input: HTMLInputElement) => input.validity.valueMissing)).toBe(true);
  await reason.fill("thrown away");
  await form.getByRole("button", { name: "Clear" }).click();
  await expect.poll(() => reason.inputValue()).toBe("");

  await reason.fill("A wedding");
  await form.getByRole("textbox", { name: "Notes" }).fill("two\nlines");
  await form.getByLabel("Kind of leave").selectOption("sick");
  await form.getByText("Morning", { exact: true }).first().click();
  await form.getByRole("checkbox", { name: "Afternoon" }).check();
  await form.getByText("Deputies", { exact: true }).click();
  await form.getByRole("checkbox", { name: ada.name }).check();
  await form.getByRole("checkbox", { name: "Paid leave" }).uncheck();
  await form.getByRole("button", { name: "Request" }).click();
  await expect.poll(() => clicks.length).toBe(1);
  expect(clicks[0]).toEqual({
    tag: "button",
    name: "send",
    value: { do: "request" },
    timezone: "Asia/Shanghai",
    form_value: {
      reason: "A wedding",
      notes: "two\nlines",
      kind: "sick",
      halves: ["morning", "afternoon"],
      deputies: [ada.openId],
      day: "2024-04-01 +0800",
      paid: false,
    },
  });
  expect(complaints).toEqual([]);
});

test("JSON 2.0: markdown, panels, containers, tables, and names in the place of what is not drawn", async () => {
  await using open = await openWithClicks(["v2-markdown", "v2-layout", "v2-table"]);
  const { page, clicks, complaints, ada } = open;
  const text = page.getByRole("region", { name: "Card: Everything in markdown" });
  await text.getByRole("heading", { name: "Heading" }).waitFor();
  expect(await text.getByRole("listitem").count()).toBe(5);
  expect(await text.getByRole("cell").allTextContents()).toEqual(["Ada", "3", "Bob", "4"]);
  expect(await text.locator("blockquote .tone-green strong").textContent()).toBe("and bold");
  expect(await text.getByRole("region", { name: "ts code" }).textContent()).toContain("1 < 2 ? 3 : 4");
  expect(await text.textContent()).toContain("*not bold*");
  expect(await text.textContent()).not.toContain("_tag");

  const layout = page.getByRole("region", { name: "Card: Release 2.4" });
  const change = layout.getByText("faster start");
  expect(await change.isVisible()).toBe(false);
  await layout.getByText("in this release").click();
  await expect.poll(() => change.isVisible()).toBe(true);
  await layout.getByText("Press anywhere here").click();
  await expect.poll(() => clicks.length).toBe(1);
  await layout.getByRole("radio", { name: "dark" }).check();
  await expect.poll(() => clicks.length).toBe(2);
  expect(clicks.map(({ tag, options, value }) => ({ tag, options, value }))).toEqual([
    { tag: "interactive_container", options: undefined, value: { do: "open" } },
    { tag: "select_img", options: "dark", value: undefined },
  ]);
  expect(await layout.textContent()).toContain(ada.name);
  expect(await layout.getByRole("button", { name: "Ship it" }).isDisabled()).toBe(true);
  await layout.getByRole("img", { name: "Component “hologram”, not drawn by the emulator" }).waitFor();

  const table = page.getByRole("region", { name: "Card: Customers" });
  await table.waitFor();
  expect(await table.getByRole("row").allTextContents()).toEqual([
    "CustomerSumStateNote",
    "Acme€1,234.50paidearly",
    "Initech€99.00lateinvoice",
  ]);
  await table.getByRole("button", { name: "Next" }).click();
  await table.getByText("Page 2 of 2").waitFor();
  expect(await table.getByRole("row").allTextContents()).toEqual(["CustomerSumStateNote", "Hooli€7.00"]);
  await table.getByRole("figure", { name: /^Chart \(bar\): Sales by month/ }).waitFor();
  expect(complaints).toEqual([]);
});

test("hostile content never runs, and nothing is fetched from elsewhere", async () => {
  const html = '<img src=x onerror="run()"><script>run()</script> [x](javascript:run())';
  await using open = await openPage(browser, {
    emulator: { app: { name: html, encryptKey: "" }, cardRules: ANY_CARD },
    arrange: (emulator) =>
      emulator.connect(async (request) => {
        const { challenge } = await request.json();
        return Response.json(challenge ? { challenge } : { toast: { type: "info", content: html } });
      }),
  });
  const { page, complaints, emulator, ada } = open;
  await page.evaluate(() => Object.assign(window, { ran: 0, run: () => Object.assign(window, { ran: 1 }) }));
  emulator.addUser({ name: html });
  emulator.addChat({ name: html, users: [ada] });
  await sendCards(open, ["v2-hostile"]);
  await page.getByText("the last line", { exact: true }).waitFor();
  await page.getByRole("log").getByRole("combobox").selectOption("__proto__");
  await page.getByRole("status", { name: "Notices" }).getByText("onerror").waitFor();
  await sayRaw(open, "post", {
    title: html,
    content: [[{ tag: "a", text: html, href: "javascript:run()" }, { tag: html }]],
  });
  await sayRaw(open, "location", { name: html, constructor: html });
  await page.getByText("Message of type location").waitFor();
  await page.getByRole("tab", { name: "Traffic" }).click();
  for (const row of await page.getByRole("button", { name: /^(API|to bot)/ }).all()) {
    await row.click();
  }

  for (const link of await page.getByRole("main").getByRole("link").all()) {
    expect(await link.getAttribute("href")).toMatch(/^https?:/);
  }
  // The page's own script is the only one.
  expect(await page.locator("script, iframe, style, object, [onerror], [onclick], [onload], [ontoggle]").count()).toBe(
    1,
  );
  expect(await page.locator("img").count()).toBe(0);
  expect(await page.evaluate(() => Reflect.get(window, "ran"))).toBe(0);
  expect(complaints).toEqual([]);
});

/** Says something of any type through the page's own dialog. */
async function sayRaw({ page }: OpenPage, type: string, content: object): Promise<void> {
  await page.getByRole("button", { name: "Send a message of any type" }).click();
  const dialog = page.getByRole("dialog", { name: "Send a message of any type" });
  await dialog.getByLabel("Type").selectOption(type);
  await dialog.getByLabel("Content").fill(JSON.stringify(content));
  await dialog.getByRole("button", { name: "Send" }).click();
  await dialog.waitFor({ state: "detached" });
}
