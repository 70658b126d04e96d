import { type Log, parseObject, patient, tellOf } from "../base/index.ts";
import { fromUtf8, toBase64, toUtf8 } from "../crypto/index.ts";
import type { HostContext } from "../event/index.ts";
import type { ReceivedFrame, SentFrame } from "./frame.ts";
import type { ConnectOptions } from "./options.ts";
import { deferred } from "./stop.ts";

/** An event that is being handled. */
interface Task {
  /** Its answer, and the work that goes on after it. */
  works: number;
  /** Made when a handler first reads its signal: few do. A signal per event, so that what listens to it goes with the event. */
  controller?: AbortController;
}

const controllerOf = (task: Task) => {
  task.controller ??= new AbortController();
  return task.controller;
};

/** Hands messages to the dispatcher, and sends its answers back. */
export interface Receiver {
  /**
   * Takes a message.
   *
   * @param frame - The frame that completed it.
   * @param send - Sends a frame over the socket from which the message came, while it is open.
   */
  receive(frame: ReceivedFrame, payload: Uint8Array, send: (frame: SentFrame) => void): void;
  /** Takes no more messages, and waits for the running handlers. After the timeout their signals abort. */
  drain(timeoutMs: number): Promise<void>;
}

/** Handles an event, and returns the answer to the platform. */
async function handle(
  events: ConnectOptions["events"],
  { payloadEncoding }: ReceivedFrame,
  payload: Uint8Array,
  host: HostContext,
  log: Log,
): Promise<{ code: number; data?: string | undefined }> {
  try {
    // The dispatcher refuses what is no event.
    const event = payloadEncoding ? undefined : parseObject(fromUtf8(payload));
    const { status, body } = await events.acknowledge(event, host);
    if (status === 200) {
      // Without a result there are no data.
      return { code: 200, data: body === "{}" ? undefined : toBase64(toUtf8(body)) };
    }
  } catch (error) {
    // What the event holds stays out of the log.
    log("error", "long connection: an event cannot be read:", payloadEncoding ? "payload_encoding" : tellOf(error));
  }
  return { code: 500 };
}

/** Makes a receiver. */
export function createReceiver({ events, acknowledge }: ConnectOptions, log: Log): Receiver {
  const tasks = new Set<Task>();
  const [idle, tellIdle] = deferred<void>();
  let isClosing = false;

  /** Adds work to a task, which ends with the last of it. */
  const track = (task: Task, work: Promise<unknown>) => {
    task.works++;
    tasks.add(task);
    const done = () => {
      if (!--task.works) {
        tasks.delete(task);
        if (isClosing && !tasks.size) {
          tellIdle();
        }
      }
    };
    work.then(done, done);
  };

  return {
    async drain(timeoutMs) {
      isClosing = true;
      if (tasks.size) {
        await patient(idle, timeoutMs);
        for (const task of tasks) {
          controllerOf(task).abort();
        }
      }
    },
    receive(frame, payload, send) {
      // What is not answered comes again, to another connection or a later one.
      if (isClosing) {
        return;
      }
      const task = { works: 0 };
      const started = performance.now();
      const host: HostContext = {
        acknowledge,
        waitUntil: (work) => track(task, work),
        get signal() {
          return controllerOf(task).signal;
        },
      };
      const answering = handle(events, frame, payload, host, log).then((answer) => {
        const elapsed = (performance.now() - started).toFixed();
        const headers = [...frame.rawHeaders, ["biz_rt", elapsed] as const];
        send({ ...frame, headers, payload: toUtf8(JSON.stringify(answer)) });
      });
      track(task, answering);
    },
  };
}
