// What people reported about SDKs of this platform, as the inputs that failed. The other reports stand beside their kind:
// bodies.ts (Maps, long numbers), retries.ts (429 and refusals without JSON), downloads.ts (names), callback/body.ts (body parsers).
import { Client } from "lark-edge";
import { createEmulator } from "lark-edge/emulator";
import { assert, rejection, test } from "../../support/cases.ts";
import { clientFor } from "../../support/demo-api.ts";
import { fakePlatform } from "../../support/fake-platform.ts";

const path = { id: "1" };

/** Runs a case with another `AbortSignal.any`. Node before 20.3 and Vercel's edge runtime have none. */
async function withAny(any: typeof AbortSignal.any | undefined, run: () => Promise<void>): Promise<void> {
  const before = Object.getOwnPropertyDescriptor(AbortSignal, "any");
  Object.defineProperty(AbortSignal, "any", { value: any, configurable: true, writable: true });
  try {
    await run();
  } finally {
    if (before) {
      Object.defineProperty(AbortSignal, "any", before);
    } else {
      Reflect.deleteProperty(AbortSignal, "any");
    }
  }
}

test("a host without AbortSignal.any calls, uploads and downloads with a signal", () =>
  withAny(undefined, async () => {
    const platform = fakePlatform(({ url }) =>
      url.pathname.endsWith("/file") ? new Response("bytes") : Response.json({ code: 0, data: { done: true } }),
    );
    const { thing } = clientFor(platform.fetch).demo.v1;
    const { signal } = new AbortController();
    assert.deepEqual((await thing.get({ path }, { signal })).data, { done: true });
    assert.deepEqual((await thing.upload({ data: { file: new Blob(["x"]) } }, { signal })).data, { done: true });
    assert.equal(await (await thing.file({ path }, { signal })).text(), "bytes");
    assert.equal(platform.tokenRequests.length, 1);
    const gone = new AbortController();
    const never = clientFor(fakePlatform(() => new Promise(() => {})).fetch).demo.v1.thing.file(
      { path },
      { signal: gone.signal },
    );
    gone.abort();
    assert.equal((await rejection(never)).code, "LARK_ABORTED");
  }));

test("what throws while a request is sent rejects the call, and is never its answer", async () => {
  const mistake = new TypeError("a mistake of the client or its host");
  const fail = () => {
    throw mistake;
  };
  await withAny(fail, async () => {
    const { thing } = clientFor(fakePlatform(() => new Response("bytes")).fetch).demo.v1;
    const { signal } = new AbortController();
    assert.strictEqual(await rejection(thing.file({ path }, { signal })), mistake);
  });
  const hooks = { beforeRequest: fail };
  assert.strictEqual(await rejection(clientFor(fakePlatform().fetch, { hooks }).demo.v1.thing.get({ path })), mistake);
  // A `fetch` that throws is a network that fails: its own message can hold a secret.
  const error = await rejection(clientFor(fail).demo.v1.thing.get({ path }));
  assert.equal(error.code, "LARK_NETWORK");
  assert.include(error.message, "auth.v3.");
});

/** A client of every API for an emulator that makes answers up. */
function everyApi() {
  const emulator = createEmulator({ strict: false });
  const { appId, appSecret } = emulator.app;
  return new Client({ appId, appSecret, fetch: emulator.fetch, loggerLevel: "silent" });
}

test("null is sent as it is: it empties a cell of a record", async () => {
  const client = everyApi();
  const { data } = await client.bitable.v1.app.create({ data: { name: "Sales" } });
  const app_token = `${data.app?.app_token}`;
  const fields = ["Name", "Note"].map((field_name) => ({ field_name, type: 1 as const }));
  const { data: made } = await client.bitable.v1.appTable.create({
    path: { app_token },
    data: { table: { name: "All", fields } },
  });
  const at = { app_token, table_id: `${made.table_id}` };
  const { data: created } = await client.bitable.v1.appTableRecord.create({
    path: at,
    data: { fields: { Name: "Ada", Note: "to do" } },
  });
  const record = { ...at, record_id: `${created.record?.record_id}` };
  await client.bitable.v1.appTableRecord.update({ path: record, data: { fields: { Note: null } } });
  const { data: read } = await client.bitable.v1.appTableRecord.get({ path: record });
  assert.deepEqual(Object.keys(read.record?.fields ?? {}), ["Name"]);
});

test("answers have the types that the platform was seen to send", async () => {
  const client = everyApi();
  const { data: opened } = await client.personal_settings.v1.systemStatus.batchOpen({
    path: { system_status_id: "s" },
    data: { user_list: [{ user_id: "u", end_time: "1665990378" }] },
  });
  assert.isNotEmpty(opened.result_list);
  assert.isTrue(opened.result_list.every(({ end_time }) => Number.isInteger(end_time)));
  const helpdesk = { id: "1", token: "t" };
  const { data: found } = await client.helpdesk.v1.ticket.get({ path: { ticket_id: "t" } }, { helpdesk });
  assert.isArray(found.ticket?.dissatisfaction_reason);
  const { data: card } = await client.im.v2.appFeedCard.create({ data: {} });
  assert.isTrue((card.failed_cards ?? []).every(({ reason }) => Number.isInteger(reason)));
});
