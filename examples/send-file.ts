import { Client } from "lark-edge";
import { file } from "lark-edge/message";

interface Env {
  APP_ID: string;
  APP_SECRET: string;
  LARK_DOMAIN?: string;
  CHAT_ID: string;
}

/** Sends a file to a chat: its bytes first, then a message with their key. */
export async function run(env: Env): Promise<void> {
  const client = new Client({ appId: env.APP_ID, appSecret: env.APP_SECRET, domain: env.LARK_DOMAIN });

  const orders = new File(["id,amount\n1,19.90\n"], "orders.csv", { type: "text/csv" });
  const uploaded = await client.im.v1.file.create({
    data: { file_type: "stream", file_name: orders.name, file: orders },
  });

  const { data } = await client.im.v1.message.create({
    params: { receive_id_type: "chat_id" },
    data: { receive_id: env.CHAT_ID, ...file(uploaded.data.file_key as string) },
  });
  console.log(`sent ${orders.name}, ${orders.size} bytes, as ${data.message_id}`);
}
