import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { LongConnectionView } from "../../control/protocol.ts";
import { t } from "../language/language.ts";
import { attempt, useStore } from "../model/store.ts";
import { api } from "../server/api.ts";
import { toPreciseClock } from "../ui/time.ts";

/** How often the tab reads the connections and frames while it is open. */
const READ_MS = 1000;

const NOTHING: LongConnectionView = { connections: [], frames: [], partBytes: 0 };

function Connections({ view }: { view: LongConnectionView }): JSX.Element {
  const apps = useStore((state) => state.apps);
  if (view.connections.length === 0) {
    return (
      <p class="hint-text">{t("No bot is connected. A bot without a webhook connects to the address of this page.")}</p>
    );
  }
  return (
    <ul class="connections" aria-label={t("Connections")}>
      {view.connections.map(({ id, appId, openedAt, isFrozen }) => (
        <li key={id}>
          {t("{name}, {id}, since {time}", {
            name: apps.find((app) => app.appId === appId)?.name ?? appId,
            id,
            time: toPreciseClock(openedAt),
          })}
          {isFrozen ? `, ${t("frozen")}` : ""}
        </li>
      ))}
    </ul>
  );
}

function Frames({ view }: { view: LongConnectionView }): JSX.Element {
  return (
    <table class="frames" aria-label={t("Frames")}>
      <thead>
        <tr>
          <th>{t("time")}</th>
          <th>{t("from")}</th>
          <th>{t("frame")}</th>
          <th>{t("message")}</th>
          <th>{t("bytes")}</th>
        </tr>
      </thead>
      <tbody>
        {[...view.frames].reverse().map(({ at, from, type, messageId = "", part = "", bytes, code }, index) => (
          <tr key={view.frames.length - index}>
            <td>{toPreciseClock(at)}</td>
            <td>{from}</td>
            <td>
              {type} {code ?? part}
            </td>
            <td>{messageId.slice(0, 8)}</td>
            <td>{bytes}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** The long connections: who is connected, the last frames and acknowledgements, and faults of the network. */
export function LongConnections(): JSX.Element {
  const [view, setView] = useState(NOTHING);
  const [bytes, setBytes] = useState("");
  useEffect(() => {
    const read = (): void => void api.longConnection().then(setView, () => undefined);
    read();
    const timer = setInterval(read, READ_MS);
    return () => clearInterval(timer);
  }, []);
  const act = async (body: Parameters<typeof api.actOnLongConnections>[0]): Promise<void> => {
    await attempt(api.actOnLongConnections(body).then(setView));
  };
  const isEmpty = view.connections.length === 0;
  return (
    <div class="long-connections">
      <Connections view={view} />
      <div class="inline-form">
        <button type="button" class="button" disabled={isEmpty} onClick={() => void act({ action: "cut" })}>
          {t("Cut")}
        </button>
        <button type="button" class="button" disabled={isEmpty} onClick={() => void act({ action: "freeze" })}>
          {t("Freeze")}
        </button>
        <label class="field">
          <span class="field-label">{t("Bytes of a part: {bytes}", { bytes: view.partBytes })}</span>
          <input
            class="input"
            inputMode="numeric"
            value={bytes}
            onInput={(typed) => setBytes(typed.currentTarget.value)}
          />
        </label>
        <button
          type="button"
          class="button"
          disabled={!(Number(bytes) >= 1)}
          onClick={() => void act({ action: "fragment", bytes: Number(bytes) })}
        >
          {t("Fragment")}
        </button>
      </div>
      <Frames view={view} />
    </div>
  );
}
