import type { RawRequest } from "../client/index.ts";
import type { Target } from "../send/index.ts";
import { type Calls, type React, StreamEnd } from "./calls.ts";
import { TEXT_ID, toCard } from "./card.ts";
import { type Book, firstSequence } from "./record.ts";
import type { CardView } from "./types.ts";

const ID_TYPES = ["chat_id", "open_id", "union_id", "user_id", "email"] as const;

/** The parts of a stream that decide its requests. */
export interface EntityParts {
  readonly calls: Calls;
  readonly book: Book;
  readonly target: Target;
  /** The `uuid` of a call, from the stream and whatever tells it from others; `undefined` for a stream without an event. */
  readonly uuid: (...call: readonly unknown[]) => Promise<string | undefined>;
}

/** The card entity of a stream, and the message that shows it. */
export interface Entity {
  /** Makes the card and sends it. A card of an earlier run is sent if it was not, and shows the view. */
  open(view: CardView, isOpen: boolean): Promise<void>;
  /** Shows a text that grew. */
  text(view: CardView): Promise<void>;
  /** Replaces the card, which stays in streaming mode or leaves it. */
  card(view: CardView, isOpen: boolean): Promise<void>;
  /** Ends streaming mode. */
  end(): Promise<void>;
}

/** The message with the card, to the target. */
function messageRequest(target: Target, content: string, uuid: string | undefined): RawRequest {
  const { message_id, reply_in_thread, ...ids }: Record<string, unknown> = Object(target);
  const data = { msg_type: "interactive", content, uuid };
  if (message_id) {
    return {
      method: "POST",
      url: "/open-apis/im/v1/messages/:message_id/reply",
      path: { message_id: `${message_id}` },
      data: { ...data, reply_in_thread },
    };
  }
  const type = ID_TYPES.find((one) => ids[one]);
  return {
    method: "POST",
    url: "/open-apis/im/v1/messages",
    params: { receive_id_type: type },
    data: { ...data, receive_id: ids[`${type}`] },
  };
}

/** Refuses a target that names nothing. */
export function assertTarget(target: Target): void {
  const ids: Record<string, unknown> = Object(target);
  if (!["message_id", ...ID_TYPES].some((name) => ids[name])) {
    throw new TypeError(`streamCard: target must have message_id, ${ID_TYPES.join(", ")}`);
  }
}

/** Makes the entity of a run. Its calls come one after the other. */
export function createEntity({ calls, book, target, uuid }: EntityParts): Entity {
  let sequence = firstSequence(book.record) - 1;

  async function save(change: Parameters<Book["save"]>[0]): Promise<void> {
    if (!(await book.save(change))) {
      calls.note("store", undefined, "overtaken");
      throw new StreamEnd("overtaken");
    }
  }

  /** A change of the card, with the next number. A repeated call has the same number and `uuid`. */
  async function change(
    did: "text" | "card" | "settings",
    request: RawRequest,
    data: Record<string, unknown>,
    view?: CardView,
  ): Promise<void> {
    let id: string | undefined;
    const number = async (): Promise<void> => {
      sequence += 1;
      id = await uuid("change", book.record.epoch, sequence);
    };
    await number();
    const react: React = async (turn) => {
      if (turn === "jump") {
        // Another owner has used higher numbers, or the answer to this call was lost.
        await save({});
      } else if (turn === "reopen" && did === "text") {
        await settings(true);
      } else if (turn === "new card" && view) {
        await create(view);
      } else {
        return undefined;
      }
      await number();
      return "again";
    };
    const build = (): RawRequest => ({
      ...request,
      path: { ...request.path, card_id: `${book.record.card_id}` },
      data: { ...data, sequence, uuid: id },
    });
    await calls.send(did, build, react);
  }

  const settings = (isOpen: boolean): Promise<void> =>
    change(
      "settings",
      { method: "PATCH", url: "/open-apis/cardkit/v1/cards/:card_id/settings" },
      { settings: JSON.stringify({ config: { streaming_mode: isOpen } }) },
    );

  /** Makes a card and sends it. */
  async function create(view: CardView): Promise<void> {
    const data = { type: "card_json", data: toCard(view, true) };
    const made = await calls.send<{ data: { card_id: string } }>("create", () => ({
      method: "POST",
      url: "/open-apis/cardkit/v1/cards",
      data,
    }));
    await save({ card_id: made.data.card_id, sending: true });
    await send(false);
  }

  async function send(isOld: boolean): Promise<void> {
    const { card_id } = book.record;
    const content = JSON.stringify({ type: "card", data: { card_id } });
    // The card's id: a card is sent once, whichever run sends it.
    const id = await uuid("send", card_id);
    const request = () => messageRequest(target, content, id);
    const answer = await calls.send<{ data: { message_id?: string } }>("send", request).catch((error) => {
      // An entity is sent once: if an earlier try may have arrived, this refusal says that it has.
      const wasTried = isOld || calls.steps.some(({ did, then }) => did === "send" && then === "repeat");
      if (Object(error).platformCode !== 230099 || !wasTried) {
        throw error;
      }
    });
    await save({ sending: false, ...(answer?.data.message_id ? { message_id: answer.data.message_id } : {}) });
  }

  return {
    async open(view, isOpen) {
      if (!book.record.card_id) {
        return create(view);
      }
      if (book.record.sending) {
        await send(true);
      }
      // The first call of this run has a number above those of all earlier runs, whose calls are refused from now on.
      await change("card", replace, body(view, isOpen), view);
    },
    text: (view) =>
      change(
        "text",
        {
          method: "PUT",
          url: "/open-apis/cardkit/v1/cards/:card_id/elements/:element_id/content",
          path: { element_id: TEXT_ID },
        },
        { content: view.text },
        view,
      ),
    card: (view, isOpen) => change("card", replace, body(view, isOpen), view),
    end: () => settings(false),
  };
}

const replace: RawRequest = { method: "PUT", url: "/open-apis/cardkit/v1/cards/:card_id" };

const body = (view: CardView, isOpen: boolean): Record<string, unknown> => ({
  card: { type: "card_json", data: toCard(view, isOpen) },
});
