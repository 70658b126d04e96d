import type { RefObject } from "preact";
import { useState } from "preact/hooks";
import { type Candidate, matching, typedName } from "./mentions.ts";

/** The picker of a text field: what it shows, and how the field's keys move in it. */
export interface Mentions {
  /** Empty while the picker is closed. */
  shown: readonly Candidate[];
  active: number;
  /** Looks at what is typed before the caret. */
  look(): void;
  /** Writes an `@` at the caret, which opens the picker. */
  open(): void;
  choose(candidate: Candidate): void;
  /** @returns Whether the key was the picker's. */
  onKey(event: KeyboardEvent): boolean;
  close(): void;
}

/** Writes a text into the field, and names those that were chosen with it. */
type Write = (text: string, chosen: readonly string[]) => void;

/** A picker of mentions for a text field. */
export function useMentions(
  field: RefObject<HTMLTextAreaElement | null>,
  candidates: readonly Candidate[],
  onWrite: Write,
): Mentions {
  const [shown, show] = useState<readonly Candidate[]>([]);
  const [active, activate] = useState(0);

  const write = (text: string, caret: number, chosen: readonly string[] = []): void => {
    const { current } = field;
    if (current) {
      // Now, so that the caret has a place to go to.
      current.value = text;
      current.setSelectionRange(caret, caret);
      current.focus();
    }
    onWrite(text, chosen);
  };
  const look = (): void => {
    const { value = "", selectionEnd = 0 } = field.current ?? {};
    const typed = typedName(value, selectionEnd);
    show(typed === undefined ? [] : matching(candidates, typed.name));
    activate(0);
  };
  const choose = (candidate: Candidate): void => {
    const { value = "", selectionEnd = 0 } = field.current ?? {};
    const from = typedName(value, selectionEnd)?.at ?? selectionEnd;
    const named = `${value.slice(0, from)}@${candidate.name} `;
    show([]);
    write(named + value.slice(selectionEnd), named.length, [candidate.id]);
  };
  return {
    ...{ shown, active, look, choose },
    open() {
      const { value = "", selectionEnd = 0 } = field.current ?? {};
      const before = value.slice(0, selectionEnd);
      const at = before === "" || /\s$/.test(before) ? "@" : " @";
      write(before + at + value.slice(selectionEnd), before.length + at.length);
      look();
    },
    onKey(event) {
      const candidate = shown[active];
      if (candidate === undefined || event.isComposing) {
        return false;
      }
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step !== undefined) {
        activate((active + step + shown.length) % shown.length);
      } else if ((event.key === "Enter" && !event.shiftKey) || event.key === "Tab") {
        choose(candidate);
      } else if (event.key === "Escape") {
        show([]);
      } else {
        return false;
      }
      event.preventDefault();
      return true;
    },
    close() {
      show([]);
    },
  };
}
