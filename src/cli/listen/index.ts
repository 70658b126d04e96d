import { parseObject, VERSION } from "../../base/index.ts";
import { type ConnectOptions, connect, type LongConnection } from "../../long-connection/index.ts";
import type { ListenFlags } from "../arguments.ts";
import { appOf, botKeysOf, createForward, type Forwarded, targetOf, variablesOf } from "../forward/index.ts";
import { CliError, type Io, wordsOf } from "../io.ts";
import { openRecording, typeOf } from "../recording.ts";
import { socketOpener } from "./open-socket.ts";

/** How long the bot may take. The platform waits for three seconds, and the way to it takes a part of them. */
const ANSWER_TIMEOUT_MS = 2_500;

/** The text that is printed at the start. */
const greeting = (appId: string, domain: string, to: string): string =>
  [
    `lark-edge ${VERSION}: events of ${appId} from ${domain} go to ${to}`,
    "",
    "The platform sends each event to one connection of the app, chosen at random. If the app has other",
    "connections, a share of its events arrives here and not there: use an app for development.",
    "",
    "Ctrl-C ends it.",
    "",
  ].join("\n");

/** The answer to the platform. An event that the bot cannot take is acknowledged, unless it shall come again. */
function answerOf({ outcome, body }: Forwarded, redeliver: boolean): { status: number; body: string } {
  const isFailed = outcome === "failed" || (outcome === "not reached" && redeliver);
  return { status: isFailed ? 500 : 200, body: outcome === "acknowledged" && parseObject(body) ? body : "{}" };
}

/** Prints the states of a connection until it is closed. */
async function follow(connection: LongConnection, io: Io): Promise<void> {
  for await (const state of connection.states()) {
    if (state === "connected") {
      io.out("Connected.");
    } else if (state === "failed") {
      throw new CliError(`The platform refuses the connection: ${wordsOf(connection.signal.reason)}`);
    }
  }
}

/** `lark-edge listen`: posts the events of an app to a bot, until the signal aborts or the platform refuses the app. */
export async function runListen(flags: ListenFlags, io: Io): Promise<void> {
  const to = targetOf("listen", flags);
  const { print = false, record, redeliver = false } = flags;
  const variables = await variablesOf(flags.env, io);
  const keys = botKeysOf(variables);
  const app = appOf(variables, flags.domain);
  const recording = record === undefined ? undefined : await openRecording(record, io);
  const forward = createForward(to, keys, ANSWER_TIMEOUT_MS, print, io);
  const events: ConnectOptions["events"] = {
    async acknowledge(body) {
      const payload = Object(body) as Record<string, unknown>;
      const event = { at: Date.now(), type: typeOf(payload), payload };
      recording?.add(event);
      return { ...answerOf(await forward(event), redeliver), headers: {} };
    },
  };
  const say = (...words: unknown[]): void => io.err(words.join(" "));
  io.out(greeting(app.appId, app.domain, to));
  const connection = connect({
    ...app,
    events,
    openSocket: await socketOpener(),
    signal: io.signal,
    logger: { error: () => {}, warn: say, info: () => {}, debug: () => {} },
  });
  try {
    await follow(connection, io);
  } finally {
    await connection.close();
    await recording?.close();
  }
}
