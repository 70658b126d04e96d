import { Client, EventDispatcher } from "lark-edge";
import { card, file, readMessage, toPlainText } from "lark-edge/message";
import { send } from "lark-edge/send";

interface Env {
  APP_ID: string;
  APP_SECRET: string;
  LARK_DOMAIN?: string;
  ENCRYPT_KEY: string;
  VERIFICATION_TOKEN: string;
  /** Who is on call: `open_id`s, with commas between them. */
  ON_CALL: string;
}

/** The chart of the alert; on Node, `await openAsBlob("chart.png")` reads a real chart. */
const CHART = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==";
const ALERT = "Orders fail since 12:04";

/** The alert as a card: red with a button until a person takes it, then orange with a name. */
const alertCard = (image_key: string, takenBy?: string) => ({
  config: { update_multi: true },
  header: { template: takenBy ? "orange" : "red", title: { tag: "plain_text", content: ALERT } },
  elements: [
    { tag: "img", img_key: image_key, alt: { tag: "plain_text", content: "Failed orders by the minute" } },
    takenBy
      ? {
          tag: "div",
          text: { tag: "lark_md", content: `<at id=${takenBy}></at> takes care of it. \`/solve\` ends it.` },
        }
      : {
          tag: "action",
          actions: [
            {
              tag: "button",
              type: "primary",
              text: { tag: "plain_text", content: "I take it" },
              value: { action: "take", image_key },
            },
          ],
        },
  ],
});

/** Gathers who is on call in a group about an alert, follows it by a card's button and `/solve`, and archives what was said. */
export async function run(env: Env): Promise<EventDispatcher> {
  const client = new Client({ appId: env.APP_ID, appSecret: env.APP_SECRET, domain: env.LARK_DOMAIN });
  const { chat, message, image, file: files } = client.im.v1;

  const group = await chat.create({
    params: { user_id_type: "open_id" },
    data: { name: `P0: ${ALERT}`, user_id_list: env.ON_CALL.split(",") },
  });
  const chat_id = group.data.chat_id as string;
  const chart = new Blob([Uint8Array.from(atob(CHART), (byte) => byte.charCodeAt(0))], { type: "image/png" });
  const { data } = await image.create({ data: { image_type: "message", image: chart } });
  await send(client, { chat_id }, card(alertCard(data.image_key as string)));
  console.log(`alerted ${env.ON_CALL.split(",").length} people in ${chat_id}`);

  const events = new EventDispatcher({ encryptKey: env.ENCRYPT_KEY, verificationToken: env.VERIFICATION_TOKEN });

  events.onCardAction(async ({ action, operator, context }) => {
    const { value } = action;
    if (typeof value !== "object" || value.action !== "take") {
      return;
    }
    const path = { chat_id: context?.open_chat_id as string };
    await chat.update({ path, data: { name: `In progress: ${ALERT}` } });
    console.log(`${operator.open_id} takes it`);
    return {
      toast: { type: "success", content: "It is yours" },
      card: { type: "raw", data: alertCard(String(value.image_key), operator.open_id) },
    };
  });

  events.on("im.message.receive_v1", async (event, ctx) => {
    const { chat_id } = event.message;
    if (toPlainText(readMessage(event.message)) !== "/solve") {
      return;
    }
    await chat.update({ path: { chat_id }, data: { name: `Solved: ${ALERT}` } });

    const lines: string[] = [];
    for await (const item of message.list({
      params: { container_id_type: "chat", container_id: chat_id, sort_type: "ByCreateTimeAsc" },
    })) {
      const time = new Date(Number(item.create_time)).toISOString();
      lines.push(`${time} ${item.sender?.id}: ${toPlainText(readMessage(item))}`);
    }
    const archive = new Blob([lines.join("\n")]);
    const upload = { file_type: "stream", file_name: "history.txt", file: archive } as const;
    const { data } = await files.create({ data: upload });
    await send(client, { chat_id }, file(data.file_key as string), { ctx });
    console.log(`solved; archived ${lines.length} messages, ${archive.size} bytes`);
  });
  return events;
}
