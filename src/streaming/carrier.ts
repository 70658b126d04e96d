import type { RawRequest } from "../client/index.ts";
import type { Target } from "../send/index.ts";
import { type Calls, StreamEnd } from "./calls.ts";
import type { Book, StreamRecord } from "./record.ts";
import type { CardView } from "./types.ts";

const ID_TYPES = ["chat_id", "open_id", "union_id", "user_id", "email"] as const;

/** The parts of a stream that decide its requests. */
export interface CarrierParts {
  readonly calls: Calls;
  readonly book: Book;
  readonly target: Target;
  /** The `uuid` of a call, from the stream and whatever distinguishes the call from others. */
  readonly uuid: (...call: readonly unknown[]) => Promise<string>;
  /** Further elements of a card that takes text. */
  readonly extra: readonly object[];
  /** How many characters the client types in a second. */
  readonly speed: number | undefined;
}

/** What shows a stream in the chat. Its calls come one after the other. */
export interface Carrier {
  /** Makes the card and sends it. A card of an earlier run is sent if it was not, and shows the view. */
  open(view: CardView, isOpen: boolean): Promise<void>;
  /** Shows a text that grew. */
  text(view: CardView): Promise<void>;
  /** Replaces the card, which goes on taking text or ends. */
  card(view: CardView, isOpen: boolean): Promise<void>;
  /** Ends streaming mode. */
  end(): Promise<void>;
}

/** Refuses a target that names nothing. */
export function assertTarget(target: Target): void {
  const ids: Record<string, unknown> = Object(target);
  if (!["message_id", ...ID_TYPES].some((name) => ids[name])) {
    throw new TypeError(`streamCard: target must have message_id, ${ID_TYPES.join(", ")}`);
  }
}

/** The fields of a target that the record keeps. */
export function toTarget(target: Target): Target {
  const { message_id, reply_in_thread, ...ids }: Record<string, unknown> = Object(target);
  const type = ID_TYPES.find((one) => ids[one]);
  return (message_id ? { message_id, reply_in_thread } : { [`${type}`]: ids[`${type}`] }) as never;
}

/** The request that sends a message to a target. */
export function messageRequest(target: Target, msg_type: string, content: object | string, uuid: string): RawRequest {
  const { message_id, reply_in_thread, ...ids }: Record<string, unknown> = Object(target);
  const data = { msg_type, content: typeof content === "string" ? content : JSON.stringify(content), uuid };
  if (message_id) {
    return {
      method: "POST",
      url: "/open-apis/im/v1/messages/:message_id/reply",
      path: { message_id: `${message_id}` },
      data: { ...data, reply_in_thread },
    };
  }
  const [type, receive_id] = Object.entries(ids)[0] ?? [];
  return {
    method: "POST",
    url: "/open-apis/im/v1/messages",
    params: { receive_id_type: type },
    data: { ...data, receive_id },
  };
}

/** No card shows the end: the text behind the cards that are full is sent in another form. */
export class NoCard extends Error {}

/** Stores a change of the record, or ends a run that another instance has overtaken. */
export async function save(
  { book, calls }: Pick<CarrierParts, "book" | "calls">,
  changes: Partial<StreamRecord>,
): Promise<void> {
  if (!(await book.save(changes))) {
    calls.note("store", undefined, "overtaken");
    throw new StreamEnd("overtaken");
  }
}

/** Recalls the messages of the stream that show something old. A message that cannot be recalled stays. */
export async function recallStale(parts: Pick<CarrierParts, "book" | "calls">): Promise<void> {
  const { stale = [] } = parts.book.record;
  for (const message_id of stale) {
    const request: RawRequest = {
      method: "DELETE",
      url: "/open-apis/im/v1/messages/:message_id",
      path: { message_id },
    };
    await parts.calls.send("recall", () => request).catch(() => {});
  }
  if (stale.length) {
    await save(parts, { stale: [] });
  }
}

/** A change of the record that marks the message as old, and leaves the stream without a card. */
export function withoutCard({ record }: Book): Partial<StreamRecord> {
  const { message_id, stale = [], number = 0 } = record;
  return {
    number: number + 1,
    card_id: undefined,
    message_id: undefined,
    sending: false,
    stale: message_id ? [...stale, message_id] : stale,
  };
}
