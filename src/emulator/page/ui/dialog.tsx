import type { ComponentChildren, JSX } from "preact";
import { useEffect, useId, useRef } from "preact/hooks";
import { t } from "../language/language.ts";

interface Props {
  title: string;
  onClose(): void;
  children: ComponentChildren;
  wide?: boolean;
}

/** A modal window. It is open as long as it is drawn; the browser keeps the focus in it and gives it back. */
export function Dialog({ title, onClose, children, wide }: Props): JSX.Element {
  const ref = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const dialog = ref.current;
    const before = document.activeElement;
    dialog?.showModal();
    return () => {
      dialog?.close();
      if (before instanceof HTMLElement) {
        before.focus();
      }
    };
  }, []);
  return (
    <dialog
      ref={ref}
      class={wide ? "dialog wide" : "dialog"}
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      <h2 id={id}>{title}</h2>
      {children}
    </dialog>
  );
}

/** A question with two answers. */
export function Confirm(props: { title: string; text: string; onYes(): void; onNo(): void }): JSX.Element {
  return (
    <Dialog title={props.title} onClose={props.onNo}>
      <p class="dialog-text">{props.text}</p>
      <div class="dialog-buttons">
        <button type="button" class="button" onClick={props.onNo}>
          {t("Cancel")}
        </button>
        <button type="button" class="button primary" onClick={props.onYes}>
          {t("Confirm")}
        </button>
      </div>
    </Dialog>
  );
}
