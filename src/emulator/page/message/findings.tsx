import type { JSX } from "preact";
import type { CardFinding } from "../../control/protocol.ts";
import { t } from "../language/language.ts";
import { Icon } from "../ui/icons.tsx";

/** What the checker says about a card that was accepted: its warnings, with their places. */
export function Findings({ findings }: { findings: readonly CardFinding[] }): JSX.Element | null {
  if (findings.length === 0) {
    return null;
  }
  return (
    <details class="findings">
      <summary>
        <Icon name="braces" />
        {findings.length === 1
          ? t("1 finding of the checker")
          : t("{count} findings of the checker", { count: findings.length })}
      </summary>
      <ul>
        {findings.map(({ rule, path, message }, index) => (
          <li key={index}>
            <code>{path || t("card")}</code> {message} <small>{rule}</small>
          </li>
        ))}
      </ul>
    </details>
  );
}
