import type { CardToast } from "../../index.ts";
import { parseJson } from "../../platform/json.ts";

/** JSON whose fields may be missing or of another type. */
export type Json = Readonly<Record<string, unknown>>;

/** One entry of a session: an event of the platform, or a note of the emulator. */
export interface SessionEntry {
  /** By the emulator's clock. */
  readonly at: number;
  /** Type of the event, or one of `NOTES`. */
  readonly type: string;
  /** Plain body of the event, or the note. */
  readonly payload: Json;
  /** What a click showed the person. */
  readonly toast?: CardToast | undefined;
}

/** Notes of the emulator beside the events. They are never sent to a bot. */
export const NOTES = {
  chat: "lark-edge.chat",
  file: "lark-edge.file",
  message: "lark-edge.message",
  changed: "lark-edge.message-changed",
} as const;

/** Whether an entry is a note and no event. */
export const isNote = (type: string): boolean => type.startsWith("lark-edge.");

export const objectIn = (value: unknown): Json => Object(value) as Json;
export const textIn = (value: unknown): string => (typeof value === "string" ? value : "");

/** The object of a JSON text. A text that holds none, such as that of a merged message, is an empty object. */
export function jsonIn(text: string): Json {
  try {
    return objectIn(parseJson(text));
  } catch {
    return {};
  }
}
export const listIn = (value: unknown): readonly Json[] => (Array.isArray(value) ? value.map(objectIn) : []);
