import { createCipheriv, createHash, randomBytes, randomUUID } from "node:crypto";

/** The secrets of every contender. */
export const SECRETS = { encryptKey: "bench-encrypt-key", verificationToken: "bench-verification-token" };

const id = (prefix) => `${prefix}_${randomBytes(16).toString("hex")}`;

/** The plain body of a received message, whose wire form is about 1.5 KB. */
function plainEvent() {
  const milliseconds = String(Date.now());
  const user = () => ({ union_id: id("on"), user_id: "e33ggbyz", open_id: id("ou") });
  return {
    schema: "2.0",
    header: {
      event_id: randomUUID().replaceAll("-", ""),
      event_type: "im.message.receive_v1",
      create_time: milliseconds,
      token: SECRETS.verificationToken,
      app_id: "cli_9f5343c580712544",
      tenant_key: "2ca1d211f64f6438",
    },
    event: {
      sender: { sender_id: user(), sender_type: "user", tenant_key: "736588c9260f175e" },
      message: {
        message_id: id("om"),
        root_id: id("om"),
        parent_id: id("om"),
        create_time: milliseconds,
        update_time: milliseconds,
        chat_id: id("oc"),
        thread_id: "omt_d4be107c616a",
        chat_type: "group",
        message_type: "text",
        content: JSON.stringify({ text: "@_user_1 你好, what is the state of the release?" }),
        mentions: [{ key: "@_user_1", id: user(), mentioned_type: "bot", name: "Tom", tenant_key: "736588c9260f175e" }],
        user_agent: "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Lark/6.7.5",
      },
    },
  };
}

/** Encrypts a body and signs it now, as the platform does: lark-edge refuses signatures older than eight hours. */
export function seal(plain) {
  const key = createHash("sha256").update(SECRETS.encryptKey).digest();
  const iv = randomBytes(16);
  const cipher = createCipheriv("aes-256-cbc", key, iv);
  const sealed = Buffer.concat([iv, cipher.update(JSON.stringify(plain)), cipher.final()]);
  const body = JSON.stringify({ encrypt: sealed.toString("base64") });
  const timestamp = String(Math.floor(Date.now() / 1000));
  const nonce = String(Math.floor(Math.random() * 1e9));
  const signature = createHash("sha256")
    .update(timestamp + nonce + SECRETS.encryptKey + body)
    .digest("hex");
  return {
    body,
    headers: {
      "content-type": "application/json; charset=utf-8",
      "content-length": String(Buffer.byteLength(body)),
      "x-lark-request-timestamp": timestamp,
      "x-lark-request-nonce": nonce,
      "x-lark-signature": signature,
    },
  };
}

/** An event of a message with this id. */
export function sealedMessage(messageId) {
  const plain = plainEvent();
  return seal({ ...plain, event: { ...plain.event, message: { ...plain.event.message, message_id: messageId } } });
}

/** The same events in plain text, as the long connection carries them. */
export const plainEvents = (count = 64) => Array.from({ length: count }, plainEvent);

/** Different events, so that no contender profits from a cache of strings. */
export const sealedEvents = (count = 64) => Array.from({ length: count }, () => seal(plainEvent()));
