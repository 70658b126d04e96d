import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { PageApp } from "../../control/protocol.ts";
import { t } from "../language/language.ts";
import { addToast } from "../model/state.ts";
import { attempt, update, useStore } from "../model/store.ts";
import { api } from "../server/api.ts";
import { Environment } from "./environment.tsx";
import { EventForm } from "./event-form.tsx";
import { Facts } from "./row.tsx";
import { Scopes } from "./scopes.tsx";

function Connect({ app }: { app: PageApp }): JSX.Element {
  const [url, setUrl] = useState(app.target?.startsWith("http") ? app.target : "");
  const connect = async (): Promise<void> => {
    if (await attempt(api.connect(url, app.appId))) {
      const content = t("{name} listens at {address}", { name: app.name, address: url });
      update((state) => addToast(state, { type: "success", content }));
    }
  };
  return (
    <form
      class="inline-form"
      onSubmit={(submitted) => {
        submitted.preventDefault();
        void connect();
      }}
    >
      <label class="field">
        <span class="field-label">{t("Request URL of the bot")}</span>
        <input
          class="input"
          placeholder="http://127.0.0.1:3000/webhook"
          value={url}
          onInput={(typed) => setUrl(typed.currentTarget.value)}
        />
      </label>
      <button type="submit" class="button" disabled={url.trim() === ""}>
        {t("Connect")}
      </button>
    </form>
  );
}

function App({ app }: { app: PageApp }): JSX.Element {
  return (
    <section class="app-box" aria-label={app.name}>
      <h3>{app.name}</h3>
      <Facts
        facts={[
          [t("App ID"), app.appId],
          [t("Kind"), app.appType],
          [t("Bot's open_id"), app.botOpenId],
          [t("Events go to"), app.target ?? t("no address yet")],
        ]}
      />
      <Connect app={app} />
      <Environment app={app} />
      <Scopes app={app} />
      <EventForm app={app} />
    </section>
  );
}

/** The apps: where their events go, what they may do, and events by hand. */
export function Apps(): JSX.Element {
  const apps = useStore((state) => state.apps);
  return (
    <div class="apps">
      {apps.map((app) => (
        <App key={app.appId} app={app} />
      ))}
    </div>
  );
}
