import { type Log, parseObject, patient, tellOf } from "../base/index.ts";
import { fromUtf8, toBase64, toUtf8 } from "../crypto/index.ts";
import type { Frame } from "./frame.ts";
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

/** Keeps count of the tasks. */
function createTasks() {
  const tasks = new Set<Task>();
  const [idle, tellIdle] = deferred<void>();
  let isClosing = false;
  return {
    /** Whether no task may begin. */
    get isClosing() {
      return isClosing;
    },
    /** Adds work to a task, which ends with the last of it. */
    track(task: Task, work: Promise<unknown>) {
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
    },
    async drain(timeoutMs: number) {
      isClosing = true;
      if (tasks.size) {
        await patient(idle, timeoutMs);
        for (const task of tasks) {
          controllerOf(task).abort();
        }
      }
    },
  };
}

/** Hands messages to the dispatcher, and sends its answers back. */
export interface Receiver {
  /**
   * Takes a message.
   *
   * @param frame - The frame that completed it.
   * @param send - Sends a frame over the socket from which the message came, while it is open.
   */
  receive(frame: Frame, payload: Uint8Array, send: (frame: Frame) => void): void;
  /** Takes no more messages, and waits for the running handlers. After the timeout their signals abort. */
  drain(timeoutMs: number): Promise<void>;
}

/** Makes a receiver. */
export function createReceiver({ events, acknowledge }: ConnectOptions, log: Log): Receiver {
  const tasks = createTasks();

  const answer = async (task: Task, frame: Frame, payload: Uint8Array, send: (frame: Frame) => void) => {
    const { headers, payloadEncoding } = frame;
    const started = performance.now();
    let code = 500;
    let data: string | undefined;
    try {
      // The dispatcher refuses what is no event.
      const event = payloadEncoding ? undefined : parseObject(fromUtf8(payload));
      const { status, body } = await events.acknowledge(event, {
        acknowledge,
        waitUntil: (work) => tasks.track(task, work),
        get signal() {
          return controllerOf(task).signal;
        },
      });
      if (status === 200) {
        code = 200;
        // Without a result there is none.
        data = body === "{}" ? undefined : toBase64(toUtf8(body));
      }
    } catch (error) {
      // What the event holds stays out of the log.
      log("error", "long connection: an event cannot be read:", payloadEncoding ? "payload_encoding" : tellOf(error));
    }
    const elapsed = (performance.now() - started).toFixed();
    send({ ...frame, headers: [...headers, ["biz_rt", elapsed]], payload: toUtf8(JSON.stringify({ code, data })) });
  };

  return {
    drain: tasks.drain,
    receive(...message) {
      // What is not answered comes again, to another connection or a later one.
      if (!tasks.isClosing) {
        const task = { works: 0 };
        tasks.track(task, answer(task, ...message));
      }
    },
  };
}
