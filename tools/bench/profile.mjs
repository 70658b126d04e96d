import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { bundle, place } from "./lib/build.mjs";
import { SECRETS, sealedEvents } from "./lib/event.mjs";
import { progress, short, table } from "./lib/stats.mjs";

export const summary = "where the time of dispatch goes on this Node, by function";

const CONTENDERS = ["lark-edge", "minimum", "official"];
const EVENTS = 100_000;
const SHOWN = 15;

/** Time spent in each function itself, in microseconds per event. */
function selfTimes({ nodes, samples, timeDeltas }) {
  const names = new Map(
    nodes.map(({ id, callFrame: { functionName, url } }) => [id, `${functionName} ${url.replace(/.*\//, "")}`]),
  );
  const times = new Map();
  samples.forEach((id, at) => {
    const name = names.get(id);
    times.set(name, (times.get(name) ?? 0) + timeDeltas[at] / EVENTS);
  });
  return [...times].sort(([, a], [, b]) => b - a).slice(0, SHOWN);
}

export async function measure({ workshop }) {
  const events = await place(workshop, "events.json", JSON.stringify(sealedEvents()));
  const results = [];
  for (const contender of CONTENDERS) {
    progress(`profile: ${contender}`);
    const code = `import { create } from "./contenders/${contender}.mjs";
      import { createDriver } from "./lib/driver.mjs";
      import { readFileSync } from "node:fs";
      const drive = createDriver(create);
      const events = JSON.parse(readFileSync(process.argv[2], "utf8"));
      await drive({ secrets: ${JSON.stringify(SECRETS)}, events, form: "bytes" });
      await drive({ form: "bytes", count: ${EVENTS} });`;
    const file = await place(workshop, `profile-${contender}.mjs`, (await bundle(workshop, code)).text);
    const folder = await mkdtemp(join(workshop.folder, "profile-"));
    await promisify(execFile)(process.execPath, ["--cpu-prof", "--cpu-prof-dir", folder, file, events]);
    const [profile] = await readdir(folder);
    const functions = selfTimes(JSON.parse(await readFile(join(folder, profile), "utf8")));
    results.push({ contender, functions });
  }
  return results;
}

export function print(results) {
  const rows = results.flatMap(({ contender, functions }) =>
    functions.map(([name, time]) => [contender, name, short(time)]),
  );
  return table([["who", "function", "µs per event"], ...rows]);
}
