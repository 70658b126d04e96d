import { EventDispatcher } from "lark-edge";

interface Env {
  ENCRYPT_KEY: string;
  VERIFICATION_TOKEN: string;
}

/** What the event carries: this package does not know it, so we say it. */
interface OrderPaid {
  order_id: string;
  amount: number;
}

const isOrderPaid = (event: unknown): event is OrderPaid =>
  typeof event === "object" && event !== null && "order_id" in event && "amount" in event;

/** Receives an event that is not among those of the platform, verified and decrypted as all others. */
export function run(env: Env): EventDispatcher {
  const events = new EventDispatcher({ encryptKey: env.ENCRYPT_KEY, verificationToken: env.VERIFICATION_TOKEN });

  events.on("acme.order.paid_v1", (event, { header }) => {
    if (isOrderPaid(event)) {
      console.log(`${header.event_type}: order ${event.order_id} over ${event.amount} is paid`);
    }
  });
  return events;
}
