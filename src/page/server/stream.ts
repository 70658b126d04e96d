import type { StreamEvent } from "./wire.ts";

/** Listens to what happens; the browser itself connects again when the line breaks. */
export function listen(onEvent: (event: StreamEvent) => void, onLost: () => void): void {
  const source = new EventSource("/_emulator/api/stream");
  source.onmessage = ({ data }) => onEvent(JSON.parse(data));
  source.onerror = onLost;
}
