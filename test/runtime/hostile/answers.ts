// What a client makes of answers that would fill the memory, over a real connection. Web APIs only: it runs on every runtime.
import { type Api, Client, DEFAULT_MAX_ANSWER_BYTES, type Download } from "lark-edge/core";
import { nodeFetch } from "lark-edge/node";
import { assert, rejection, test } from "../../support/cases.ts";

const MEBIBYTE = 1024 * 1024;
/**
 * What a runtime may take for an answer, beside what is read of it: its buffers, and garbage that is not yet collected.
 * Deno takes the most, and all are below the 256 MiB of the bomb.
 */
const MAX_GROWTH = 12 * DEFAULT_MAX_ANSWER_BYTES;
/** What may be under way beyond what is read: buffers of sockets and of the runtime. */
const SLACK = 16 * MEBIBYTE;

interface Host {
  setting: { origin: string };
  process?: { memoryUsage?: () => { rss: number } };
}
const host = globalThis as unknown as Host;

/** Runs a call; resolves to its error and by how much the process grew meanwhile, where the host tells. */
async function observe(
  call: () => Promise<unknown>,
): Promise<{ error: Error & Record<string, unknown>; growth: number }> {
  const memory = () => host.process?.memoryUsage?.().rss ?? 0;
  const before = memory();
  let peak = before;
  const timer = setInterval(() => {
    peak = Math.max(peak, memory());
  }, 5);
  try {
    const error = await rejection(call());
    return { error, growth: Math.max(peak, memory()) - before };
  } finally {
    clearInterval(timer);
  }
}

const clientFor = (fetch?: typeof nodeFetch) =>
  new Client({
    appId: "cli_a",
    appSecret: "s",
    domain: host.setting.origin,
    deadlineMs: 120_000,
    ...(fetch && { fetch }),
  });

/** How many bytes the server could send before the connection was closed. */
async function sentBytes(path: string): Promise<number> {
  for (;;) {
    const { sent, open } = (await (await fetch(`${host.setting.origin}/sent${path}`)).json()) as Record<string, number>;
    if (!open) {
      return sent as number;
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

for (const path of ["/bomb", "/endless"]) {
  test(`GET ${path} ends in an error that names the limit, and takes memory within it`, async () => {
    const client = clientFor();
    // What a first call loads is not what the answer takes.
    await client.request({ url: "/small" });
    const { error, growth } = await observe(() => client.request({ url: path }));
    assert.equal(error.code, "LARK_BAD_ANSWER");
    assert.equal(error.attempts, 1);
    assert.include(error.message, `maxAnswerBytes (${DEFAULT_MAX_ANSWER_BYTES} bytes)`);
    assert.isBelow(growth, MAX_GROWTH);
    if (path === "/endless") {
      assert.isBelow(await sentBytes(path), DEFAULT_MAX_ANSWER_BYTES + SLACK);
    }
  });
}

/** With a body the answer is read as a stream, and without one as a text, by Node's HTTP client. */
for (const [how, data] of [
  ["with a body", {}],
  ["without one", undefined],
] as const) {
  for (const path of ["/bomb", "/endless"]) {
    test(`GET ${path} by nodeFetch, ${how}, ends in the same error`, async () => {
      if (!("getBuiltinModule" in Object(host.process))) {
        // nodeFetch is for Node, Deno and Bun.
        return;
      }
      const client = clientFor(nodeFetch);
      await client.request({ url: "/small", data });
      const { error, growth } = await observe(() => client.request({ url: path, data }));
      assert.include(error.message, "maxAnswerBytes");
      assert.isBelow(growth, MAX_GROWTH);
    });
  }
}

test("a file has the name whose bytes came", async () => {
  const file: Api = { project: "demo", operations: "v1\nthing //file get,-,b" };
  const client = new Client({ appId: "cli_a", appSecret: "s", domain: host.setting.origin, apis: { file } });
  const got = (await Object(client).file.v1.thing.get()) as Download;
  assert.equal(got.fileName, "完成率100%.pdf");
  assert.equal(await got.text(), "bytes");
});

test("an answer that drips ends with the deadline, and the connection with it", async () => {
  const error = await rejection(clientFor().request({ url: "/drip" }, { deadlineMs: 1_000 }));
  assert.equal(error.code, "LARK_TIMEOUT");
  assert.include(error.message, "deadlineMs (1000 ms)");
  await sentBytes("/drip");
});
