import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { type Browser, chromium } from "playwright-core";

const INSTALL =
  "Chromium is missing: `apt-get install -y chromium` (Debian), or name a Chromium or Chrome in CHROMIUM_PATH";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

const isThere = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

/** Where Chromium is. */
export function chromiumPath(): string {
  const named = process.env.CHROMIUM_PATH;
  const folders = (process.env.PATH ?? "").split(delimiter);
  const places = named ? [named] : NAMES.flatMap((name) => folders.map((folder) => join(folder, name)));
  const path = places.find(isThere);
  if (path === undefined) {
    throw new Error(INSTALL);
  }
  return path;
}

/** Starts Chromium without a window. A missing one fails, as any gate must. */
export const launchChromium = (): Promise<Browser> =>
  chromium.launch({
    executablePath: chromiumPath(),
    // A container has neither user namespaces nor a large /dev/shm; nothing foreign is opened.
    args: ["--no-sandbox", "--disable-dev-shm-usage", "--disable-background-networking"],
  });
