import { readFrame, writeFrame } from "./frame.ts";
import type { FrameEntry, FrameLog } from "./frame-log.ts";
import type { EmulatedConnection } from "./types.ts";

/** The gateway's end of a socket. */
export interface Peer {
  send(bytes: Uint8Array<ArrayBuffer>): void;
  /** Ends it without a close frame. */
  cut(): void;
  /** Reads nothing more, so that not even a close frame is answered. */
  freeze?(): void;
}

/** What came back of a message, as a webhook would answer. */
export interface Acknowledged {
  status: number;
  body: string;
}

interface Waiting {
  resolve(answer: Acknowledged): void;
  reject(error: Error): void;
}

/** More answers than these are not waited for: the oldest came too late. */
const MAX_WAITING = 1_000;

const utf8 = new TextEncoder();

/** The answer of a client: `{code, headers, data}`, nulls included. */
function readAnswer(payload: Uint8Array | undefined): Acknowledged {
  const { code, data } = JSON.parse(new TextDecoder().decode(payload ?? utf8.encode("{}")));
  const body = typeof data === "string" ? new TextDecoder().decode(Uint8Array.from(atob(data), toCode)) : "{}";
  return { status: code === 200 ? 200 : 500, body };
}

/** The code of an answer, if it has one. */
function codeOf(payload: Uint8Array | undefined): { code?: number } {
  try {
    const { code } = JSON.parse(new TextDecoder().decode(payload));
    return typeof code === "number" ? { code } : {};
  } catch {
    return {};
  }
}

const toCode = (character: string): number => character.charCodeAt(0);

/** One client's connection. */
export class Connection implements EmulatedConnection {
  readonly id: string;
  readonly appId: string;
  readonly openedAt: number;
  isFrozen = false;
  readonly #peer: Peer;
  readonly #service: number;
  readonly #pong: () => object;
  readonly #frames: FrameLog;
  readonly #waiting = new Map<string, Waiting>();
  #count = 0n;

  constructor(
    known: { id: string; appId: string; openedAt: number; service: number },
    peer: Peer,
    pong: () => object,
    frames: FrameLog,
  ) {
    this.id = known.id;
    this.appId = known.appId;
    this.openedAt = known.openedAt;
    this.#service = known.service;
    this.#peer = peer;
    this.#pong = pong;
    this.#frames = frames;
  }

  /** Sends a message, in parts if it is large. Rejects if the connection ends before its answer. */
  send(messageId: string, body: string, maxPart: number): Promise<Acknowledged> {
    const bytes = utf8.encode(body);
    const sum = Math.max(1, Math.ceil(bytes.length / maxPart));
    const answered = new Promise<Acknowledged>((resolve, reject) => {
      this.#waiting.set(messageId, { resolve, reject });
    });
    const [oldest = ""] = this.#waiting.keys();
    if (this.#waiting.size > MAX_WAITING) {
      this.#waiting.delete(oldest);
    }
    for (let seq = 0; seq < sum && !this.isFrozen; seq += 1) {
      this.#count += 1n;
      const headers: [string, string][] = [
        ["type", "event"],
        ["message_id", messageId],
        ["sum", `${sum}`],
        ["seq", `${seq}`],
        ["trace_id", `trace-${messageId}`],
        ["instance_id", `instance-${this.id}`],
      ];
      const payload = bytes.slice(seq * maxPart, (seq + 1) * maxPart);
      const part = sum > 1 ? { part: `${seq + 1}/${sum}` } : {};
      this.#note({ from: "gateway", type: "event", messageId, ...part, bytes: payload.length });
      this.#peer.send(
        writeFrame({
          seqId: this.#count,
          // More than a JavaScript number can hold exactly, as on the platform.
          logId: 7_318_934_556_000_000_001n + 2n * this.#count,
          service: this.#service,
          method: 1,
          headers,
          payload,
        }),
      );
    }
    return answered;
  }

  /** Takes a client's message. Text messages and bytes that are not a frame are ignored. */
  receive(data: Uint8Array | string): void {
    if (this.isFrozen || typeof data === "string") {
      return;
    }
    try {
      const frame = readFrame(data);
      const headers = new Map(frame.headers);
      if (frame.method === 0 && headers.get("type") === "ping") {
        const payload = utf8.encode(JSON.stringify(this.#pong()));
        this.#note({ from: "bot", type: "ping", bytes: 0 });
        this.#note({ from: "gateway", type: "pong", bytes: payload.length });
        this.#peer.send(writeFrame({ ...frame, headers: [["type", "pong"]], payload }));
        return;
      }
      const id = headers.get("message_id") ?? "";
      this.#note({
        from: "bot",
        type: "answer",
        messageId: id,
        bytes: frame.payload?.length ?? 0,
        ...codeOf(frame.payload),
      });
      const waiting = this.#waiting.get(id);
      this.#waiting.delete(id);
      if (headers.get("instance_id") !== `instance-${this.id}`) {
        waiting?.reject(new Error("the answer lacks the header instance_id, and cannot find its way"));
        return;
      }
      waiting?.resolve(readAnswer(frame.payload));
    } catch {
      // Not a frame, or an answer that is not JSON: the message counts as not answered.
    }
  }

  #note(entry: Omit<FrameEntry, "at" | "connection">): void {
    this.#frames.add({ connection: this.id, ...entry });
  }

  cut(): void {
    this.#peer.cut();
    this.lost();
  }

  /** Makes it half-open. */
  freeze(): void {
    this.isFrozen = true;
    this.#peer.freeze?.();
  }

  /** The socket has ended. */
  lost(): void {
    for (const { reject } of this.#waiting.values()) {
      reject(new Error("the long connection ended before the answer"));
    }
    this.#waiting.clear();
  }
}
