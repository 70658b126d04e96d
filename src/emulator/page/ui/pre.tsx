import type { ComponentChildren, JSX } from "preact";

/** Text as it was written, with a name; its long lines are scrolled, with the keyboard too. */
export function Pre({
  label,
  className,
  children,
}: {
  label: string;
  className?: string;
  children: ComponentChildren;
}): JSX.Element {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it is scrolled with the keyboard
    <section class={`pre ${className ?? ""}`} tabIndex={0} aria-label={label}>
      <pre>
        <code>{children}</code>
      </pre>
    </section>
  );
}
