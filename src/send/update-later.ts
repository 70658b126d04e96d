import { patient } from "../base/index.ts";
import type { ClientBase } from "../client/index.ts";
import type { CardAction, CardActionAnswer, EventContext } from "../event/index.ts";
import { type CardTemplate, card as toMessage } from "../message/index.ts";

/** Changes the card that was clicked: to card JSON, or to a template. */
export type UpdateCard = (card: CardTemplate | object) => Promise<void>;

/** The card of a click, and the token that changes it: the action of a typed or an untyped handler. */
export type ClickedCard = Pick<CardAction, "token" | "context">;

/** A card entity, and its counter. */
export interface LaterEntity {
  readonly card_id: string;
  /** Gives the next `sequence` of the entity, higher than any before. */
  readonly sequence: () => number;
}

/** How a click is answered, and its card is changed later. */
export interface UpdateLaterOptions {
  /** What the person sees at once: a toast, or a card that says that work is being done. Default: nothing changes. */
  readonly answer?: CardActionAnswer | undefined;
  /** The entity that the message shows, if the bot made it with CardKit. Default: the message is changed by its id. */
  readonly entity?: LaterEntity | undefined;
}

/** Time for the answer to reach the platform, which takes back a change of the card that comes before the answer. */
const ANSWER_MS = 300;

/** How long the answer may take to reach the host, if the context does not say when it does. */
const UNSEEN_MS = 700;

/** When the platform gives a click up: an answer that has not been sent by then does not count. */
const DEADLINE_MS = 3000;

/** How long to wait for the end of an interaction, one try after the other. */
const WAITS_MS = [500, 1000, 2000, 4000];

/** The platform's life of a token, less a little for the way. */
const TOKEN_LIFE_MS = 29.5 * 60 * 1000;
const TOKEN_USES = 2;

/** The interaction is not over: the callback has no answer yet, or the card is being changed. */
const RUNNING = /^(200810|300090)$/;
/** The token is malformed, has expired or was used up. */
const SPENT = /^(300020|300030|300040)$/;

/** What an update takes from outside. */
export interface LaterParts {
  readonly request: ClientBase["request"];
  readonly wait: (ms: number) => Promise<void>;
  readonly now: () => number;
  /** Resolves when the click is answered. */
  readonly answered?: Promise<unknown> | undefined;
}

const codeOf = (error: unknown): string => `${Object(error).platformCode}`;

/** Makes the function that changes a card later. The clock of the token begins now. */
export function createUpdate(parts: LaterParts, action: ClickedCard, entity?: LaterEntity): UpdateCard {
  const { request, wait, now, answered } = parts;
  const since = now();
  let left = TOKEN_USES;
  // On a host where the answer waits for this work, both would wait for ever.
  let queue: Promise<unknown> = patient(answered ?? wait(UNSEEN_MS), DEADLINE_MS).then(() => wait(ANSWER_MS));

  async function patiently(work: () => Promise<unknown>): Promise<void> {
    for (const ms of [...WAITS_MS, undefined]) {
      try {
        await work();
        return;
      } catch (error) {
        if (ms === undefined || !RUNNING.test(codeOf(error))) {
          throw error;
        }
        await wait(ms);
      }
    }
  }

  /** Whether the token did it; if it is spent, something else has to. */
  async function byToken(content: string): Promise<boolean> {
    if (left <= 0 || now() - since > TOKEN_LIFE_MS) {
      return false;
    }
    const data = { token: action.token, card: JSON.parse(content) };
    try {
      await patiently(() => request({ method: "POST", url: "/open-apis/interactive/v1/card/update", data }));
      left -= 1;
      return true;
    } catch (error) {
      if (SPENT.test(codeOf(error))) {
        left = 0;
        return false;
      }
      throw error;
    }
  }

  function byEntity({ card_id, sequence }: LaterEntity, content: string): Promise<void> {
    const { type, data } = JSON.parse(content);
    const card = type === "template" ? { type, data: JSON.stringify(data) } : { type: "card_json", data: content };
    return patiently(() =>
      request({
        method: "PUT",
        url: "/open-apis/cardkit/v1/cards/:card_id",
        path: { card_id },
        data: { card, sequence: sequence() },
      }),
    );
  }

  async function byMessage(content: string): Promise<void> {
    const { open_message_id } = action.context ?? {};
    if (!open_message_id) {
      throw new TypeError(
        "updateLater: the token of the click is spent, and action.context names no message to change",
      );
    }
    await patiently(() =>
      request({
        method: "PATCH",
        url: "/open-apis/im/v1/messages/:message_id",
        path: { message_id: open_message_id },
        data: { content },
      }),
    );
  }

  return async (card) => {
    const { content } = toMessage(card);
    if (Object.hasOwn(card, "card_id")) {
      throw new TypeError("updateLater: update takes card JSON or a template, not the id of an entity");
    }
    const update = async () => {
      if (!(await byToken(content))) {
        await (entity ? byEntity(entity, content) : byMessage(content));
      }
    };
    // One after the other: the last one given is the one that stays.
    const done = queue.then(update);
    queue = done.catch(() => {});
    return done;
  };
}

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * Answers a click at once, and changes its card when the work is done.
 *
 * The work begins at once and goes on after the answer (`ctx.waitUntil`); what it throws goes to the dispatcher's
 * `onError`. Its `update` waits until the platform has the answer, changes the card by the click's token as often as that
 * is possible (twice within 30 minutes), and by the card's entity or message after that. An interaction that is still
 * running is waited for. On a host that stops with its answer nothing can come later.
 *
 * @param client - Any client; it needs no `apis` for this.
 * @param work - Gets `update`, and may call it several times, for example to show progress.
 * @returns The answer, for the handler to return at once.
 * @throws {TypeError} By `update`: the card is not an object.
 * @throws {LarkApiError} By `update`: the platform refused the card, or it is older than 14 days.
 * @example
 * events.onCardAction((action, ctx) =>
 *   updateLater(client, action, ctx, async (update) => {
 *     await update(resultCard(await book(action)));
 *   }, { answer: { toast: { type: "info", content: "Booking…" } } }),
 * );
 * @see https://open.feishu.cn/document/server-docs/im-v1/message-card/delay-update-message-card 延时更新消息卡片
 */
export function updateLater(
  client: Pick<ClientBase, "request">,
  action: ClickedCard,
  ctx: Pick<EventContext, "waitUntil"> & Partial<Pick<EventContext, "answered">>,
  work: (update: UpdateCard) => unknown,
  { answer = {}, entity }: UpdateLaterOptions = {},
): CardActionAnswer {
  const request: ClientBase["request"] = (...call) => client.request(...call);
  const update = createUpdate({ request, wait, now: Date.now, answered: ctx.answered }, action, entity);
  ctx.waitUntil(Promise.resolve(update).then(work));
  return answer;
}
