export { DEFAULT_MAX_CALLS } from "./stream.ts";
export { openCardStream, streamCard } from "./stream-card.ts";
export type {
  CardStream,
  CardView,
  SourceContext,
  StreamChunk,
  StreamChunks,
  StreamClock,
  StreamOptions,
  StreamOutcome,
  StreamResult,
  StreamSource,
  StreamStep,
} from "./types.ts";
