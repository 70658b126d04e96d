import { expect, onTestFinished, test } from "vitest";
import { encodeFrame, type Frame } from "../../../src/long-connection/frame.ts";
import { eventBody, setup } from "../../support/long-connection/fake-gateway.ts";
import { bytesOf, VECTORS } from "../../support/long-connection/vectors.ts";
import { createRandom, type Random } from "./random.ts";

// By hand: FUZZ_FRAMES=1000000 FUZZ_SEED=7 npx vitest run test/operations/fuzz/frames.test.ts
const FRAMES = Number(process.env.FUZZ_FRAMES ?? 20_000);
const SEED = Number(process.env.FUZZ_SEED ?? 1);

/** After so many frames everything that waits for no timer is let run. */
const AT_ONCE = 500;

const utf8 = (text: string) => new TextEncoder().encode(text);

const frameOf = (method: number, headers: [string, string][], payload: string): Frame => ({
  seqId: 1n,
  logId: 7318934556789012345n,
  service: 7,
  method,
  headers,
  payload: utf8(payload),
});

/** Frames that are right: those of the vectors, and ours: events whole and in parts, pongs, callbacks. */
function templates(): [known: Uint8Array[], own: Uint8Array[]] {
  const known = VECTORS.flatMap(({ input }) => [input.hex, input.request_hex, ...(input.frames_hex ?? [])])
    .filter((hex) => typeof hex === "string")
    .map((hex) => bytesOf(hex));
  const part = (id: string, sum: number, seq: number, payload: string) =>
    encodeFrame(
      frameOf(
        1,
        [
          ["type", "event"],
          ["message_id", id],
          ["sum", `${sum}`],
          ["seq", `${seq}`],
        ],
        payload,
      ),
    );
  const event = JSON.stringify(eventBody("a.b_v1", { text: "你好 🌏" }));
  const click = JSON.stringify(eventBody("card.action.trigger", { action: { tag: "button", value: {} } }));
  const own = [
    part("whole", 1, 0, event),
    part("click", 1, 0, click),
    part("two", 2, 0, event.slice(0, 60)),
    part("two", 2, 1, event.slice(60)),
    encodeFrame(frameOf(0, [["type", "pong"]], JSON.stringify({ PingInterval: 1, ReconnectInterval: -1 }))),
  ];
  return [known, own];
}

/** Changes bytes, as a broken or hostile gateway would. */
function mutate(random: Random, frame: Uint8Array, other: Uint8Array): Uint8Array {
  const bytes = [...frame];
  for (let edits = random.pick([1, 1, 1, 2, 5]); edits > 0; edits -= 1) {
    const at = random.below(bytes.length + 1);
    const count = 1 + random.below(8);
    const drawn = Array.from({ length: count }, () => random.pick([0, 1, 127, 128, 255, random.below(256)]));
    const change = random.below(7);
    if (change === 0) {
      bytes.length = at;
    } else if (change === 1) {
      bytes.splice(at, count);
    } else if (change === 2) {
      bytes.splice(at, 0, ...drawn);
    } else if (change === 3) {
      bytes.splice(at, 0, ...bytes.slice(at, at + count));
    } else if (change === 4) {
      bytes.splice(at, bytes.length, ...other.subarray(random.below(other.length)));
    } else if (change === 5) {
      bytes.splice(at, count, ...drawn);
    } else if (at < bytes.length) {
      bytes[at] = (bytes[at] ?? 0) ^ (1 << random.below(8));
    }
  }
  return Uint8Array.from(bytes);
}

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

test(`${FRAMES} mutated frames do not end a connection, and nothing is thrown (seed ${SEED})`, async () => {
  const random = createRandom(SEED);
  const thrown: unknown[] = [];
  const note = (error: unknown) => void thrown.push(error);
  process.on("unhandledRejection", note).on("uncaughtException", note);
  const { connection, events, sockets, lines } = setup({ dispatcher: { loggerLevel: "silent" } });
  onTestFinished(async () => {
    process.off("unhandledRejection", note).off("uncaughtException", note);
    await connection.close({ timeoutMs: 1 });
  });
  let handled = 0;
  events.onAny(() => {
    handled += 1;
  });
  await connection.ready;
  const [socket] = sockets;
  const [known, own] = templates();
  const draw = () => random.pick(random.chance(0.5) ? known : own);
  for (let count = 1; count <= FRAMES; count += 1) {
    const bytes = mutate(random, draw(), draw());
    try {
      socket?.emit("message", { data: random.chance(0.5) ? bytes : bytes.buffer });
    } catch (error) {
      thrown.push(error);
    }
    if (count % AT_ONCE === 0) {
      await turn();
      socket?.received.splice(0);
      lines.splice(0);
      expect(thrown).toEqual([]);
    }
  }
  expect(handled / FRAMES).toBeGreaterThan(0.01);
  socket?.event(eventBody("a.b_v1"));
  await turn();
  expect(socket?.answers.at(-1)).toMatchObject({ code: 200 });
  expect([connection.state, sockets.length]).toEqual(["connected", 1]);
}, 3_600_000);
