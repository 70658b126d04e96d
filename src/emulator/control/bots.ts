import type { EmulatedApp, PushedEvent } from "../index.ts";
import type { Action } from "./action.ts";
import { ControlError } from "./answers.ts";
import { diagnose } from "./diagnose.ts";
import { appOf, type Context, demandText, listOf, objectOf, textOf, userOf } from "./read.ts";
import { templateOf } from "./templates.ts";
import { toApp } from "./wire.ts";

/** Sets where the events of an app go. */
export const connect: Action<"POST connect"> = async (context, body) => {
  const url = demandText(body, "url");
  if (!/^https?:\/\//.test(url) || !URL.canParse(url)) {
    throw new ControlError(400, "url must be an http or https address");
  }
  const { username, password } = new URL(url);
  if (username || password) {
    throw new ControlError(400, "url must have no user name: no request can have one");
  }
  const record = appOf(context, textOf(body, "app"));
  try {
    await context.emulator.connect(url, record.app);
  } catch (error) {
    const words = await diagnose(context.emulator, record.app, url, error);
    throw new ControlError(409, `${url} failed the URL check: ${words}`);
  }
  return toApp(record);
};

async function templateFor({ emulator }: Context, type: string, app: EmulatedApp): Promise<PushedEvent> {
  const made = await templateOf(emulator, type, app);
  if (made === undefined) {
    throw new ControlError(404, `there is no event ${JSON.stringify(type)}`);
  }
  return made;
}

/** An event of a type with values that suit its fields, for one app. */
export const template: Action<"GET templates/:id"> = (context, body, type) =>
  templateFor(context, type, appOf(context, textOf(body, "app")).app);

/** Sends an event to a bot. */
export const push: Action<"POST push"> = async (context, body) => {
  const { app } = appOf(context, textOf(body, "app"));
  const type = demandText(body, "type");
  const given = objectOf(body, "event");
  const schema = textOf(body, "schema") === "1.0" ? "1.0" : "2.0";
  const made = given === undefined ? await templateOf(context.emulator, type, app) : undefined;
  const event: PushedEvent = made ?? { type, event: given ?? {}, schema };
  return { delivery: context.history.entryOf(await context.emulator.push(event, app)) };
};

/** Sends an event again that a bot did not acknowledge. */
export const redeliver: Action<"POST redeliver"> = async ({ inside, history }, body) => ({
  delivery: history.entryOf(await inside.courier.resend(demandText(body, "event_id"))),
});

/** A person chooses an entry of a bot's menu. */
export const chooseMenu: Action<"POST menu"> = async (context, body) => {
  const user = userOf(context, demandText(body, "user"));
  const { app } = appOf(context, textOf(body, "app"));
  const deliveries = await context.emulator.chooseMenu(user, demandText(body, "event_key"), app);
  return { deliveries: deliveries.map(context.history.entryOf) };
};

/** Sets the scopes of an app: a list, or `null` for every scope. */
export const setScopes: Action<"POST scopes"> = (context, body) => {
  const record = appOf(context, textOf(body, "app"));
  if (body.scopes === null) {
    delete record.app.scopes;
  } else {
    const scopes = listOf(body, "scopes");
    if (scopes === undefined) {
      throw new ControlError(400, "scopes is missing: a list of texts, or null for every scope");
    }
    record.app.scopes = [...new Set(scopes.map((scope) => scope.trim()).filter((scope) => scope !== ""))];
  }
  context.inside.state.changes.emit({ type: "app", app: record.app });
  return toApp(record);
};

/** The credentials of an app as the lines of a bot's environment. The address of the emulator is missing. */
export const credentials: Action<"GET credentials/:id"> = (context, _body, id) => credentialsOf(appOf(context, id).app);

/** The credentials of an app under the names of environment variables. */
export const credentialsOf = (app: EmulatedApp): Record<string, string> => ({
  APP_ID: app.appId,
  APP_SECRET: app.appSecret,
  ENCRYPT_KEY: app.encryptKey,
  VERIFICATION_TOKEN: app.verificationToken,
});
