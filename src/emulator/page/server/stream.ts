import type { StreamEvent } from "../../control/protocol.ts";

const AGAIN_AFTER_MS = 2000;

/** Listens to the event stream. When the connection breaks, it connects again until the emulator answers. */
export function listen(onEvent: (event: StreamEvent) => void, onLost: () => void): void {
  const source = new EventSource("/_emulator/api/stream");
  source.onmessage = ({ data }) => onEvent(JSON.parse(data));
  source.onerror = () => {
    source.close();
    onLost();
    setTimeout(() => listen(onEvent, onLost), AGAIN_AFTER_MS);
  };
}
