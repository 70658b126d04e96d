import type { JSX } from "preact";
import { useId, useState } from "preact/hooks";
import type { PageApp } from "../../control/protocol.ts";
import { t } from "../language/language.ts";
import { addToast } from "../model/state.ts";
import { attempt, update } from "../model/store.ts";
import { api } from "../server/api.ts";
import { parseObject } from "../ui/safe.ts";

/** Sends an event of any type, beginning with the template of its type. */
export function EventForm({ app }: { app: PageApp }): JSX.Element {
  const [types, setTypes] = useState<readonly string[]>([]);
  const [type, setType] = useState("");
  const [schema, setSchema] = useState<"1.0" | "2.0">("2.0");
  const [event, setEvent] = useState("{}");
  const id = useId();
  const body = parseObject(event);
  const isKnown = types.includes(type);
  const choose = async (chosen: string): Promise<void> => {
    setType(chosen);
    if (types.includes(chosen)) {
      const template = await api.template(chosen, app.appId);
      setSchema(template.schema ?? "2.0");
      setEvent(JSON.stringify(template.event, null, 2));
    }
  };
  const send = async (): Promise<void> => {
    if (body === undefined) {
      return;
    }
    const { delivery } = await api.push({ type, event: body, app: app.appId, schema });
    const content = t("{type} was sent: HTTP {status}", { type, status: delivery.status });
    update((state) => addToast(state, { type: delivery.status === 200 ? "success" : "error", content }));
  };
  return (
    <details
      class="push"
      onToggle={({ currentTarget }) => {
        if (currentTarget.open && types.length === 0) {
          void attempt(api.templates().then(setTypes));
        }
      }}
    >
      <summary>{t("Send any event")}</summary>
      <label class="field">
        <span class="field-label">
          {types.length === 0 ? t("Event type") : t("Event type, one of {count}", { count: types.length })}
        </span>
        <input
          class="input"
          list={id}
          placeholder="im.chat.updated_v1"
          value={type}
          onInput={(typed) => void attempt(choose(typed.currentTarget.value))}
        />
        <datalist id={id}>
          {types.map((one) => (
            <option key={one} value={one} />
          ))}
        </datalist>
      </label>
      {type !== "" && !isKnown && <p class="hint-text">{t("The platform documents no event of this type.")}</p>}
      <label class="field">
        <span class="field-label">{t("Event body")}</span>
        <textarea
          class="input code"
          rows={8}
          spellcheck={false}
          value={event}
          onInput={(typed) => setEvent(typed.currentTarget.value)}
        />
      </label>
      <button
        type="button"
        class="button"
        disabled={body === undefined || type.trim() === ""}
        onClick={() => void attempt(send())}
      >
        {t("Send")}
      </button>
    </details>
  );
}
