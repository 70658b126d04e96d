import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { PageApp } from "../../control/protocol.ts";
import { t } from "../language/language.ts";
import { attempt, useStore } from "../model/store.ts";
import { api } from "../server/api.ts";
import { asList, asObject, asText, parseObject } from "../ui/safe.ts";

/** Scopes that refused calls of the app lacked, each once. */
function lackedIn(bodies: readonly (string | undefined)[]): string[] {
  const lacked = bodies.flatMap((body) =>
    asList(asObject(parseObject(body ?? "")?.error)?.permission_violations).flatMap(
      (violation) => asText(asObject(violation)?.subject) ?? [],
    ),
  );
  return [...new Set(lacked)];
}

const APP_LACKS = 99991672;

/** What an app may do: everything, or what its list of scopes allows. */
export function Scopes({ app }: { app: PageApp }): JSX.Element {
  const requests = useStore((state) => state.requests);
  const granted = app.scopes;
  const [text, setText] = useState("");
  useEffect(() => setText((granted ?? []).join("\n")), [granted?.join()]);
  const lacked = lackedIn(requests.filter(({ code }) => code === APP_LACKS).map(({ responseBody }) => responseBody));
  const missing = lacked.filter((scope) => !(granted?.includes(scope) ?? true));
  const set = (scopes: readonly string[] | null): void => void attempt(api.setScopes(app.appId, scopes));
  return (
    <details class="push">
      <summary>
        {granted === null ? t("Scopes: every one") : t("Scopes: {count} granted", { count: granted.length })}
      </summary>
      <label class="choice">
        <input
          type="checkbox"
          checked={granted === null}
          onChange={({ currentTarget }) => set(currentTarget.checked ? null : [])}
        />
        {t("Every scope")}
      </label>
      {granted !== null && (
        <>
          <label class="field">
            <span class="field-label">{t("Granted scopes, one a line")}</span>
            <textarea
              class="input code"
              rows={5}
              spellcheck={false}
              placeholder="im:message:send_as_bot"
              value={text}
              onInput={(event) => setText(event.currentTarget.value)}
            />
          </label>
          <button
            type="button"
            class="button"
            onClick={() => set(text.split(/[\s,]+/).filter((scope) => scope !== ""))}
          >
            {t("Save")}
          </button>
          {missing.length > 0 && (
            <fieldset class="missing-scopes" aria-label={t("Scopes that refused calls lacked")}>
              <p class="field-label">{t("Scopes that refused calls lacked")}</p>
              {missing.map((scope) => (
                <button
                  key={scope}
                  type="button"
                  class="button small"
                  aria-label={t("Grant {scope}", { scope })}
                  onClick={() => set([...granted, scope])}
                >
                  + {scope}
                </button>
              ))}
            </fieldset>
          )}
        </>
      )}
    </details>
  );
}
