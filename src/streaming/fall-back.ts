import { isLarkError } from "../base/index.ts";
import { markdown, splitMarkdown } from "../message/index.ts";
import { StreamEnd } from "./calls.ts";
import { bytesOf, toCard } from "./card.ts";
import { type Carrier, type CarrierParts, messageRequest, NoCard, recallStale, save, withoutCard } from "./carrier.ts";
import { isTooLarge } from "./codes.ts";
import type { CardView } from "./types.ts";

/** A message may have 30 KB; its JSON is JSON again in the request. */
const MAX_BYTES = 29 * 1024;

/** Characters of a text that every card takes. */
const SMALL_LENGTH = 256;

/** A longer text goes into a file. */
const MAX_MESSAGES = 5;

/** What shows an answer that no card can show. */
export interface FallBack {
  /** Makes what shows the stream: by CardKit, or without it. */
  carrier(parts: CarrierParts, entity: Carrier): Carrier;
  /** Sends a text that no card shows, as posts, texts or a file. */
  deliver(parts: CarrierParts, text: string): Promise<void>;
}

interface Sent {
  data: { message_id?: string; file_key?: string };
}

/** Tries one way after the other: an error that ends the stream is thrown, and the last one's. */
async function firstOf<T>(ways: readonly (() => Promise<T>)[]): Promise<T> {
  let last: unknown;
  for (const way of ways) {
    try {
      return await way();
    } catch (error) {
      if (error instanceof StreamEnd || !isLarkError(error)) {
        throw error;
      }
      last = error;
    }
  }
  throw last;
}

/** Splits a text so that each post fits, in the JSON of its JSON. */
function toPosts(text: string, maxBytes = MAX_BYTES): string[] {
  return splitMarkdown(text, { maxBytes }).flatMap((piece) =>
    bytesOf(markdown(piece).content) <= MAX_BYTES || maxBytes < 99 ? piece : toPosts(piece, Math.floor(maxBytes / 2)),
  );
}

async function sendFile({ calls, target, uuid }: CarrierParts, text: string): Promise<void> {
  const { data } = await calls.send<Sent>("upload", () => {
    const form = new FormData();
    form.set("file_type", "stream");
    form.set("file_name", "answer.md");
    form.set("file", new Blob([text], { type: "text/markdown" }), "answer.md");
    return { method: "POST", url: "/open-apis/im/v1/files", data: form };
  });
  const id = await uuid("file", text);
  await calls.send("file", () => messageRequest(target, "file", { file_key: data.file_key }, id));
}

async function deliver(parts: CarrierParts, text: string): Promise<void> {
  const { calls, target, uuid } = parts;
  const pieces = toPosts(text);
  /** Resolves to whether this was the last message. */
  const send = async (did: "post" | "plain", piece: string, index: number): Promise<boolean> => {
    const id = await uuid(did, index, piece);
    const request =
      did === "post"
        ? messageRequest(target, "post", markdown(piece).content, id)
        : messageRequest(target, "text", { text: piece.replace(/[<&*~@\]]/g, "$&\u200B") }, id);
    await calls.send(did, () => request);
    return false;
  };
  if (pieces.length > MAX_MESSAGES) {
    return sendFile(parts, text);
  }
  for (const [index, piece] of pieces.entries()) {
    const isOver = await firstOf([
      () => send("post", piece, index),
      () => send("plain", piece, index),
      async () => {
        await sendFile(parts, pieces.slice(index).join("\n"));
        return true;
      },
    ]);
    if (isOver) {
      return;
    }
  }
}

/** Shows a stream in a card that is patched; if that is refused, the end of the text is sent as messages. */
function createPatched(parts: CarrierParts): Carrier {
  const { calls, book, target, uuid } = parts;
  let isRefused = false;
  const extraOf = (isOpen: boolean) => (isOpen ? parts.extra : []);

  async function send(view: CardView, isOpen: boolean): Promise<void> {
    // A card of CardKit that cannot be changed any more shows something old.
    const { card_id, message_id } = book.record;
    await save(parts, { ...((card_id ?? message_id) && withoutCard(book)), sending: true, isPlain: true });
    const content = toCard(view, false, extraOf(isOpen));
    const request = messageRequest(target, "interactive", content, await uuid("plain card", book.record.number));
    const answer = await calls.send<Sent>("send", () => request);
    await save(parts, { sending: false, message_id: answer.data.message_id });
    await recallStale(parts);
  }

  async function patch(view: CardView, isOpen: boolean): Promise<void> {
    const request = {
      method: "PATCH",
      url: "/open-apis/im/v1/messages/:message_id",
      path: { message_id: `${book.record.message_id}` },
      data: { content: toCard(view, false, extraOf(isOpen)) },
    } as const;
    await calls.send("card", () => request);
  }

  async function show(view: CardView, isOpen: boolean): Promise<void> {
    const { isPlain, message_id, sending } = book.record;
    const isSent = isPlain && message_id !== undefined;
    await firstOf([
      async () => {
        if (isRefused) {
          return;
        }
        if (!isSent) {
          await send(view, isOpen);
        }
        // A message that an earlier run has sent may show less.
        if (isSent || sending) {
          await patch(view, isOpen);
        }
      },
      async () => {
        isRefused = true;
      },
    ]);
    if (isRefused && !isOpen) {
      await save(parts, withoutCard(book));
      throw new NoCard();
    }
  }

  return { open: show, text: (view) => show(view, true), card: show, end: async () => {} };
}

/** Shows a stream by CardKit until CardKit cannot open the card, or cannot show the end. */
function createFalling(parts: CarrierParts, entity: Carrier): Carrier {
  let carrier = parts.book.record.isPlain ? createPatched(parts) : entity;
  const falling = async (view: CardView, isOpen: boolean, show: "open" | "card"): Promise<void> => {
    try {
      await carrier[show](view, isOpen);
    } catch (error) {
      const isFinal = show === "open" || !isOpen;
      // A large text is divided; a small one that is refused as too large is refused for another reason.
      const isDivided = isTooLarge(error) && view.text.length > SMALL_LENGTH;
      if (carrier !== entity || !isFinal || error instanceof StreamEnd || !isLarkError(error) || isDivided) {
        throw error;
      }
      parts.calls.note("send", undefined, "without CardKit");
      carrier = createPatched(parts);
      await carrier.open(view, isOpen);
    }
  };
  return {
    open: (view, isOpen) => falling(view, isOpen, "open"),
    text: (view) => carrier.text(view),
    card: (view, isOpen) => falling(view, isOpen, "card"),
    end: () => carrier.end(),
  };
}

/**
 * Shows an answer also where CardKit fails: pass it as `fallBack`.
 *
 * The stream goes on in a card that is patched. If this card is refused, too, the answer is sent when it is complete: as posts, as
 * texts if the posts are refused, and as a file if it is too long for five messages. These messages have a `uuid`, so that the
 * platform drops a repetition within an hour; a run that is repeated later sends them again.
 *
 * @see https://open.feishu.cn/document/server-docs/im-v1/message-card/patch 更新已发送的消息卡片
 */
export const fallBack: FallBack = { carrier: createFalling, deliver };
