import type { JSX } from "preact";
import type { DeliveryEntry } from "../../control/protocol.ts";
import { problemOf } from "../inspector/problem.ts";
import { t } from "../language/language.ts";
import { isCallback } from "../model/failures.ts";
import { selectFailures } from "../model/select.ts";
import { attempt, useStore } from "../model/store.ts";
import { api } from "../server/api.ts";
import { Icon } from "../ui/icons.tsx";

/** Sends an event once more. */
export function DeliverAgain({ entry }: { entry: DeliveryEntry }): JSX.Element {
  return (
    <button type="button" class="button small" onClick={() => void attempt(api.redeliver(entry.eventId))}>
      {t("Deliver again")}
    </button>
  );
}

/** Events about a message that a bot did not acknowledge. */
export function Failures({ messageId }: { messageId: string }): JSX.Element | null {
  const failures = useStore((state) => selectFailures(state).get(messageId));
  const apps = useStore((state) => state.apps);
  if (failures === undefined) {
    return null;
  }
  return (
    <ul class="failures" aria-label={t("Failed deliveries")}>
      {failures.map((entry) => (
        <li key={entry.id}>
          <Icon name="warning" />
          <span>
            {`${apps.find(({ appId }) => appId === entry.appId)?.name ?? entry.appId}, ${entry.eventType}: ${problemOf(entry) ?? ""}`}
          </span>
          {!isCallback(entry) && <DeliverAgain entry={entry} />}
        </li>
      ))}
    </ul>
  );
}
