import { appOf, insideOf, restore, type Saved } from "../emulator/control/index.ts";
import { createEmulator, DEFAULT_DOMAIN, type EmulatedApp, type Emulator } from "../emulator/index.ts";
import { type Config, isHttp } from "./config.ts";
import { CliError, wordsOf } from "./io.ts";

const DOMAINS: Readonly<Record<string, string>> = { feishu: DEFAULT_DOMAIN, lark: "https://open.larksuite.com" };

function domainOf(given: string): string {
  if (Object.hasOwn(DOMAINS, given)) {
    return DOMAINS[given] as string;
  }
  if (isHttp(given)) {
    return given;
  }
  throw new CliError(`The domain must be feishu, lark or an http or https address, got ${JSON.stringify(given)}.`, 2);
}

/** Apps that the config names: those that are known get its values, the others are added. */
function arrangeApps(emulator: Emulator, apps: NonNullable<Config["apps"]>): void {
  const { state } = insideOf(emulator);
  for (const { bot: _, ...given } of apps) {
    const known = [...state.apps.values()].find(({ app }) =>
      given.appId === undefined ? app.name === given.name : app.appId === given.appId,
    );
    if (known === undefined) {
      emulator.addApp(given);
    } else {
      Object.assign(known.app, given);
    }
  }
}

function arrangePeople(emulator: Emulator, { users, chats }: Config): void {
  const { state } = insideOf(emulator);
  if (users === undefined && chats === undefined) {
    const ada = emulator.addUser({ name: "Ada Lovelace", email: "ada@example.com" });
    const grace = emulator.addUser({ name: "Grace Hopper", email: "grace@example.com" });
    emulator.addChat({ users: [ada] });
    emulator.addChat({ users: [grace] });
    emulator.addChat({ name: "Team", users: [ada, grace] });
    return;
  }
  const people = new Map((users ?? []).map((user) => [user.name, emulator.addUser(user)]));
  const apps = [...state.apps.values()].map(({ app }) => app);
  const appNamed = (name: string): EmulatedApp[] =>
    apps.filter((app) => app.name === name || app.appId === name).slice(0, 1);
  for (const { name, type, users: names, apps: bots } of chats ?? []) {
    emulator.addChat({
      name,
      chatType: type,
      users: names.flatMap((user) => people.get(user) ?? []),
      ...(bots === undefined ? {} : { bots: bots.flatMap(appNamed) }),
    });
  }
}

/**
 * Makes the emulator that a config describes, or goes on with the one that was saved: then its people and chats are those
 * of the file.
 *
 * @throws {CliError} A value is wrong.
 */
export function makeWorld(config: Config, saved: Saved | undefined): Emulator {
  const [first, ...others] = config.apps ?? [];
  const { bot: _, ...firstApp } = first ?? {};
  let emulator: Emulator;
  try {
    emulator = createEmulator({
      seed: config.seed,
      domain: domainOf(config.domain ?? "feishu"),
      strict: config.strict ?? false,
      allow: config.allow,
      app: saved === undefined ? firstApp : appOf(saved),
    });
    if (saved !== undefined) {
      restore(insideOf(emulator), saved);
    }
    arrangeApps(emulator, saved === undefined ? others : (config.apps ?? []));
  } catch (error) {
    if (error instanceof TypeError) {
      throw new CliError(wordsOf(error), 2);
    }
    throw error;
  }
  if (saved === undefined) {
    arrangePeople(emulator, config);
  }
  for (const fault of config.faults ?? []) {
    emulator.faults.add(fault);
  }
  return emulator;
}
