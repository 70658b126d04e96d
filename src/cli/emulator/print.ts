import { credentialsOf } from "../../emulator/control/index.ts";
import type { EmulatedApp } from "../../emulator/index.ts";

/** The environment variables of a bot of this emulator. */
export const environmentOf = (app: EmulatedApp, address: string): Record<string, string> => ({
  ...credentialsOf(app),
  LARK_DOMAIN: address,
});

/** The text that is printed when the emulator has started. */
export function greeting(version: string, address: string, apps: readonly EmulatedApp[]): string {
  const blocks = apps.map((app) => [
    `Put this into the environment of ${apps.length === 1 ? "your bot" : `the bot of ${app.name}`}:`,
    "",
    ...Object.entries(environmentOf(app, address)).map(([name, value]) => `  ${name}=${value}`),
    "",
  ]);
  return [
    `lark-edge ${version}: the platform runs on ${address}`,
    "",
    `  Chat page: ${address}/_emulator/`,
    "",
    ...blocks.flat(),
    ...(/:\d+$/.test(address)
      ? ["An official Node SDK before 1.73.2 cannot use an address with a port: --port 80 helps.", ""]
      : []),
    "Ctrl-C ends it.",
    "",
  ].join("\n");
}
