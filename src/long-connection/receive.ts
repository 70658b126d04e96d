import { isLarkError, type Log, parseObject, patient } from "../base/index.ts";
import { fromUtf8, toBase64, toUtf8 } from "../crypto/index.ts";
import type { Frame } from "./frame.ts";
import type { ConnectOptions } from "./options.ts";

/** The answer of a webhook as a long connection carries it. Without a result there is no `data`. */
const toAnswer = (status: number, body: string) =>
  JSON.stringify({
    code: status === 200 ? 200 : 500,
    data: status === 200 && body !== "{}" ? toBase64(toUtf8(body)) : undefined,
  });

/** An event that is being handled. */
class Task {
  #controller: AbortController | undefined;
  /** Its answer, and the work that goes on after it. */
  works = 0;

  /** A signal per event: what listens to it goes with the event. Made when it is first read. */
  get signal(): AbortSignal {
    this.#controller ??= new AbortController();
    return this.#controller.signal;
  }

  abort(): void {
    this.#controller ??= new AbortController();
    this.#controller.abort();
  }
}

/** Hands messages to the dispatcher, and sends its answers back. */
export class Receiver {
  readonly #options: ConnectOptions;
  readonly #log: Log;
  readonly #tasks: Set<Task> = new Set();
  #isClosing = false;
  #tellIdle: () => void = () => {};

  constructor(options: ConnectOptions, log: Log) {
    this.#options = options;
    this.#log = log;
  }

  /**
   * Takes a message.
   *
   * @param frame - The frame that completed it.
   * @param send - Sends a frame over the socket from which the message came, while it is open.
   */
  receive(frame: Frame, payload: Uint8Array, send: (frame: Frame) => void): void {
    // What is not answered comes again, to another connection or a later one.
    if (!this.#isClosing) {
      const task = new Task();
      this.#track(task, this.#answer(task, frame, payload, send));
    }
  }

  /** Takes no more messages, and waits for the running handlers. After the timeout their signals abort. */
  async drain(timeoutMs: number): Promise<void> {
    this.#isClosing = true;
    if (this.#tasks.size) {
      const idle = new Promise<void>((resolve) => {
        this.#tellIdle = resolve;
      });
      await patient(idle, timeoutMs);
      for (const task of this.#tasks) {
        task.abort();
      }
    }
  }

  #track(task: Task, work: Promise<unknown>): void {
    task.works++;
    this.#tasks.add(task);
    const done = () => {
      if (!--task.works) {
        this.#tasks.delete(task);
        if (!this.#tasks.size) {
          this.#tellIdle();
        }
      }
    };
    work.then(done, done);
  }

  async #answer(task: Task, frame: Frame, payload: Uint8Array, send: (frame: Frame) => void): Promise<void> {
    const started = performance.now();
    const text = await this.#handle(task, frame, payload);
    const elapsed = Math.max(0, Math.round(performance.now() - started));
    send({ ...frame, headers: [...frame.headers, ["biz_rt", `${elapsed}`]], payload: toUtf8(text) });
  }

  /** Handles a message. Resolves to the payload of the answer. */
  async #handle(task: Task, { payloadEncoding }: Frame, payload: Uint8Array): Promise<string> {
    const { events, acknowledge } = this.#options;
    try {
      const event = payloadEncoding ? undefined : parseObject(fromUtf8(payload));
      if (!event) {
        throw new TypeError("no JSON object");
      }
      const { status, body } = await events.acknowledge(event, {
        acknowledge,
        waitUntil: (work) => this.#track(task, work),
        get signal() {
          return task.signal;
        },
      });
      return toAnswer(status, body);
    } catch (error) {
      // What it holds stays out of the log.
      const why = isLarkError(error) ? error.message : payloadEncoding ? "payload_encoding" : "no JSON object";
      this.#log("error", "long connection: an event cannot be read:", why);
      return toAnswer(500, "");
    }
  }
}
