import type { PageMessage } from "../../control/protocol.ts";
import { t } from "../language/language.ts";

/** What a message says, with names in the places of its placeholders. */
export function withNames({ text, mentions = [] }: Pick<PageMessage, "text" | "mentions">): string {
  // Longer placeholders first: `@_user_1` is also the beginning of `@_user_10`.
  const byLength = [...mentions].sort((one, other) => other.key.length - one.key.length);
  const named = byLength.reduce((read, { key, name }) => read.replaceAll(key, `@${name}`), text);
  return named.replaceAll("@_all", `@${t("Everyone")}`);
}
