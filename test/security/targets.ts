// What is attacked: a dispatcher, with everything that it does in plain sight.
import { EventDispatcher, type EventDispatcherOptions } from "lark-edge/event";
import { withEndlessTries } from "../support/time.ts";
import { createMeter, type Work } from "./meter.ts";
import { ENCRYPT_KEY, TOKEN } from "./unsigned-bodies.ts";

/** An answer, and the work behind it, which stands for the time that an attacker measures. */
export interface Answer {
  readonly status: number;
  readonly challenge: string | undefined;
  readonly work: Work;
}

/** Answers an unsigned body. */
export type Target = (body: Uint8Array) => Promise<Answer>;

const WARM_UP = new TextEncoder().encode(JSON.stringify({ encrypt: "A".repeat(192) }));

/**
 * The dispatcher of this package. Its limit of tries is off, since the limit hides the verdict that is attacked: the
 * clock runs ahead.
 */
export function larkEdge(options: EventDispatcherOptions = {}): Target {
  const meter = createMeter();
  const events = new EventDispatcher({
    encryptKey: ENCRYPT_KEY,
    verificationToken: TOKEN,
    loggerLevel: "silent",
    crypto: meter.crypto,
    ...options,
  });
  events.onCardAction(() => undefined);
  let isWarm = false;
  return (body) =>
    withEndlessTries(async () => {
      if (!isWarm) {
        isWarm = true;
        // The first body to be decrypted has the key hashed, and no other has.
        await events.handle(WARM_UP, () => null);
      }
      meter.take();
      const { status, body: text } = await events.handle(body, () => null);
      return { status, challenge: JSON.parse(text).challenge, work: meter.take() };
    });
}
