import { appendFile, readFile } from "node:fs/promises";
import { parseObject } from "../base/index.ts";
import { isNote, type SessionEntry } from "../emulator/control/index.ts";
import { CliError, codeOf, type Io, wordsOf } from "./io.ts";

/** One event of a recording, or a note of the emulator: a line of JSON. The body has no verification token. */
export type RecordedEvent = SessionEntry;

/** Events that hold nothing to replay but a secret. */
const SECRET_TYPES = ["app_ticket"];

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The type of an event or callback, from its body of either schema. */
export function typeOf(payload: Readonly<Record<string, unknown>>): string {
  const type = Object(payload.header).event_type ?? Object(payload.event).type;
  return typeof type === "string" ? type : "an event without a type";
}

/** The body with this verification token in its place, or without one. The token of a card's callback is another one, and stays. */
export function withToken(payload: Readonly<Record<string, unknown>>, token?: string): Record<string, unknown> {
  if (isObject(payload.header)) {
    return { ...payload, header: { ...payload.header, token } };
  }
  return payload.type === "event_callback" ? { ...payload, token } : { ...payload };
}

/** Writes events to a recording. */
export interface Recording {
  add(event: RecordedEvent): void;
  /** Resolves when all is written. */
  close(): Promise<void>;
}

/**
 * Opens a recording, to which events are appended.
 *
 * @throws {CliError} The file cannot be written.
 */
export async function openRecording(path: string, io: Io): Promise<Recording> {
  // Messages of people are in it.
  const append = (text: string): Promise<void> => appendFile(path, text, { mode: 0o600 });
  await append("").catch((error: unknown) => {
    throw new CliError(`The recording ${path} cannot be written: ${wordsOf(error)}.`);
  });
  let pending = Promise.resolve();
  return {
    add({ at, type, payload, toast }) {
      if (!SECRET_TYPES.includes(type)) {
        const line = `${JSON.stringify({ at, type, payload: withToken(payload), toast })}\n`;
        pending = pending
          .then(() => append(line))
          .catch((error: unknown) => io.err(`An event is not in the recording ${path}: ${wordsOf(error)}`));
      }
    },
    close: () => pending,
  };
}

function readLine(path: string, line: string, number: number): RecordedEvent {
  const event = parseObject(line);
  if (!isObject(event?.payload)) {
    throw new CliError(`Line ${number} of ${path} is no recorded event: {"at":…,"type":…,"payload":{…}}.`);
  }
  const { at, type, payload, toast } = event;
  return {
    at: Number(at),
    type: typeof type === "string" ? type : typeOf(payload),
    payload,
    ...(isObject(toast) ? { toast: toast as unknown as SessionEntry["toast"] } : {}),
  };
}

/**
 * Reads the events of a recording.
 *
 * @throws {CliError} The file cannot be read, or a line is no event; the message names the line.
 */
export const readRecording = async (path: string): Promise<RecordedEvent[]> =>
  (await readSession(path)).filter(({ type }) => !isNote(type));

/**
 * Reads a recording with the notes of the emulator.
 *
 * @throws {CliError} The file cannot be read, or a line is no event; the message names the line.
 */
export async function readSession(path: string): Promise<RecordedEvent[]> {
  const text = await readFile(path, "utf8").catch((error: unknown) => {
    throw new CliError(
      `The recording ${path} ${codeOf(error) === "ENOENT" ? "does not exist" : `cannot be read: ${wordsOf(error)}`}.`,
    );
  });
  const events = text
    .split("\n")
    .flatMap((line, index) => (line.trim() === "" ? [] : [readLine(path, line, index + 1)]));
  if (events.every(({ type }) => isNote(type))) {
    throw new CliError(`The recording ${path} holds no event.`);
  }
  return events;
}
