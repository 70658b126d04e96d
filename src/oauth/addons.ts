import { toUtf8 } from "../crypto/index.ts";
import { toBase64Url } from "./pkce.ts";

/** Names for the app's own identity and for that of users. */
interface ByIdentity {
  tenant?: readonly string[] | undefined;
  user?: readonly string[] | undefined;
}

/** The scopes, events and callbacks of a new app. */
export interface AppAddons {
  /** Whether it begins with the platform's template. Default `true`. `false` begins with a bare bot. */
  preset?: boolean | undefined;
  /** Scopes, for example `im:message`. Default: those of the template. */
  scopes?: ByIdentity | undefined;
  /** Events, for example `im.message.receive_v1`. Default: those of the template. */
  events?: { items: ByIdentity } | undefined;
  /** Callbacks, for example `card.action.trigger`. Default: those of the template. */
  callbacks?: { items: readonly string[] } | undefined;
}

const isNames = (value: unknown): boolean =>
  value === undefined || (Array.isArray(value) && value.every((name) => typeof name === "string" && name));
const isObjectOf = (value: unknown, ...names: string[]): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && Object.keys(value).every((name) => names.includes(name));
const isByIdentity = (value: unknown): boolean =>
  value === undefined || (isObjectOf(value, "tenant", "user") && isNames(value.tenant) && isNames(value.user));

/** Whether there is no name in an object. */
const isEmpty = (value: unknown): boolean => typeof value !== "string" && Object.values(Object(value)).every(isEmpty);

/**
 * Writes addons as the page takes them: JSON, gzip, base64 of the URL's alphabet.
 *
 * @throws {TypeError} There is nothing in them, or a field is none that the page knows.
 */
export async function encodeAddons(addons: AppAddons): Promise<string> {
  const { preset, scopes, events, callbacks } = Object(addons) as AppAddons;
  const isRight =
    isObjectOf(addons, "preset", "scopes", "events", "callbacks") &&
    (preset === undefined || typeof preset === "boolean") &&
    isByIdentity(scopes) &&
    (events === undefined || (isObjectOf(events, "items") && isByIdentity(events.items))) &&
    (callbacks === undefined || (isObjectOf(callbacks, "items") && isNames(callbacks.items)));
  if (!isRight || (preset === undefined && isEmpty([scopes, events, callbacks]))) {
    throw new TypeError("addons must have preset, or names in scopes, events.items or callbacks.items");
  }
  const bytes = new Blob([toUtf8(JSON.stringify(addons))]).stream().pipeThrough(new CompressionStream("gzip"));
  return toBase64Url(new Uint8Array(await new Response(bytes).arrayBuffer()));
}
