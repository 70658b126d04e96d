import { spawn } from "node:child_process";
import { createServer } from "node:http";
import { join } from "node:path";
import { bundle, place } from "./lib/build.mjs";
import { processes } from "./lib/runtimes.mjs";
import { median, progress, ratio, short, table } from "./lib/stats.mjs";

export const summary = "CPU time of an API call ÷ that of a raw fetch, paired by rounds in one process";

const ANSWER = JSON.stringify({
  code: 0,
  msg: "success",
  data: {
    body: { content: '{"text":"hello"}' },
    chat_id: "oc_84983ff6516d731e5b5f68d4ea2e1da5",
    create_time: "1609296809000",
    message_id: "om_dc13264520392913993dd051dba21dcf",
    msg_type: "text",
    sender: { id: "cli_9f427eec54ae901b", id_type: "app_id", sender_type: "app", tenant_key: "736588c9260f175e" },
    update_time: "1609296809000",
    updated: false,
  },
});
const TOKEN = JSON.stringify({
  code: 0,
  msg: "ok",
  tenant_access_token: "t-g1044qeGEDXTB6NDJOGV4JQCYDGHRBARFTGT1234",
  expire: 7200,
});

/** A platform on the loopback, in the process of the bench: the processes that are measured do nothing but call. */
function startPlatform() {
  const server = createServer((request, response) => {
    request.resume();
    request.on("end", () => {
      const isToken = request.url.includes("/auth/v3/");
      const headers = {
        "content-type": "application/json; charset=utf-8",
        "x-tt-logid": "202411220915090101982051190E0D5A7F",
      };
      response.writeHead(200, headers).end(isToken ? TOKEN : ANSWER);
    });
  });
  server.keepAliveTimeout = 60_000;
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => resolve({ origin: `http://127.0.0.1:${server.address().port}`, server }));
  });
}

/** Runs the contenders in a process of a runtime, and resolves to their samples. */
async function measureIn(command, args, file, options) {
  const child = spawn(command, [...args, file, JSON.stringify(options)], { stdio: ["ignore", "pipe", "inherit"] });
  let output = "";
  for await (const chunk of child.stdout) {
    output += chunk;
  }
  const line = output.split("\n").findLast((one) => one.startsWith("SAMPLES"));
  if (!line) {
    throw new Error(`no samples from ${command}: ${output.slice(-500)}`);
  }
  return JSON.parse(line.slice(7));
}

export async function measure({ workshop, only, rounds = 15, before }) {
  const { origin, server } = await startPlatform();
  const results = [];
  const old =
    before &&
    `import * as old from ${JSON.stringify(join(before, "dist/client/index.js"))};
    import { im as oldIm } from ${JSON.stringify(join(before, "dist/api/im/index.js"))};`;
  const code = `// With the official SDK among them.
    ${old ?? ""} import { run } from "./contenders/calls.mjs"; await run(${old ? "{ Client: old.Client, im: oldIm }" : ""});`;
  const file = await place(workshop, "calls.mjs", (await bundle(workshop, code)).text);
  try {
    for (const [runtime, command] of Object.entries(processes)) {
      if (only && !runtime.toLowerCase().includes(only.toLowerCase())) {
        continue;
      }
      for (const inFlight of [1, 50]) {
        progress(`calls: ${runtime}, ${inFlight} in flight`);
        const samples = await measureIn(command[0], command.slice(1), file, { origin, inFlight, rounds });
        results.push({ runtime, inFlight, samples });
      }
    }
  } finally {
    server.close();
    server.closeAllConnections();
  }
  return results;
}

export function print(results) {
  const rows = results.flatMap(({ runtime, inFlight, samples }) => {
    const fetch = samples["raw fetch"];
    return Object.entries(samples).map(([name, own]) => [
      runtime,
      inFlight,
      name,
      short(median(own)),
      ratio(median(own.map((sample, round) => sample / fetch[round]))),
    ]);
  });
  return table([["runtime", "in flight", "who", "CPU µs a call", "÷ raw fetch"], ...rows]);
}
