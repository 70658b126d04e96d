import type { JSX } from "preact";
import { useId } from "preact/hooks";
import { type Text, t } from "../language/language.ts";

/** A page and its name. */
export interface Tab {
  name: Text;
  draw(): JSX.Element;
}

interface Props {
  label: string;
  tabs: readonly Tab[];
  /** Place of the open one. */
  open: number;
  onOpen(place: number): void;
}

/** Pages behind names; arrows move between them. */
export function Tabs({ label, tabs, open, onOpen }: Props): JSX.Element {
  const id = useId();
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step === undefined) {
      return;
    }
    const next = (open + step + tabs.length) % tabs.length;
    onOpen(next);
    document.getElementById(`${id}-${next}`)?.focus();
  };
  return (
    <>
      <div class="tabs" role="tablist" aria-label={label} onKeyDown={onKeyDown}>
        {tabs.map(({ name }, index) => (
          <button
            key={name}
            id={`${id}-${index}`}
            type="button"
            role="tab"
            aria-selected={index === open}
            aria-controls={`${id}-panel`}
            tabIndex={index === open ? 0 : -1}
            onClick={() => onOpen(index)}
          >
            {t(name)}
          </button>
        ))}
      </div>
      <div class="tab-panel" id={`${id}-panel`} role="tabpanel" aria-labelledby={`${id}-${open}`}>
        {tabs[open]?.draw()}
      </div>
    </>
  );
}
