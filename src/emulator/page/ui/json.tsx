import type { JSX } from "preact";
import { t } from "../language/language.ts";
import { Pre } from "./pre.tsx";

/** A JSON text inside a string field, such as a message's `content`, is shown as what it says. */
function unfold(_: string, value: unknown): unknown {
  if (typeof value !== "string" || !/^[[{]/.test(value)) {
    return value;
  }
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

/** A value as indented JSON; a text that is none, as it is. */
export function Json({ value, label }: { value: unknown; label?: string }): JSX.Element {
  const parsed = typeof value === "string" ? unfold("", value) : value;
  const text = typeof parsed === "string" ? parsed : (JSON.stringify(parsed, unfold, 2) ?? "");
  return (
    <Pre className="json" label={label ?? "JSON"}>
      {text === "" ? t("(empty)") : text}
    </Pre>
  );
}
