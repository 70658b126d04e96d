import { access, constants } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { originOf } from "../../base/index.ts";
import { LarkTransportError, type RegisteredApp, type RegistrationPage, registerApp } from "../../oauth/index.ts";
import type { RegisterFlags } from "../arguments.ts";
import { domainOf } from "../domain.ts";
import { CliError, type Io, wordsOf } from "../io.ts";
import { conflictsIn, readEnvFile, withVariables, writeEnvFile } from "./env-file.ts";
import { qrCode } from "./qr.ts";

/** The file that `lark-edge register` writes by default. */
export const DEFAULT_ENV_FILE = ".env";

/** The address of the platform. The registration needs an origin. */
function platformOf(flags: RegisterFlags, io: Io): string {
  const given = flags.domain || io.env.LARK_DOMAIN || "feishu";
  try {
    return originOf(domainOf(given));
  } catch (error) {
    throw error instanceof CliError
      ? error
      : new CliError(`The domain must have no path, got ${JSON.stringify(given)}.`, 2);
  }
}

/** Refuses a file that could not be written, or has other values, before a person does anything. */
async function checkFile(path: string, domain: string, force: boolean): Promise<void> {
  const text = await readEnvFile(path);
  const known = conflictsIn(text, { APP_ID: undefined, APP_SECRET: undefined, LARK_DOMAIN: domain });
  if (known.length > 0 && !force) {
    const names = known.join(", ");
    throw new CliError(
      `${path} has a value of ${names} already. --force replaces it, and --env names another file.`,
      2,
    );
  }
  const place = text === "" ? dirname(resolve(path)) : path;
  await access(place, constants.W_OK).catch((error: unknown) => {
    throw new CliError(`The environment file ${path} cannot be written: ${wordsOf(error)}.`);
  });
}

const two = (value: number): string => String(value).padStart(2, "0");

/** Shows the link and the code. The returned function ends the display. */
function showPage({ url, expiresAt }: RegistrationPage, json: boolean, { out, terminal }: Io): () => void {
  if (json) {
    out(JSON.stringify({ url, expiresAt }));
    return () => {};
  }
  const code = terminal && qrCode(url, terminal.columns);
  out(code ? `Scan this code with the Feishu or Lark app, or open the link:\n\n${code}\n` : "Open this link:\n");
  out(`  ${url}\n`);
  const until = new Date(expiresAt);
  out(`The link is valid until ${two(until.getHours())}:${two(until.getMinutes())}. Ctrl-C ends the command.`);
  if (!terminal) {
    return () => {};
  }
  const tick = (): void => {
    const seconds = Math.max(0, Math.round((expiresAt - Date.now()) / 1_000));
    terminal.status(`Waiting for the confirmation, ${Math.floor(seconds / 60)}:${two(seconds % 60)} left`);
  };
  tick();
  const timer = setInterval(tick, 1_000);
  return () => {
    clearInterval(timer);
    terminal.status("");
  };
}

/** Why there is no app, in words for the person. */
function failureOf(error: unknown, domain: string): unknown {
  const { code, details } = Object(error);
  const reason = `${details}`;
  if (code === "LARK_ABORTED") {
    return new CliError("Stopped: no app was registered.");
  }
  if (reason === "access_denied") {
    return new CliError("The registration was refused on the page: there is no app.");
  }
  if (reason === "expired_token" || reason === "authorization_pending" || reason === "slow_down") {
    return new CliError("The link has expired, and there is no app. Run the command again for a new one.");
  }
  if (error instanceof LarkTransportError) {
    return new CliError(`${domain} cannot be reached: ${wordsOf(error)}`);
  }
  return code === "LARK_AUTH" || code === "LARK_API"
    ? new CliError(`${domain} refuses the registration: ${wordsOf(error)}`)
    : error;
}

/** Lets the person create the app, and shows how it goes. */
async function register(flags: RegisterFlags, domain: string, io: Io): Promise<RegisteredApp> {
  const { name, description, json = false } = flags;
  let close = (): void => {};
  try {
    return await registerApp({
      name,
      description,
      appId: flags.app,
      domain,
      source: "lark-edge",
      signal: io.signal,
      onPage: (page) => {
        close = showPage(page, json, io);
      },
    });
  } catch (error) {
    throw failureOf(error, domain);
  } finally {
    close();
  }
}

/** Writes the app into the file. The file may have been changed meanwhile, so that it is read again. */
async function keep({ appId, appSecret, domain }: RegisteredApp, path: string, io: Io): Promise<void> {
  const variables = { APP_ID: appId, APP_SECRET: appSecret, LARK_DOMAIN: domain };
  try {
    const text = await readEnvFile(path);
    const [moved] = conflictsIn(text, { LARK_DOMAIN: domain });
    await writeEnvFile(path, withVariables(text, variables));
    if (moved) {
      io.err(`LARK_DOMAIN in ${path} is ${domain} now: the app belongs to that platform.`);
    }
  } catch (error) {
    throw new CliError(
      `The app ${appId} was registered, but its secret is not in a file: ${wordsOf(error)} The developer console shows the secret.`,
    );
  }
}

/**
 * `lark-edge register`: a person creates an app by a link, and its id and secret are written into an environment file. The secret is
 * printed nowhere.
 *
 * @throws {CliError} There is no app, or the file cannot be written.
 */
export async function runRegister(flags: RegisterFlags, io: Io): Promise<void> {
  const { env: path = DEFAULT_ENV_FILE, force = false, json = false } = flags;
  const domain = platformOf(flags, io);
  await checkFile(path, domain, force);
  const app = await register(flags, domain, io);
  await keep(app, path, io);
  if (json) {
    io.out(JSON.stringify({ appId: app.appId, domain: app.domain, user: app.user, file: path }));
    return;
  }
  io.out(
    [
      `The app ${app.appId} is registered. ${path} has its APP_ID, APP_SECRET and LARK_DOMAIN.`,
      "",
      "Keep this file out of version control. A bot on the long connection needs nothing else. For a webhook, add",
      "ENCRYPT_KEY and VERIFICATION_TOKEN, which the developer console shows under Events & Callbacks.",
    ].join("\n"),
  );
}
