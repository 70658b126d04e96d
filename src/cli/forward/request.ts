import { randomBytes } from "node:crypto";
import { encryptEvent, signBody } from "../../emulator/control/index.ts";
import { type RecordedEvent, withToken } from "../recording.ts";
import type { BotKeys } from "./keys.ts";

/** The callback of old cards, which is plain and signed with the verification token. */
const OLD_CARD_TYPE = "card.action.trigger_v1";

/** Builds the request of an event as the platform sends it to a webhook: encrypted and signed, as far as the bot has keys. */
export async function buildRequest(
  url: string,
  { type, payload }: RecordedEvent,
  { encryptKey, verificationToken }: BotKeys,
): Promise<Request> {
  const isOldCard = type === OLD_CARD_TYPE;
  const isSealed = !isOldCard && encryptKey !== "";
  let body = JSON.stringify(withToken(payload, verificationToken));
  if (isSealed) {
    body = JSON.stringify({ encrypt: await encryptEvent(body, encryptKey, new Uint8Array(randomBytes(16))) });
  }
  const bytes = new TextEncoder().encode(body);
  const headers = new Headers({ "content-type": "application/json; charset=utf-8" });
  if (isSealed || isOldCard) {
    const timestamp = String(Math.floor(Date.now() / 1000));
    const nonce = randomBytes(5).toString("hex");
    const signature = isOldCard
      ? await signBody("SHA-1", timestamp, nonce, verificationToken, bytes)
      : await signBody("SHA-256", timestamp, nonce, encryptKey, bytes);
    headers.set("x-lark-request-timestamp", timestamp);
    headers.set("x-lark-request-nonce", nonce);
    headers.set("x-lark-signature", signature);
  }
  return new Request(url, { method: "POST", headers, body: bytes });
}
