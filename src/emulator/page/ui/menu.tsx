import type { ComponentChildren, JSX } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { place } from "./place.ts";

export interface MenuItem {
  label: string;
  /** Shown in place of the label, which stays its name. */
  face?: ComponentChildren | undefined;
  href?: string | undefined;
  run?(): void;
}

interface Props {
  label: string;
  face: ComponentChildren;
  items: readonly MenuItem[];
  className?: string;
  tabIndex?: number;
  disabled?: boolean;
  /** In rows instead of a column. */
  grid?: boolean;
}

/** A button that opens a list of things to do; arrows move in it, Escape closes it. */
export function Menu({ label, face, items, className, tabIndex, disabled, grid }: Props): JSX.Element {
  const [isOpen, setOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const list = useRef<HTMLDivElement>(null);

  // Before the list is painted, so that the first key after it is seen goes to it.
  useLayoutEffect(() => {
    if (!isOpen) {
      return;
    }
    const stand = (): void => {
      if (list.current && button.current) {
        place(list.current, button.current);
      }
    };
    // On the top layer no scrolled part of the page cuts it.
    list.current?.showPopover();
    stand();
    root.current?.querySelector<HTMLElement>('[role="menuitem"]')?.focus({ preventScroll: true });
    const leave = (event: Event): void => {
      if (!root.current?.contains(event.target as Node)) {
        setOpen(false);
      }
    };
    document.addEventListener("pointerdown", leave);
    document.addEventListener("focusin", leave);
    document.addEventListener("scroll", stand, true);
    window.addEventListener("resize", stand);
    return () => {
      document.removeEventListener("scroll", stand, true);
      window.removeEventListener("resize", stand);
      document.removeEventListener("pointerdown", leave);
      document.removeEventListener("focusin", leave);
    };
  }, [isOpen]);

  const close = (): void => {
    setOpen(false);
    button.current?.focus();
  };

  const onKeyDown = (event: KeyboardEvent): void => {
    if (!isOpen) {
      return;
    }
    const all = [...(root.current?.querySelectorAll<HTMLElement>('[role="menuitem"]') ?? [])];
    const at = all.indexOf(document.activeElement as HTMLElement);
    const steps: Record<string, number> = { ArrowDown: at + 1, ArrowRight: at + 1, ArrowUp: at - 1, ArrowLeft: at - 1 };
    const next = event.key === "Home" ? 0 : event.key === "End" ? all.length - 1 : steps[event.key];
    if (event.key === "Escape") {
      close();
    } else if (next !== undefined) {
      all[(next + all.length) % all.length]?.focus();
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  };

  const choose = (item: MenuItem): void => {
    close();
    item.run?.();
  };

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it handles the keys of the buttons in it
    <div class={`menu ${className ?? ""}`} ref={root} onKeyDown={onKeyDown}>
      <button
        ref={button}
        type="button"
        class="menu-button"
        aria-label={label}
        title={label}
        aria-haspopup="menu"
        aria-expanded={isOpen}
        tabIndex={tabIndex}
        disabled={disabled}
        onClick={() => setOpen(!isOpen)}
      >
        {face}
      </button>
      {isOpen && (
        <div ref={list} popover="manual" class={grid ? "menu-list grid" : "menu-list"} role="menu" aria-label={label}>
          {items.map((item, index) =>
            item.href === undefined ? (
              <button key={index} type="button" role="menuitem" aria-label={item.label} onClick={() => choose(item)}>
                {item.face ?? item.label}
              </button>
            ) : (
              <a
                key={index}
                role="menuitem"
                href={item.href}
                target="_blank"
                rel="noopener noreferrer"
                onClick={() => choose(item)}
              >
                {item.face ?? item.label}
              </a>
            ),
          )}
        </div>
      )}
    </div>
  );
}
