// What a user writes, against the published declarations.
import { Client as FullClient, isLarkError, LarkApiError } from "lark-edge";
import { im } from "lark-edge/api/im";
import { Client } from "lark-edge/core";
import { nobleCrypto } from "lark-edge/crypto/noble";
import { createEmulator } from "lark-edge/emulator";
import { EventDispatcher } from "lark-edge/event";
import { listener } from "lark-edge/node";
import { cloudflareKvStore } from "lark-edge/store/cloudflare-kv";
import { d1Store } from "lark-edge/store/d1";
import { durableObjectStore, LarkStore } from "lark-edge/store/durable-object";
import { layeredStore } from "lark-edge/store/layered";
import { memoryStore } from "lark-edge/store/memory";
import { worker } from "lark-edge/worker";

const emulator = createEmulator({ seed: 1 });
const { appId, appSecret, encryptKey, verificationToken } = emulator.app;
const store = memoryStore({ maxEntries: 10 });
export const full = new FullClient({ appId, appSecret, store, fetch: emulator.fetch });
export const client = new Client({ appId, appSecret, store, fetch: emulator.fetch, apis: { im } });

/** Both sizes look the same. */
export async function send(text: string): Promise<string | undefined> {
  const payload = {
    params: { receive_id_type: "chat_id" },
    data: { receive_id: "oc_1", msg_type: "text", content: JSON.stringify({ text }) },
  } as const;
  try {
    const { data } = await client.im.v1.message.create(payload, { timeoutMs: 1_000 });
    const again = await full.with({ deadlineMs: 2_000 }).im.v1.message.create(payload);
    const file: ReadableStream<Uint8Array> | null = (await full.im.v1.image.get({ path: { image_key: "img_1" } })).body;
    await file?.cancel();
    return data.message_id ?? again.logId;
  } catch (error) {
    if (error instanceof LarkApiError) {
      return `${error.platformCode} ${error.logId}`;
    }
    return isLarkError(error) ? error.code : undefined;
  }
}

export const events: EventDispatcher = new EventDispatcher({ encryptKey, verificationToken, crypto: nobleCrypto })
  .on("im.message.receive_v1", async (event, ctx) => {
    await client.im.v1.message.reply(
      { path: { message_id: event.message.message_id }, data: { msg_type: "text", content: event.message.content } },
      { waitUntil: ctx.waitUntil },
    );
  })
  .onCardAction((action) => ({ toast: { type: "info", content: action.action.tag } }));

export default worker((_env: { ENCRYPT_KEY: string }) => events);
export const onNode: ReturnType<typeof listener> = listener(events);
export const answer: Promise<Response> = events.fetch(new Request("https://bot.example/", { method: "POST" }));
export const stores: unknown[] = [
  cloudflareKvStore,
  d1Store,
  durableObjectStore,
  LarkStore,
  layeredStore(store, memoryStore()),
];
