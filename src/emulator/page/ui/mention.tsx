import type { JSX } from "preact";
import { useContext } from "preact/hooks";
import { t } from "../language/language.ts";
import { NamesContext } from "./context.ts";

/** A mention in a text, by id, or `all` for everyone. */
export function Mention({ id, name }: { id: string; name?: string | undefined }): JSX.Element {
  const names = useContext(NamesContext);
  const shown = id === "all" ? t("Everyone") : ((name || names.get(id)) ?? id);
  return <span class="mention" title={id}>{`@${shown}`}</span>;
}
