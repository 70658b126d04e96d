import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

/** Where Chromium is: what CHROMIUM_PATH says, or in PATH. */
export function chromiumPath() {
  const { PATH = "", CHROMIUM_PATH } = process.env;
  const places = CHROMIUM_PATH ? [CHROMIUM_PATH] : PATH.split(delimiter).map((folder) => join(folder, "chromium"));
  const path = places.find((place) => {
    try {
      accessSync(place, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
  if (!path) {
    throw new Error("Chromium is missing: `apt-get install -y chromium`, or name one in CHROMIUM_PATH");
  }
  return path;
}
