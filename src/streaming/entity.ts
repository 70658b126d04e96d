import type { RawRequest } from "../client/index.ts";
import type { React } from "./calls.ts";
import { TEXT_ID, toCard } from "./card.ts";
import { type Carrier, type CarrierParts, messageRequest, recallStale, save, withoutCard } from "./carrier.ts";
import { firstSequence } from "./record.ts";
import type { CardView } from "./types.ts";

const replace: RawRequest = { method: "PUT", url: "/open-apis/cardkit/v1/cards/:card_id" };

/** Makes the carrier that shows a stream in a card entity. */
export function createEntity(parts: CarrierParts): Carrier {
  const { calls, book, target, uuid, extra, speed } = parts;
  let sequence = firstSequence(book.record) - 1;

  const toData = (view: CardView, isOpen: boolean) => ({
    type: "card_json",
    data: toCard(view, isOpen, isOpen ? extra : [], speed),
  });

  /** A change of the card, with the next number. A repeated call has the same number and `uuid`. */
  async function change(
    did: "text" | "card" | "settings",
    request: RawRequest,
    data: Record<string, unknown>,
    renew?: () => Promise<void>,
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
        await save(parts, {});
      } else if (turn === "reopen" && did === "text") {
        await settings(true);
      } else if (turn === "new card" && renew) {
        await renew();
        return "done";
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
  async function create(view: CardView, isOpen: boolean): Promise<void> {
    const data = toData(view, isOpen);
    const made = await calls.send<{ data: { card_id: string } }>("create", () => ({
      method: "POST",
      url: "/open-apis/cardkit/v1/cards",
      data,
    }));
    await save(parts, { card_id: made.data.card_id, sending: true });
    try {
      await send(false);
    } catch (error) {
      // The card is not in the chat: what is written into it would be lost.
      await book.save({ card_id: undefined, sending: false });
      throw error;
    }
    await recallStale(parts);
  }

  async function send(isOld: boolean): Promise<void> {
    const { card_id } = book.record;
    // The card's id: a card is sent once, whichever run sends it.
    const request = messageRequest(
      target,
      "interactive",
      { type: "card", data: { card_id } },
      await uuid("send", card_id),
    );
    const answer = await calls
      .send<{ data: { message_id?: string } }>("send", () => request)
      .catch((error) => {
        // An entity is sent once: if an earlier try may have arrived, this refusal says that it has.
        const wasTried = isOld || calls.steps.some(({ did, then }) => did === "send" && then === "repeat");
        if (Object(error).platformCode !== 230099 || !wasTried) {
          throw error;
        }
      });
    await save(parts, { sending: false, ...(answer?.data.message_id ? { message_id: answer.data.message_id } : {}) });
  }

  /** A new card takes the place of one that cannot be changed any more. */
  async function renew(view: CardView, isOpen: boolean): Promise<void> {
    await save(parts, withoutCard(book));
    await create(view, isOpen);
  }

  const card = (view: CardView, isOpen: boolean): Promise<void> =>
    book.record.card_id
      ? change("card", replace, { card: toData(view, isOpen) }, () => renew(view, isOpen))
      : create(view, isOpen);

  return {
    async open(view, isOpen) {
      if (book.record.card_id && book.record.sending) {
        await send(true);
      }
      // The first call of this run has a number above those of all earlier runs, whose calls are refused from now on.
      await card(view, isOpen);
    },
    text: (view) =>
      book.record.card_id
        ? change(
            "text",
            {
              method: "PUT",
              url: "/open-apis/cardkit/v1/cards/:card_id/elements/:element_id/content",
              path: { element_id: TEXT_ID },
            },
            { content: view.text },
            () => renew(view, true),
          )
        : create(view, true),
    card,
    async end() {
      // The last card has ended streaming mode already; this call is for hosts of the platform that read the settings alone.
      await settings(false).catch((error) => {
        if (Object(error).outcome === "overtaken") {
          throw error;
        }
      });
    },
  };
}
