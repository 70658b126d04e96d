import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { PageApp } from "../../control/protocol.ts";
import { addToast } from "../model/state.ts";
import { attempt, update, useStore } from "../model/store.ts";
import { api } from "../server/api.ts";
import { parseObject } from "../ui/safe.ts";
import { Facts } from "./row.tsx";

const tell = (content: string): void => update((state) => addToast(state, { type: "success", content }));

function App({ app }: { app: PageApp }): JSX.Element {
  const [url, setUrl] = useState(app.target?.startsWith("http") ? app.target : "");
  const [type, setType] = useState("im.chat.updated_v1");
  const [event, setEvent] = useState("{}");
  const body = parseObject(event);
  const connect = async (): Promise<void> => {
    if (await attempt(api.connect(url, app.appId))) {
      tell(`${app.name} listens at ${url}`);
    }
  };
  const push = async (): Promise<void> => {
    if (body !== undefined && (await attempt(api.push(type, body, app.appId)))) {
      tell(`${type} was sent`);
    }
  };
  return (
    <section class="app-box" aria-label={app.name}>
      <h3>{app.name}</h3>
      <Facts
        facts={[
          ["App ID", app.appId],
          ["Kind", app.appType],
          ["Bot's open_id", app.botOpenId],
          ["Events go to", app.target ?? "no address yet"],
        ]}
      />
      <form
        class="inline-form"
        onSubmit={(submitted) => {
          submitted.preventDefault();
          void connect();
        }}
      >
        <label class="field">
          <span class="field-label">Request URL of the bot</span>
          <input
            class="input"
            placeholder="http://127.0.0.1:3000/webhook"
            value={url}
            onInput={(typed) => setUrl(typed.currentTarget.value)}
          />
        </label>
        <button type="submit" class="button" disabled={url.trim() === ""}>
          Connect
        </button>
      </form>
      <details class="push">
        <summary>Send any event</summary>
        <label class="field">
          <span class="field-label">Event type</span>
          <input class="input" value={type} onInput={(typed) => setType(typed.currentTarget.value)} />
        </label>
        <label class="field">
          <span class="field-label">Event body</span>
          <textarea
            class="input code"
            rows={4}
            spellcheck={false}
            value={event}
            onInput={(typed) => setEvent(typed.currentTarget.value)}
          />
        </label>
        <button type="button" class="button" disabled={body === undefined} onClick={() => void push()}>
          Send
        </button>
      </details>
    </section>
  );
}

/** The apps: where their events go. */
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
