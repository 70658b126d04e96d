// Attacks and measurements that are too long for a test run, or whose result is a time.
import { parseArgs } from "node:util";
import { RUNTIMES, runProgram, startServer } from "./programs.mjs";

const [NODE] = RUNTIMES;
const USAGE = `node test/security/run.mjs <name> [options]     (npm run build first)

  attack     both attacks in one process or isolate: how many bytes and messages they decrypt
  loopback   the same from another process, over the loopback
  timing     how long a refusal takes, class by class, beside an A/A control
  behind     the latency of a 405 that is sent behind eight unsigned bodies

  --runtime <name>    ${RUNTIMES.join(", ")}; default ${NODE}
  --requests <n>      attack, loopback: default 2,000,000
  --seconds <n>       attack, loopback: sends fewer requests if they take longer; default 240
  --limited           attack, loopback: leaves the limit of tries on; else the clock runs ahead, and all is decrypted
  --samples <n>       timing: of each class, default 200,000; behind: rounds, default 1,200
  --length <n>        timing: bytes of the plain text, a multiple of 16, 96 to 240; default 160
  --package <folder>  another version of the package, built, instead of this one: 0.3.0 shows that the attacks work`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    runtime: { type: "string", default: NODE },
    requests: { type: "string", default: "2000000" },
    seconds: { type: "string", default: "240" },
    samples: { type: "string" },
    length: { type: "string", default: "160" },
    package: { type: "string" },
    limited: { type: "boolean", default: false },
    help: { type: "boolean" },
  },
});
const { runtime, package: other } = values;
const number = (text) => Number(String(text).replaceAll(",", ""));
const attackSetting = {
  requests: number(values.requests),
  seconds: number(values.seconds),
  opened: !values.limited,
};

/** Prints what an attack got. */
function printAttack({ padding, splice, statuses, seconds }) {
  console.log(`${runtime}, ${positionals[0]}, limit of tries ${values.limited ? "on" : "off"}, ${seconds} s`);
  console.log(`  time:   ${padding.requests} requests, ${padding.right} of ${padding.tried} bytes decrypted`);
  console.log(`  splice: ${splice.requests} requests, ${splice.right} of ${splice.tried} messages decrypted`);
  console.log(`  answers to the splices: ${JSON.stringify(statuses)}`);
}

const T_LIMIT = 4.5;
const NANOSECONDS_LIMIT = 20;

/** Prints every class beside every other, and whether a pair is told apart. */
function printTiming({ samples, microseconds, names, nanoseconds, t }) {
  console.log(`${runtime}: ${samples} samples of each class, ${microseconds.toFixed(2)} µs a refusal\n`);
  console.log(`Each cell is the difference of row and column in nanoseconds, and t.\n`);
  names.forEach((name, at) => {
    console.log(`${String(at).padStart(2)}  ${name}`);
  });
  console.log(`\n| | ${names.map((_, at) => at).join(" | ")} |\n|${" --- |".repeat(names.length + 1)}`);
  names.forEach((_, row) => {
    const cells = names.map((__, column) =>
      column < row ? `${nanoseconds[row][column].toFixed(0)}, ${t[row][column].toFixed(1)}` : "",
    );
    console.log(`| ${row} | ${cells.join(" | ")} |`);
  });
  const pairs = names.flatMap((_, row) => names.slice(0, row).map((__, column) => [row, column]));
  const worst = (of) => Math.max(...pairs.map(([row, column]) => Math.abs(of[row][column])));
  const [worstT, worstNanoseconds] = [worst(t), worst(nanoseconds)];
  const control = `${nanoseconds[1][0].toFixed(1)} ns, t ${t[1][0].toFixed(2)}`;
  const isGood = worstT < T_LIMIT && worstNanoseconds < NANOSECONDS_LIMIT;
  console.log(
    `\nA/A control: ${control}. Greatest of ${pairs.length} pairs: ${worstNanoseconds.toFixed(1)} ns, t ${worstT.toFixed(2)}.`,
  );
  console.log(
    `${isGood ? "PASS" : "FAIL"}: t below ${T_LIMIT} and below ${NANOSECONDS_LIMIT} ns between any two classes`,
  );
}

function printBehind({ microseconds, rounds, comparisons }) {
  console.log(`${runtime}: a 405 behind eight probes takes ${microseconds.toFixed(0)} µs; ${rounds} rounds`);
  for (const { name, microseconds: difference, t } of comparisons) {
    console.log(`  ${difference.toFixed(2).padStart(8)} µs, t ${t.toFixed(2).padStart(6)}  ${name}`);
  }
}

async function withServer(opened, run) {
  const { port, stop } = await startServer(runtime, { opened }, other);
  try {
    return await run(port);
  } finally {
    await stop();
  }
}

const MEASUREMENTS = {
  attack: async () => printAttack(await runProgram("attack", runtime, attackSetting, other)),
  loopback: () =>
    withServer(attackSetting.opened, async (port) =>
      // The server's clock runs ahead, not that of the attacker.
      printAttack(await runProgram("loopback", NODE, { ...attackSetting, port, pipelined: runtime !== "deno" })),
    ),
  timing: async () => {
    const setting = { samples: number(values.samples ?? 200_000), length: number(values.length) };
    printTiming(await runProgram("timing", runtime, setting, other));
  },
  behind: () =>
    withServer(true, async (port) =>
      printBehind(await runProgram("behind", NODE, { port, rounds: number(values.samples ?? 1_200) })),
    ),
};

const measure = MEASUREMENTS[positionals[0]];
if (measure && RUNTIMES.includes(runtime) && !values.help) {
  await measure();
} else {
  console.log(USAGE);
  process.exitCode = +!values.help;
}
