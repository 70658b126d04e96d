import { EventDispatcher } from "lark-edge/event";

const events = new EventDispatcher();

// The literal types of an answer are not widened, also not in an async handler.
events.on("card.action.trigger", async (event) => ({ toast: { type: "success", content: event.action.tag } }));
events.on("card.action.trigger", () => undefined);
events.on("card.action.trigger", async (_event, ctx) => {
  ctx.waitUntil(Promise.resolve());
});
// @ts-expect-error No such type of toast.
events.on("card.action.trigger", async () => ({ toast: { type: "great" } }));
// The results of events are not used, so anything goes.
events.on("im.message.receive_v1", async ({ message }) => message.content.length);
events.on("my.event_v1", (event: unknown) => event);

// Customised events in the flat shape: their author knows what they carry.
events.register({
  "im.chat.updated_v1": async (data) => data.chat_id,
  "im.message.receive_v1": async (data) => data.message.message_id,
});
// @ts-expect-error A known event keeps its type.
events.register({ "im.message.receive_v1": async (data) => data.nothing });
