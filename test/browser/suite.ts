import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Result } from "../support/cases.ts";
import { bundleSuite, type Suite } from "../support/runtimes.ts";
import { launchChromium } from "./chromium.ts";

/** Runs a suite in a page of Chromium, as bundlers for browsers make it, and resolves to its results. */
export async function inChromium(suite: Suite): Promise<Result[]> {
  const script = await bundleSuite(suite, "globalThis.runAll = runAll;", ["browser", "import"]);
  // WebCrypto is there for secure pages only: those of this machine are.
  const server = createServer((request, response) => {
    const isScript = request.url === "/suite.mjs";
    response.setHeader("content-type", isScript ? "text/javascript" : "text/html");
    response.end(isScript ? script : '<!doctype html><script type="module" src="/suite.mjs"></script>');
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const browser = await launchChromium();
  try {
    const page = await browser.newPage();
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    return await page.evaluate(() => (globalThis as unknown as { runAll(): Promise<Result[]> }).runAll());
  } finally {
    await browser.close();
    server.close();
  }
}
