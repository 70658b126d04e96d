import type { JSX } from "preact";
import { t } from "../language/language.ts";
import { Avatar } from "../ui/avatar.tsx";
import type { Candidate } from "./mentions.ts";

interface Props {
  id: string;
  candidates: readonly Candidate[];
  /** Place of the candidate that Enter chooses. */
  active: number;
  onChoose(candidate: Candidate): void;
}

const KINDS = { person: "Person", bot: "Bot", everyone: "Everyone in the chat" } as const;

export const optionId = (id: string, index: number): string => `${id}-${index}`;

/** Whom a message can mention. The keys are those of the text field, which keeps the focus. */
export function MentionPicker({ id, candidates, active, onChoose }: Props): JSX.Element {
  return (
    <div id={id} class="mention-list" role="listbox" aria-label={t("Mention")}>
      {candidates.map((candidate, index) => (
        // biome-ignore lint/a11y/useFocusableInteractive: the text field has the focus and names the active option
        // biome-ignore lint/a11y/useKeyWithClickEvents: the keys of the text field choose, too
        <div
          key={candidate.id}
          id={optionId(id, index)}
          role="option"
          aria-selected={index === active}
          class="mention-option"
          // The text field keeps the focus.
          onPointerDown={(event) => event.preventDefault()}
          onClick={() => onChoose(candidate)}
        >
          <Avatar id={candidate.id} name={candidate.name} small />
          <span>{candidate.name}</span>
          <small>{t(KINDS[candidate.kind])}</small>
        </div>
      ))}
    </div>
  );
}
