import { parseArgs } from "node:util";
import { makeWorkshop } from "./lib/build.mjs";
import { progress } from "./lib/stats.mjs";

const DEFAULT = ["dispatch", "startup", "import", "size", "types", "retained", "emulator"];
const NAMES = [
  ...DEFAULT,
  "calls",
  "cards",
  "page",
  "profile",
  "fleet",
  "sessions",
  "remembered",
  "connection",
  "connected",
  "streaming",
];

const USAGE = `node tools/bench/run.mjs [name…] [options]

Measures lark-edge beside the official SDK and a hand-written minimum. Names: ${NAMES.join(", ")};\ndefault the first seven.
It builds the sources as they are into a temporary folder. Compare ratios: times depend on the machine.

  --json             results as JSON, with every sample
  --rounds <n>       how often each contender is measured
  --only <name>      dispatch, connection: only runtimes with this in their name; types, cards: only compilers; fleet: only stores;
                     connected: only clients
  --events <n>       how many events; retained: default 1,000,000, fleet: 500, remembered: 10,000,000, connected: 100,000,
                     connection: 10,000 in each round
  --reconnects <n>   connected: how often the connection is cut (default 1,000)
  --before <folder>  calls, dispatch, emulator: another version of the package, built, to be measured beside this one
  --isolates <n>     fleet, sessions: how many isolates (default 1,000; 50 for Upstash)
  --help             this text`;

const number = (value) => (value === undefined ? undefined : Number(value));

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: "boolean" },
    help: { type: "boolean" },
    rounds: { type: "string" },
    only: { type: "string" },
    events: { type: "string" },
    isolates: { type: "string" },
    reconnects: { type: "string" },
    before: { type: "string" },
  },
});
const unknown = positionals.find((name) => !NAMES.includes(name));
if (unknown) {
  progress(`unknown measurement: ${unknown}\n\n${USAGE}`);
  process.exitCode = 1;
} else if (values.help) {
  console.log(USAGE);
} else {
  await run(positionals.length ? positionals : DEFAULT);
}

async function run(names) {
  progress("building lark-edge");
  const workshop = await makeWorkshop();
  const { only, before } = values;
  const [rounds, events, isolates, reconnects] = ["rounds", "events", "isolates", "reconnects"].map((name) =>
    number(values[name]),
  );
  const options = { workshop, only, before, rounds, events, isolates, reconnects };
  const all = {};
  try {
    for (const name of names) {
      const { summary, measure, print } = await import(`./${name}.mjs`);
      all[name] = await measure(options);
      if (!values.json) {
        console.log(`## ${name}: ${summary}\n\n${print(all[name])}\n`);
      }
    }
    if (values.json) {
      console.log(JSON.stringify(all, undefined, 2));
    }
  } finally {
    await workshop.dispose();
  }
}
