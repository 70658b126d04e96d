/** A frame that went over a long connection. */
export interface FrameEntry {
  /** By the emulator's clock. */
  readonly at: number;
  /** Id of the connection. */
  readonly connection: string;
  readonly from: "gateway" | "bot";
  /** `ping`, `pong`, `event` or `answer`. */
  readonly type: string;
  readonly messageId?: string;
  /** `2/3`: the second of three parts. Undefined for a whole message. */
  readonly part?: string;
  /** Bytes of the payload. */
  readonly bytes: number;
  /** The code of an answer. */
  readonly code?: number;
}

/** The frames that are kept. */
const MAX_FRAMES = 200;

/** The last frames of all connections. */
export interface FrameLog {
  add(entry: Omit<FrameEntry, "at">): void;
  /** The oldest first. */
  list(): readonly FrameEntry[];
}

/** Makes a log of frames. */
export function createFrameLog(now: () => number): FrameLog {
  const entries: FrameEntry[] = [];
  return {
    add(entry) {
      entries.push({ at: now(), ...entry });
      if (entries.length > MAX_FRAMES) {
        entries.shift();
      }
    },
    list: () => [...entries],
  };
}
