import type { JSX } from "preact";
import type { DeliveryEntry } from "../../control/protocol.ts";
import { Json } from "../ui/json.tsx";
import { memo } from "../ui/memo.tsx";
import { Facts, Row } from "./row.tsx";

/** Why the platform would count this answer as a failure. */
function problemOf({ status, error, problem, fault }: DeliveryEntry): string | undefined {
  if (problem !== undefined) {
    return `${problem.code}: ${problem.message}.`;
  }
  if (fault === "drop-ack") {
    return "A fault lost the bot's answer on its way: the event will be sent again.";
  }
  if (error !== undefined) {
    return `The bot did not answer: ${error}.`;
  }
  return status === 200 ? undefined : `The bot answered HTTP ${status}; the platform takes only 200.`;
}

function View({ entry }: { entry: DeliveryEntry }): JSX.Element {
  const { status, attempt = 1, signed } = entry;
  const problem = problemOf(entry);
  return (
    <Row
      kind="event"
      title={entry.eventType}
      at={entry.at}
      durationMs={entry.durationMs}
      status={status === 0 ? "no answer" : `${status}`}
      tone={problem === undefined ? "good" : "bad"}
      note={problem ?? (attempt > 1 ? `Attempt ${attempt}` : undefined)}
    >
      <Facts
        facts={[
          ["To", entry.url],
          ["App", entry.appId],
          ["Event id", entry.eventId],
          ["Attempt", String(attempt)],
          ["Fault", entry.fault],
          [
            "Signature",
            signed
              ? "signed with the encrypt key (SHA-256 over the raw body), body encrypted"
              : "not signed: the app has no encrypt key, or this is a URL check",
          ],
        ]}
      />
      <h4>Payload</h4>
      <Json value={entry.payload ?? ""} label="Payload" />
      <h4>The bot's answer</h4>
      <Json value={entry.body} label="Answer of the bot" />
    </Row>
  );
}

export const DeliveryRow: ReturnType<typeof memo<{ entry: DeliveryEntry }>> = memo(View);
