import type { JSX } from "preact";
import { t } from "../language/language.ts";
import { addToast } from "../model/state.ts";
import { attempt, update } from "../model/store.ts";
import { Icon } from "./icons.tsx";

/** Copies a text. */
export async function copy(text: string): Promise<void> {
  if (await attempt(navigator.clipboard.writeText(text))) {
    update((state) => addToast(state, { type: "success", content: t("Copied") }));
  }
}

/** A button that copies a text. */
export function CopyButton({ label, text }: { label: string; text: string }): JSX.Element {
  return (
    <button type="button" class="button small" onClick={() => void copy(text)}>
      <Icon name="copy" /> {label}
    </button>
  );
}
