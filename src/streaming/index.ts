export { type CloseAbandonedOptions, closeAbandoned } from "./close-abandoned.ts";
export { fallBack } from "./fall-back.ts";
export { healMarkdown } from "./heal.ts";
export type { StreamOptions } from "./options.ts";
export { rollOver } from "./roll-over.ts";
export { type StopAction, type StopButton, stopButton } from "./stop-button.ts";
export { DEFAULT_MAX_CALLS } from "./stream.ts";
export { openCardStream, streamCard } from "./stream-card.ts";
export type {
  CardStream,
  CardView,
  SourceContext,
  StreamChunk,
  StreamChunks,
  StreamClock,
  StreamOutcome,
  StreamResult,
  StreamSource,
  StreamStep,
} from "./types.ts";
