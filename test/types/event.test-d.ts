// Lines under `@ts-expect-error` must not compile; everything else must. Never run.

import { nobleCrypto } from "../../src/crypto/noble.ts";
import { type CardAction, type EventContext, EventDispatcher, type ImMessageReceiveV1 } from "../../src/event/index.ts";
import { listener } from "../../src/host/node.ts";
import { worker } from "../../src/host/worker.ts";
import { same } from "./expect.ts";

const events = new EventDispatcher({ encryptKey: "k", verificationToken: "t", crypto: nobleCrypto });

// The event is typed by its name.
events.on("im.message.receive_v1", (event, ctx) => {
  same<typeof event, ImMessageReceiveV1>();
  same<typeof ctx, EventContext>();
  same<typeof event.message.message_id, string>();
  // @ts-expect-error no such field
  event.message.nope;
  // @ts-expect-error an optional field may be missing
  event.sender.sender_id.open_id;
  // @ts-expect-error the context is not to be changed
  ctx.type = "other";
  ctx.waitUntil(Promise.resolve(event.message.content));
  // @ts-expect-error only work that can be waited for
  ctx.waitUntil("work");
});

// Any other name is allowed; nothing is known of its body.
events.on("my.customised.event_v1", (event) => {
  same<typeof event, unknown>();
  // @ts-expect-error unknown has no fields
  event.message;
});
events.onAny((event) => {
  same<typeof event, unknown>();
});

// @ts-expect-error a handler is a function
events.on("im.message.receive_v1", {});
// @ts-expect-error the handler of an event takes that event
events.on("im.message.receive_v1", (event: { message: { nope: string } }) => event.message.nope);
// @ts-expect-error the name is required
events.on((event: unknown) => event);

// An answering callback returns its own kind of answer.
events.onCardAction((action, ctx) => {
  same<typeof action, CardAction>();
  same<typeof ctx, EventContext>();
  // @ts-expect-error no such field
  action.action.values;
  return { toast: { type: "success", content: "done" }, card: { type: "raw", data: {} } };
});
events.onCardAction(() => {});
events.onCardAction(async () => undefined);
events.onCardAction(async () => ({ card: { type: "template", data: { template_id: "t" } } }));
// @ts-expect-error not a kind of toast
events.onCardAction(() => ({ toast: { type: "done" } }));
// @ts-expect-error a toast is an object
events.onCardAction(async () => ({ toast: "done" }));
// @ts-expect-error a template has an id
events.onCardAction(() => ({ card: { type: "template", data: {} } }));
// @ts-expect-error the answer is an object
events.on("card.action.trigger", () => "done");
// @ts-expect-error url.preview.get answers a preview
events.on("url.preview.get", () => ({ inline: { title: 1 } }));

// The official SDK's flat shape.
events.register({
  "im.message.receive_v1": (event) => {
    event.message.message_id.length;
    // @ts-expect-error no such field
    event.nope;
  },
});

// Options.
// @ts-expect-error no such option
new EventDispatcher({ encryptionKey: "k" });
// @ts-expect-error a number of milliseconds
new EventDispatcher({ encryptKey: "k", answerBudgetMs: "2000" });

// Hosts.
export const answered: Promise<Response> = events.fetch(new Request("https://bot.example/"));
interface Env {
  KEY: string;
}
export default worker((env: Env) => new EventDispatcher({ encryptKey: env.KEY }));
// @ts-expect-error no such binding
worker((env: Env) => new EventDispatcher({ encryptKey: env.KEYS }));
// @ts-expect-error a Worker needs something with fetch
worker(() => ({}));
export const listening: ReturnType<typeof listener> = listener(events);
// @ts-expect-error not a dispatcher
listener({ fetch: events.fetch });
