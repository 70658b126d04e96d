// The bot that is attacked over the loopback.
import { EventDispatcher } from "lark-edge/event";
import { ENCRYPT_KEY, TOKEN } from "../unsigned-bodies.ts";

/** Lets the clock run ahead, so that the limit of tries never ends. */
export function openLimit(): void {
  const { now } = Date;
  let ahead = 0;
  Date.now = () => {
    ahead += 1_000;
    return now.call(Date) + ahead;
  };
}

export const events: EventDispatcher = new EventDispatcher({
  encryptKey: ENCRYPT_KEY,
  verificationToken: TOKEN,
  loggerLevel: "silent",
});
