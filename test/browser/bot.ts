import { cardkit } from "lark-edge/api/cardkit";
import { im } from "lark-edge/api/im";
import { Client } from "lark-edge/core";
import { EventDispatcher } from "lark-edge/event";
import { worker } from "lark-edge/worker";

interface Env {
  APP_ID: string;
  APP_SECRET: string;
  ENCRYPT_KEY: string;
  VERIFICATION_TOKEN: string;
}

const card = (text: string, button?: string): Record<string, unknown> => ({
  schema: "2.0",
  header: { template: "blue", title: { tag: "plain_text", content: "Deployment" } },
  body: {
    elements: [
      { tag: "markdown", content: text },
      ...(button === undefined
        ? []
        : [
            {
              tag: "button",
              type: "primary_filled",
              text: { tag: "plain_text", content: button },
              behaviors: [{ type: "callback", value: { do: button } }],
            },
          ]),
    ],
  },
});

const streamed = {
  schema: "2.0",
  config: { streaming_mode: true, update_multi: true },
  body: { elements: [{ tag: "markdown", element_id: "answer", content: "" }] },
};

/** What the test says to it: `card` brings a card with a button, `stream` a card that each `more: …` lets grow. */
export default worker((env: Env) => {
  const client = new Client({ appId: env.APP_ID, appSecret: env.APP_SECRET, apis: { im, cardkit } });
  const events = new EventDispatcher({ encryptKey: env.ENCRYPT_KEY, verificationToken: env.VERIFICATION_TOKEN });
  let cardId = "";
  let sequence = 0;

  events.on("im.message.receive_v1", async ({ message }) => {
    const path = { message_id: message.message_id };
    const { text = "" } = JSON.parse(message.content) as { text?: string };
    const send = (content: object): Promise<unknown> =>
      client.im.v1.message.reply({ path, data: { msg_type: "interactive", content: JSON.stringify(content) } });
    if (text === "stream") {
      const { data } = await client.cardkit.v1.card.create({
        data: { type: "card_json", data: JSON.stringify(streamed) },
      });
      cardId = data?.card_id ?? "";
      await send({ type: "card", data: { card_id: cardId } });
    } else if (text.startsWith("more: ")) {
      sequence += 1;
      await client.cardkit.v1.cardElement.content({
        path: { card_id: cardId, element_id: "answer" },
        data: { content: text.slice(6), sequence },
      });
    } else if (text === "end") {
      sequence += 1;
      const settings = JSON.stringify({ config: { streaming_mode: false } });
      await client.cardkit.v1.card.settings({ path: { card_id: cardId }, data: { settings, sequence } });
    } else {
      await send(card("Deploy **2.4**?", "Deploy"));
    }
  });

  events.onCardAction(({ action, operator }) => ({
    toast: { type: "success", content: `${JSON.stringify(action.form_value ?? action.value)} of ${operator.open_id}` },
    card: { type: "raw", data: card("**2.4** is deployed.") },
  }));
  return events;
});
