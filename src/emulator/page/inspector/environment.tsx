import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { PageApp } from "../../control/protocol.ts";
import { t } from "../language/language.ts";
import { attempt } from "../model/store.ts";
import { api } from "../server/api.ts";
import { CopyButton } from "../ui/copy.tsx";
import { Pre } from "../ui/pre.tsx";

/** The lines of a bot's environment. Secrets are fetched when a person opens it, and are in no other part of the page. */
export function Environment({ app }: { app: PageApp }): JSX.Element {
  const [lines, setLines] = useState("");
  const load = async (): Promise<void> => {
    const variables = { ...(await api.credentials(app.appId)), LARK_DOMAIN: location.origin };
    setLines(
      Object.entries(variables)
        .map(([name, value]) => `${name}=${value}\n`)
        .join(""),
    );
  };
  return (
    <details class="push" onToggle={(event) => (event.currentTarget.open ? void attempt(load()) : setLines(""))}>
      <summary>{t("Environment of the bot")}</summary>
      {lines !== "" && (
        <>
          <Pre label={t("Environment of the bot")}>{lines}</Pre>
          <CopyButton label={t("Copy the lines")} text={lines} />
        </>
      )}
    </details>
  );
}
