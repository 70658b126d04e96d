// What others see of the work: the latency of a 405 that is sent right behind eight unsigned bodies. Runs on Node.
import { quantile, type Sample, summarise, welch } from "../statistics.ts";
import { CLASSES, makeBodies } from "../unsigned-bodies.ts";
import { GET, open, postOf } from "./connection.ts";

const PROBES = 8;
const NAMES = [
  "random, good padding",
  "random, padding of 17",
  "printable, good padding",
  "printable, no padding",
  "token and type, no padding",
] as const;

/** Each class beside the first, which is there twice. */
export interface BehindResult {
  readonly microseconds: number;
  readonly rounds: number;
  readonly comparisons: { name: string; microseconds: number; t: number }[];
}

export async function run({ port, rounds }: { port: number; rounds: number }): Promise<BehindResult> {
  const names = [NAMES[0], ...NAMES];
  const bodies = await Promise.all(names.map((name) => makeBodies(CLASSES[name] as never, 160, 64)));
  const probes = await Promise.all(Array.from({ length: PROBES }, () => open(port)));
  const watcher = await open(port);
  const times = names.map(() => new Float64Array(rounds));
  const order = names.map((_, at) => at);
  for (let round = -100; round < rounds; round++) {
    order.sort(() => Math.random() - 0.5);
    for (const kind of order) {
      const requests = probes.map(() => postOf(bodies[kind]?.[Math.floor(Math.random() * 64)] as Uint8Array));
      const answers = probes.map((probe, at) => probe.send(requests[at] as Buffer, 1));
      const started = process.hrtime.bigint();
      const [seen] = await watcher.send(GET, 1);
      const took = Number(process.hrtime.bigint() - started) / 1_000;
      const statuses = (await Promise.all(answers)).map(([answer]) => answer?.status);
      if (seen?.status !== 405 || statuses.some((status) => status !== 401)) {
        throw new Error(`expected 405 and 401, got ${seen?.status} and ${statuses}`);
      }
      if (round >= 0) {
        (times[kind] as Float64Array)[round] = took;
      }
    }
  }
  for (const connection of [...probes, watcher]) {
    connection.close();
  }
  const limit = quantile(Float64Array.from(times.flatMap((values) => [...values])), 0.9);
  const [control, first, ...rest] = times.map((values) => summarise(values, limit)) as [Sample, Sample, ...Sample[]];
  const compare = (name: string, sample: Sample) => ({
    name,
    microseconds: sample.mean - first.mean,
    t: welch(sample, first),
  });
  return {
    microseconds: first.mean,
    rounds,
    comparisons: [
      compare(`A/A: ${NAMES[0]}`, control),
      ...rest.map((one, at) => compare(NAMES[at + 1] as string, one)),
    ],
  };
}
