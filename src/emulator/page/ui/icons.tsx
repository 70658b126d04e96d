import type { JSX } from "preact";

const PATHS = {
  menu: "M4 6h16M4 12h16M4 18h10",
  people: "M15 8a4 4 0 1 1-8 0 4 4 0 0 1 8 0ZM3 20a8 8 0 0 1 16 0M17 4.5a4 4 0 0 1 0 7M21 19a7 7 0 0 0-2.5-5",
  copy: "M9 9h11v11H9zM5 15H4V4h11v1",
  warning: "M12 4 2.5 20h19L12 4Zm0 6v4.5M12 17.5h.01",
  send: "M3 11.5 20 4l-5.5 16.5-3.2-6.8L3 11.5Zm8.3 2.2L20 4",
  plus: "M12 5v14M5 12h14",
  more: "M6 12h.01M12 12h.01M18 12h.01",
  reply: "M9 7 4 12l5 5M4 12h9a7 7 0 0 1 7 7",
  close: "M6 6l12 12M18 6 6 18",
  attach: "m20 11-8.2 8.2a5 5 0 0 1-7-7L13 4a3.3 3.3 0 0 1 4.7 4.7l-8.2 8.2a1.7 1.7 0 0 1-2.4-2.4L14.5 7",
  braces: "M9 4H8a2 2 0 0 0-2 2v4l-2 2 2 2v4a2 2 0 0 0 2 2h1M15 4h1a2 2 0 0 1 2 2v4l2 2-2 2v4a2 2 0 0 1-2 2h-1",
  at: "M16 8v5a2.5 2.5 0 0 0 5 0v-1a9 9 0 1 0-4 7.5M16 12a4 4 0 1 1-8 0 4 4 0 0 1 8 0Z",
  sun: "M12 3v2M12 19v2M3 12h2M19 12h2M5.6 5.6 7 7M17 17l1.4 1.4M5.6 18.4 7 17M17 7l1.4-1.4M16 12a4 4 0 1 1-8 0 4 4 0 0 1 8 0Z",
  moon: "M20 14.5A8.5 8.5 0 1 1 9.5 4a7 7 0 0 0 10.5 10.5Z",
  pulse: "M3 12h4l3-8 4 16 3-8h4",
  pin: "m14 4 6 6-4 1-4 4-1 4-6-6 4-1 4-4 1-4ZM8.5 15.5 4 20",
  file: "M6 3h8l4 4v14H6V3Zm8 0v4h4",
  back: "M15 5l-7 7 7 7",
  thread: "M5 5h14v10H9l-4 4V5Z",
  chart: "M5 20V10M12 20V4M19 20v-7",
} as const;

/** An icon beside a text, or in a button with a label. */
export function Icon({ name }: { name: keyof typeof PATHS }): JSX.Element {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  );
}
