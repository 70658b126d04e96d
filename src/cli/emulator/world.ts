import { insideOf, type Restored, restore } from "../../emulator/control/index.ts";
import { createEmulator, type EmulatedApp, type Emulator } from "../../emulator/index.ts";
import { domainOf } from "../domain.ts";
import { CliError, wordsOf } from "../io.ts";
import type { Config } from "./config.ts";
import type { Derive } from "./machine-secret.ts";

/**
 * An app with keys of this machine, where its config names none. Without `derive` the emulator makes them from its seed.
 *
 * @param place - Number of the app in the config: it distinguishes two apps without a name or an id.
 */
function withKeys(given: Partial<EmulatedApp>, place: number, derive: Derive | undefined): Partial<EmulatedApp> {
  if (derive === undefined) {
    return given;
  }
  const key = given.appId ?? given.name ?? String(place);
  return {
    ...given,
    appId: given.appId ?? `cli_${derive("app-id", key).slice(0, 16)}`,
    appSecret: given.appSecret ?? derive("app-secret", key),
    encryptKey: given.encryptKey ?? derive("encrypt-key", key),
    verificationToken: given.verificationToken ?? derive("verification-token", key),
  };
}

/** Apps that the config names: those that are known get its values, the others are added. */
function arrangeApps(emulator: Emulator, apps: NonNullable<Config["apps"]>, derive: Derive | undefined): void {
  const { state } = insideOf(emulator);
  for (const [place, { bot: _, ...given }] of apps.entries()) {
    const whole = withKeys(given, place, derive);
    const known = knownApp([...state.apps.values()], given, place === 0 ? emulator.app.appId : whole.appId);
    if (known === undefined) {
      emulator.addApp(whole);
    } else {
      Object.assign(known, given);
    }
  }
}

/** An app by its id or else its name; one that has neither by the id that it would get. */
function knownApp(
  records: readonly { app: EmulatedApp }[],
  { appId, name }: Partial<EmulatedApp>,
  ownId: string | undefined,
): EmulatedApp | undefined {
  const all = records.map(({ app }) => app);
  if (appId === undefined && name !== undefined) {
    return all.find((app) => app.name === name);
  }
  return all.find((app) => app.appId === (appId ?? ownId));
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
 * @param derive - Derives the keys of this machine. Without it they come from the seed.
 * @throws {CliError} A value is wrong.
 */
export function makeWorld(config: Config, saved: Restored | undefined, derive: Derive | undefined): Emulator {
  const { bot: _, ...first } = config.apps?.[0] ?? {};
  let emulator: Emulator;
  try {
    emulator = createEmulator({
      seed: config.seed ?? (derive && Number.parseInt(derive("seed").slice(0, 12), 16)),
      domain: domainOf(config.domain ?? "feishu"),
      strict: config.strict ?? false,
      allow: config.allow,
      app: saved === undefined ? withKeys(first, 0, derive) : saved.app,
    });
    if (saved !== undefined) {
      restore(insideOf(emulator), saved);
    }
    arrangeApps(emulator, config.apps ?? [], derive);
  } catch (error) {
    if (error instanceof TypeError) {
      throw new CliError(wordsOf(error), 2);
    }
    throw error;
  }
  if (saved === undefined) {
    arrangePeople(emulator, config);
    for (const name of config.wikiSpaces ?? []) {
      emulator.addWikiSpace({ name });
    }
  }
  for (const fault of config.faults ?? []) {
    emulator.faults.add(fault);
  }
  return emulator;
}
