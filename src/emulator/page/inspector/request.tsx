import type { JSX } from "preact";
import type { RequestEntry } from "../../control/protocol.ts";
import { inLanguage, t } from "../language/language.ts";
import { CopyButton } from "../ui/copy.tsx";
import { Json } from "../ui/json.tsx";
import { memo } from "../ui/memo.tsx";
import { asText, parseObject } from "../ui/safe.ts";
import { toCurl } from "./curl.ts";
import { Facts, Row } from "./row.tsx";

/** How a call ended, in a word. */
export function statusOf({ status, code, fault }: RequestEntry): { status: string; tone: "good" | "bad" | "open" } {
  if (status === 0) {
    return { status: fault === undefined ? t("running") : t("no answer"), tone: fault ? "bad" : "open" };
  }
  const isGood = status < 400 && (code ?? 0) === 0 && fault === undefined;
  return {
    status: code === undefined || code === 0 ? `${status}` : `${status} · ${code}`,
    tone: isGood ? "good" : "bad",
  };
}

/** What the platform says about a call that it refused. */
function messageOf({ code, responseBody }: RequestEntry): string | undefined {
  return code === undefined || code === 0 ? undefined : asText(parseObject(responseBody ?? "")?.msg);
}

function View({ entry }: { entry: RequestEntry }): JSX.Element {
  const { status, tone } = statusOf(entry);
  const { explanation, fault, madeUp } = entry;
  const why =
    explanation === undefined
      ? fault && t("The fault “{fault}” was applied to this call.", { fault })
      : inLanguage(explanation);
  const notes = [messageOf(entry), why ?? (madeUp && t("The answer was made up: no service stands behind it."))];
  return (
    <Row
      kind="call"
      title={`${entry.method} ${entry.path}`}
      at={entry.at}
      durationMs={entry.durationMs}
      status={status}
      tone={tone}
      note={notes.filter((note) => note !== undefined).join(" · ") || undefined}
    >
      <Facts
        facts={[
          [t("Operation"), entry.operation ?? (fault === undefined ? t("unknown") : undefined)],
          [t("Query"), entry.query],
          [
            t("Authorization"),
            entry.authorization === "none" ? t("none") : t("{kind} token", { kind: entry.authorization }),
          ],
          [t("Fault"), fault],
          ["log_id", entry.logId],
        ]}
      />
      <div class="row-tools">
        <CopyButton label={t("Copy as curl")} text={toCurl(entry, location.origin)} />
      </div>
      {entry.requestBody !== undefined && entry.requestBody !== "" && (
        <>
          <h4>{t("Request")}</h4>
          <Json value={entry.requestBody} label={t("Request body")} />
        </>
      )}
      <h4>{t("Answer")}</h4>
      <Json value={entry.responseBody ?? ""} label={t("Response body")} />
    </Row>
  );
}

export const RequestRow: ReturnType<typeof memo<{ entry: RequestEntry }>> = memo(View);
