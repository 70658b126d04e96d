import type { EmulatedChat, EmulatedMessage, EmulatedUser, Emulator } from "../index.ts";
import type { Inside } from "../inside.ts";
import { isObject, parseJson } from "../platform/json.ts";
import type { AppRecord } from "../platform/state.ts";
import { ControlError } from "./answers.ts";
import type { History } from "./history.ts";
import type { Streams } from "./stream.ts";

/** What the actions work on. */
export interface Context {
  readonly emulator: Emulator;
  readonly inside: Inside;
  readonly history: History;
  readonly streams: Streams;
  readonly version: string;
}

/** A body's fields; own properties only. */
export type Body = Readonly<Record<string, unknown>>;

const MAX_BODY_BYTES = 1024 * 1024;

/** Reads a JSON object. */
export async function readBody(request: Request): Promise<Body> {
  const type = request.headers.get("content-type") ?? "";
  if (!/^application\/json\s*(;|$)/i.test(type)) {
    throw new ControlError(415, `the content type must be application/json, got ${JSON.stringify(type)}`);
  }
  const text = await request.text();
  if (text.length > MAX_BODY_BYTES) {
    throw new ControlError(413, "the body is over 1 MB");
  }
  let value: unknown;
  try {
    value = parseJson(text);
  } catch {
    throw new ControlError(400, "the body is not JSON");
  }
  if (!isObject(value)) {
    throw new ControlError(400, "the body must be a JSON object");
  }
  return value;
}

/** A field that may be left out; `null` is left out, too. */
function optional<T>(body: Body, name: string, isRight: (value: unknown) => value is T, words: string): T | undefined {
  const value = Object.hasOwn(body, name) ? body[name] : undefined;
  if (value === undefined || value === null) {
    return undefined;
  }
  if (!isRight(value)) {
    throw new ControlError(400, `${name} must be ${words}`);
  }
  return value;
}

const isString = (value: unknown): value is string => typeof value === "string";
const isBoolean = (value: unknown): value is boolean => typeof value === "boolean";
const isStrings = (value: unknown): value is string[] => Array.isArray(value) && value.every(isString);

export const textOf = (body: Body, name: string): string | undefined => optional(body, name, isString, "a text");
export const flagOf = (body: Body, name: string): boolean | undefined =>
  optional(body, name, isBoolean, "true or false");
export const objectOf = (body: Body, name: string): Record<string, unknown> | undefined =>
  optional(body, name, isObject, "an object");
export const listOf = (body: Body, name: string): string[] | undefined =>
  optional(body, name, isStrings, "a list of texts");

/** A text that must be there. */
export function demandText(body: Body, name: string): string {
  const value = textOf(body, name);
  if (value === undefined || value === "") {
    throw new ControlError(400, `${name} is missing`);
  }
  return value;
}

export function userOf({ inside }: Context, id: string): EmulatedUser {
  const user = inside.state.users.get(id);
  if (user === undefined) {
    throw new ControlError(404, `there is no user ${JSON.stringify(id)}`);
  }
  return user;
}

export function chatOf({ inside }: Context, id: string): EmulatedChat {
  const chat = inside.state.chats.get(id);
  if (chat === undefined) {
    throw new ControlError(404, `there is no chat ${JSON.stringify(id)}`);
  }
  return chat;
}

export function messageOf({ inside }: Context, id: string): EmulatedMessage {
  const message = inside.state.messages.get(id);
  if (message === undefined) {
    throw new ControlError(404, `there is no message ${JSON.stringify(id)}`);
  }
  return message;
}

/** An app by its id; without one, the default app. */
export function appOf({ emulator, inside }: Context, id: string = emulator.app.appId): AppRecord {
  const record = inside.state.apps.get(id);
  if (record === undefined) {
    throw new ControlError(404, `there is no app ${JSON.stringify(id)}`);
  }
  return record;
}
