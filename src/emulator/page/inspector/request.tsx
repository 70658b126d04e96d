import type { JSX } from "preact";
import type { RequestEntry } from "../../control/protocol.ts";
import { Json } from "../ui/json.tsx";
import { memo } from "../ui/memo.tsx";
import { Facts, Row } from "./row.tsx";

function statusOf({ status, code, fault }: RequestEntry): { status: string; tone: "good" | "bad" | "open" } {
  if (status === 0) {
    return { status: fault === undefined ? "running" : "no answer", tone: fault ? "bad" : "open" };
  }
  const isGood = status < 400 && (code ?? 0) === 0 && fault === undefined;
  return {
    status: code === undefined || code === 0 ? `${status}` : `${status} · ${code}`,
    tone: isGood ? "good" : "bad",
  };
}

function View({ entry }: { entry: RequestEntry }): JSX.Element {
  const { status, tone } = statusOf(entry);
  const { explanation, fault, madeUp } = entry;
  const why = explanation ?? (fault === undefined ? undefined : `The fault “${fault}” was applied to this call.`);
  return (
    <Row
      kind="call"
      title={`${entry.method} ${entry.path}`}
      at={entry.at}
      durationMs={entry.durationMs}
      status={status}
      tone={tone}
      note={why ?? (madeUp ? "The answer was made up: no service stands behind it." : undefined)}
    >
      <Facts
        facts={[
          ["Operation", entry.operation ?? (fault === undefined ? "unknown" : undefined)],
          ["Query", entry.query],
          ["Authorization", entry.authorization === "none" ? "none" : `${entry.authorization} token`],
          ["Fault", fault],
          ["log_id", entry.logId],
        ]}
      />
      {entry.requestBody !== undefined && entry.requestBody !== "" && (
        <>
          <h4>Request</h4>
          <Json value={entry.requestBody} label="Request body" />
        </>
      )}
      <h4>Answer</h4>
      <Json value={entry.responseBody ?? ""} label="Response body" />
    </Row>
  );
}

export const RequestRow: ReturnType<typeof memo<{ entry: RequestEntry }>> = memo(View);
