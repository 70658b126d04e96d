import type { Feed } from "./feed.ts";
import type { EmulatedApp, EmulatedChat, EmulatedMessage, EmulatedUser } from "./types.ts";

/** A change that a person who looks at the platform would see. */
export type Change =
  /** `message` is new; `message-changed` was edited, recalled, read, pinned, got a reaction, or its card changed. */
  | { type: "message" | "message-changed"; message: EmulatedMessage }
  /** New, renamed, dissolved, or with other members. */
  | { type: "chat"; chat: EmulatedChat }
  | { type: "user"; user: EmulatedUser }
  /** Its events go to another address. */
  | { type: "app"; app: EmulatedApp };

/** Calls listeners with each change, at once and in order. */
export type Changes = Feed<Change>;
