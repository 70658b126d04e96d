import { deliver, eventTypes, templateOf } from "../../emulator/control/index.ts";
import { createEmulator, type PushedEvent } from "../../emulator/index.ts";
import type { TriggerFlags } from "../arguments.ts";
import { addressIn } from "../domain.ts";
import { machineSecret } from "../emulator/machine-secret.ts";
import { CliError, type Io } from "../io.ts";
import { suggestion } from "../suggest.ts";
import { setField } from "./set-field.ts";

const DEFAULT_EMULATOR = "http://127.0.0.1:5275";

/** How long the bot may take, as on the platform. */
const ANSWER_TIMEOUT_MS = 3_000;

async function checkType(type: string | undefined): Promise<string> {
  if (type === undefined) {
    throw new CliError("trigger needs the name of an event, for example im.message.receive_v1.", 2);
  }
  const known = await eventTypes();
  if (!known.includes(type)) {
    throw new CliError(`There is no event ${JSON.stringify(type)}.${suggestion(type, known)}`, 2);
  }
  return type;
}

const addressOf = (flag: string, url: string): string => addressIn(flag, url).replace(/\/+$/, "");

/** Calls the emulator that runs on this machine. */
async function callEmulator(emulator: string, path: string, body?: unknown): Promise<unknown> {
  const url = `${emulator}/_emulator/api/${path}`;
  const headers = { "content-type": "application/json" };
  const init = body === undefined ? {} : { method: "POST", headers, body: JSON.stringify(body) };
  let response: Response;
  try {
    response = await fetch(url, init);
  } catch {
    throw new CliError(`No emulator runs at ${emulator}: start it by lark-edge emulator, or name the bot by --to.`);
  }
  const answer = (await response.json().catch(() => ({}))) as { error?: string };
  if (!response.ok) {
    throw new CliError(`The emulator refuses the event: ${answer.error ?? `HTTP ${response.status}`}.`);
  }
  return answer;
}

/** An emulator of this process with the keys of the bot: those of the environment, or else of this machine. */
async function ownEmulator(io: Io) {
  const { APP_ID, ENCRYPT_KEY, VERIFICATION_TOKEN } = io.env;
  const derive = await machineSecret(io);
  const emulator = createEmulator({
    app: {
      appId: APP_ID ?? `cli_${derive("app-id", "0").slice(0, 16)}`,
      encryptKey: ENCRYPT_KEY ?? derive("encrypt-key", "0"),
      verificationToken: VERIFICATION_TOKEN ?? derive("verification-token", "0"),
    },
  });
  emulator.addChat({ users: [emulator.addUser({ name: "Ada Lovelace" })] });
  return emulator;
}

/** An event, and how it is sent to the bot. */
interface Trigger {
  template(type: string): Promise<PushedEvent | undefined>;
  send(event: PushedEvent): Promise<{ status: number; body: string; error?: string | undefined }>;
}

async function toBot(url: string, io: Io): Promise<Trigger> {
  const emulator = await ownEmulator(io);
  return {
    template: (type) => templateOf(emulator, type),
    send: async (event) => {
      const request = await emulator.request(event);
      return deliver(url, new Request(url, request), ANSWER_TIMEOUT_MS);
    },
  };
}

const throughEmulator = (emulator: string): Trigger => ({
  template: async (type) => (await callEmulator(emulator, `templates/${encodeURIComponent(type)}`)) as PushedEvent,
  send: async (event) => {
    const { delivery } = (await callEmulator(emulator, "push", event)) as {
      delivery: { status: number; body: string; error?: string };
    };
    return delivery;
  },
});

/**
 * `lark-edge trigger`: sends one event to a bot.
 *
 * @throws {CliError} The arguments are wrong, or the bot did not acknowledge the event.
 */
export async function runTrigger(flags: TriggerFlags, io: Io): Promise<void> {
  if (flags.list) {
    io.out((await eventTypes()).join("\n"));
    return;
  }
  const type = await checkType(flags.event);
  const trigger =
    flags.to === undefined
      ? throughEmulator(addressOf("--emulator", flags.emulator ?? DEFAULT_EMULATOR))
      : await toBot(addressOf("--to", flags.to), io);
  const template = await trigger.template(type);
  const event = { type, event: {}, ...template };
  for (const assignment of flags.set ?? []) {
    setField(event.event, assignment);
  }
  if (flags.print) {
    io.out(JSON.stringify(event.event, null, 2));
    return;
  }
  const { status, body, error } = await trigger.send(event);
  if (status !== 200) {
    throw new CliError(`The bot did not acknowledge ${type}: ${error ?? `HTTP ${status} ${body.slice(0, 200)}`}`);
  }
  io.out(`The bot acknowledged ${type}.`);
}
