import { randomBytes } from "node:crypto";
import { encryptEvent, postOf, signatureHeaders } from "../../emulator/control/index.ts";
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
  const sign = (algorithm: "SHA-256" | "SHA-1", secret: string): Promise<Record<string, string>> => {
    const timestamp = String(Math.floor(Date.now() / 1000));
    return signatureHeaders(algorithm, timestamp, randomBytes(5).toString("hex"), secret, bytes);
  };
  const headers = isOldCard
    ? await sign("SHA-1", verificationToken)
    : isSealed
      ? await sign("SHA-256", encryptKey)
      : {};
  return postOf(url, bytes, headers);
}
