import type { DeliveryEntry } from "../../control/protocol.ts";
import { t } from "../language/language.ts";

/** Why the platform takes this answer for a failure. */
export function problemOf({ status, error, problem, fault }: DeliveryEntry): string | undefined {
  if (problem !== undefined) {
    return `${problem.code}: ${problem.message}.`;
  }
  if (fault === "drop-ack") {
    return t("A fault lost the bot's answer on its way: the event will be sent again.");
  }
  if (error !== undefined) {
    return t("The bot did not answer: {error}.", { error });
  }
  return status === 200 ? undefined : t("The bot answered HTTP {status}; the platform takes only 200.", { status });
}
