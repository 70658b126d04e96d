import { insideOf } from "../../emulator/control/index.ts";
import type { Emulator } from "../../emulator/index.ts";
import type { Config } from "./config.ts";

/** The bots to connect: those of the config, and the default app's by the flag. */
export function botsOf(emulator: Emulator, config: Config): { appId: string; url: string }[] {
  const { state } = insideOf(emulator);
  const own = (config.apps ?? []).flatMap(({ bot, name, appId }, index) => {
    const record = [...state.apps.values()].find(({ app }) =>
      appId === undefined && name === undefined
        ? index === 0 && app.appId === emulator.app.appId
        : app.appId === appId || app.name === name,
    );
    return bot === undefined || record === undefined ? [] : [{ appId: record.app.appId, url: bot }];
  });
  if (config.bot === undefined) {
    return own;
  }
  return [{ appId: emulator.app.appId, url: config.bot }, ...own.filter(({ appId }) => appId !== emulator.app.appId)];
}
