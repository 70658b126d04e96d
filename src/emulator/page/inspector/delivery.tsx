import type { JSX } from "preact";
import type { DeliveryEntry } from "../../control/protocol.ts";
import { t } from "../language/language.ts";
import { DeliverAgain } from "../message/failures.tsx";
import { isCallback } from "../model/failures.ts";
import { Json } from "../ui/json.tsx";
import { memo } from "../ui/memo.tsx";
import { problemOf } from "./problem.ts";
import { Facts, Row } from "./row.tsx";

function View({ entry }: { entry: DeliveryEntry }): JSX.Element {
  const { status, attempt = 1, signed } = entry;
  const problem = problemOf(entry);
  const notes = [attempt > 1 ? t("Attempt {count}", { count: attempt }) : undefined, problem];
  return (
    <Row
      kind="event"
      title={entry.eventType}
      at={entry.at}
      durationMs={entry.durationMs}
      status={status === 0 ? t("no answer") : `${status}`}
      tone={problem === undefined ? "good" : "bad"}
      note={notes.filter((note) => note !== undefined).join(" · ") || undefined}
    >
      <Facts
        facts={[
          [t("To"), entry.url],
          [t("App"), entry.appId],
          [t("Event id"), entry.eventId],
          [t("Attempt"), String(attempt)],
          [t("Fault"), entry.fault],
          [
            t("Signature"),
            signed
              ? t("signed with the encrypt key (SHA-256 over the raw body), body encrypted")
              : t("not signed: the app has no encrypt key, or this is a URL check"),
          ],
        ]}
      />
      {problem !== undefined && !isCallback(entry) && (
        <div class="row-tools">
          <DeliverAgain entry={entry} />
        </div>
      )}
      <h4>{t("Payload")}</h4>
      <Json value={entry.payload ?? ""} label={t("Payload")} />
      <h4>{t("The bot's answer")}</h4>
      <Json value={entry.body} label={t("Answer of the bot")} />
    </Row>
  );
}

export const DeliveryRow: ReturnType<typeof memo<{ entry: DeliveryEntry }>> = memo(View);
