import { Client } from "lark-edge";
import { image } from "lark-edge/message";

interface Env {
  APP_ID: string;
  APP_SECRET: string;
  LARK_DOMAIN?: string;
  CHAT_ID: string;
}

/** A red dot; on Node, `await openAsBlob("dot.png")` reads one from the disk. */
const PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==";

/** Sends an image to a chat: its bytes first, then a message with their key. */
export async function run(env: Env): Promise<void> {
  const client = new Client({ appId: env.APP_ID, appSecret: env.APP_SECRET, domain: env.LARK_DOMAIN });

  const bytes = Uint8Array.from(atob(PNG), (character) => character.charCodeAt(0));
  const dot = new Blob([bytes], { type: "image/png" });
  const uploaded = await client.im.v1.image.create({ data: { image_type: "message", image: dot } });

  const { data } = await client.im.v1.message.create({
    params: { receive_id_type: "chat_id" },
    data: { receive_id: env.CHAT_ID, ...image(uploaded.data.image_key as string) },
  });
  console.log(`sent an image of ${dot.size} bytes as ${data.message_id}`);
}
