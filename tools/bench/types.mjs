import { dirname } from "node:path";
import { declare, place } from "./lib/build.mjs";
import { check, compilers, complete } from "./lib/compilers.mjs";
import { projectConfig } from "./lib/project-config.mjs";
import { median, progress, ratio, short, table } from "./lib/stats.mjs";

export const summary = "what the types cost: a hello world's check, and the first completion in an editor";

const SEND = `await client.im.v1.message.create({
  params: { receive_id_type: "chat_id" },
  data: { receive_id: "oc_1", msg_type: "text", content: '{"text":"Hello"}' },
});
`;

const CORE = `import { im } from "lark-edge/api/im";
import { Client } from "lark-edge/core";
const client = new Client({ appId: "cli_1", appSecret: "secret", apis: { im } });
`;

const ROOT = `import { Client } from "lark-edge";
const client = new Client({ appId: "cli_1", appSecret: "secret" });
`;

const LISTEN = `import { EventDispatcher } from "lark-edge/event";
const events = new EventDispatcher({ encryptKey: "key" });
events.on("im.message.receive_v1", ({ message }) => console.log(message.content));
`;

/** Each with some of the members that completion must offer behind the last `client.`. */
const PROJECTS = {
  empty: { code: "export const client = { im: {} };\nclient.im;\n", members: ["im"] },
  official: { code: ROOT.replace("lark-edge", "@larksuiteoapi/node-sdk") + SEND, members: ["im", "contact"] },
  root: { code: ROOT + SEND, members: ["im", "contact"] },
  "core, im": { code: CORE + SEND, members: ["im"] },
  "core, im, event": { code: LISTEN + CORE + SEND, members: ["im"] },
};

const TASKS = { "type-check": check, "first completion": complete };

/** In every project: the official SDK's declarations need the types of Node, ours do not. */
const CONFIG = projectConfig(["node"]);

const MEMBER = "client.";

async function prepare(workshop, { code, members }, at) {
  await place(workshop, `types-${at}/tsconfig.json`, CONFIG);
  const file = await place(workshop, `types-${at}/index.ts`, code);
  const text = code.slice(0, code.lastIndexOf(MEMBER) + MEMBER.length);
  return { folder: dirname(file), file, text, members };
}

/** Every compiler with every task and every project. */
async function plan(workshop, only) {
  const projects = await Promise.all(Object.values(PROJECTS).map((project, at) => prepare(workshop, project, at)));
  const names = Object.keys(compilers).filter((name) => !only || name.toLowerCase().includes(only.toLowerCase()));
  return names.flatMap((compiler) =>
    Object.entries(TASKS).flatMap(([task, run]) =>
      Object.keys(PROJECTS).map((project, at) => ({
        result: { compiler, task, project, seconds: [], cpu: [], megabytes: [] },
        run: () => run(compilers[compiler], projects[at]),
      })),
    ),
  );
}

export async function measure({ workshop, only, rounds = 5 }) {
  progress("types: emitting declarations");
  await declare(workshop);
  const planned = await plan(workshop, only);
  for (let round = 0; round <= rounds; round++) {
    for (const { result, run } of planned) {
      progress(`types: round ${round} of ${rounds}, ${result.compiler}, ${result.task}, ${result.project}`);
      const sample = await run();
      // Round 0 brings the files into the system's cache.
      if (round) {
        for (const [what, value] of Object.entries(sample)) {
          result[what].push(value);
        }
      }
    }
  }
  return planned.map(({ result }) => result);
}

/** One compiler at one task. */
function compare([empty, ...results]) {
  const over = (result, what) => median(result[what].map((sample, round) => sample - empty[what][round]));
  const [official] = results;
  const cells = (result, what) => [short(over(result, what)), ratio(over(result, what) / over(official, what))];
  const rows = results.map((result) => [
    result.project,
    ...cells(result, "seconds"),
    ...cells(result, "cpu"),
    ...cells(result, "megabytes"),
  ]);
  const columns = ["seconds", "CPU seconds", "MB"].flatMap((unit) => [`${unit} over empty`, "÷ official"]);
  const [seconds, cpu, megabytes] = ["seconds", "cpu", "megabytes"].map((what) => short(median(empty[what])));
  const title = `${empty.compiler}, ${empty.task}; empty takes ${seconds} s, ${cpu} s of CPU, ${megabytes} MB:`;
  return `${title}\n\n${table([["project", ...columns], ...rows])}`;
}

export function print(results) {
  const size = Object.keys(PROJECTS).length;
  const groups = Array.from({ length: results.length / size }, (_, at) => results.slice(at * size, (at + 1) * size));
  return groups.map(compare).join("\n\n");
}
