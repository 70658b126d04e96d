import { randomUUID } from "node:crypto";
import { VERSION } from "../../base/index.ts";
import type { ReplayFlags } from "../arguments.ts";
import { botKeysOf, createForward, targetOf, variablesOf } from "../forward/index.ts";
import { CliError, type Io } from "../io.ts";
import { type RecordedEvent, readRecording } from "../recording.ts";

/** How long the bot may take, as on the platform. */
const ANSWER_TIMEOUT_MS = 3_000;

/** The event with ids that no bot has seen: its own, and that of a received message, by which `once` knows it. */
function withNewIds({ payload, ...rest }: RecordedEvent): RecordedEvent {
  const id = randomUUID().replaceAll("-", "");
  const event = Object(payload.event);
  const renewed = {
    ...payload,
    ...(payload.header ? { header: { ...payload.header, event_id: id } } : {}),
    ...(payload.uuid ? { uuid: id } : {}),
    ...(rest.type === "im.message.receive_v1"
      ? { event: { ...event, message: { ...event.message, message_id: `om_${id}` } } }
      : {}),
  };
  return { ...rest, payload: renewed };
}

/**
 * `lark-edge replay`: posts the events of a recording to a bot, one after the other.
 *
 * @throws {CliError} The bot did not acknowledge all of them.
 */
export async function runReplay(flags: ReplayFlags, io: Io): Promise<void> {
  const to = targetOf("replay", flags);
  const { file, newIds = false, print = false } = flags;
  const keys = botKeysOf(await variablesOf(flags.env, io));
  const events = await readRecording(file);
  const forward = createForward(to, keys, ANSWER_TIMEOUT_MS, print, io);
  io.out(`lark-edge ${VERSION}: ${events.length} events of ${file} go to ${to}`);
  let done = 0;
  let acknowledged = 0;
  for (const event of events) {
    if (io.signal.aborted) {
      break;
    }
    const { outcome } = await forward(newIds ? withNewIds(event) : event);
    done += 1;
    acknowledged += outcome === "acknowledged" ? 1 : 0;
  }
  const summary = `The bot acknowledged ${acknowledged} of ${done} events.`;
  if (acknowledged < done) {
    throw new CliError(summary);
  }
  io.out(summary);
}
