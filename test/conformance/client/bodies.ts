import { assert, rejection, test } from "../../support/cases.ts";
import { clientFor } from "../../support/demo-api.ts";
import { emulatedClient } from "../../support/emulated-client.ts";
import { fakePlatform } from "../../support/fake-platform.ts";

const BYTES = Uint8Array.from({ length: 1000 }, (_, index) => (index * 7) % 256);

const streamOf = (...chunks: Uint8Array[]): ReadableStream<Uint8Array> =>
  new ReadableStream({
    start(controller) {
      for (const chunk of chunks) {
        controller.enqueue(chunk);
      }
      controller.close();
    },
  });

test("a JSON body is UTF-8 with its content type", async () => {
  const platform = fakePlatform();
  const data = { text: "测试", nested: { list: [1, null] }, gone: undefined };
  await clientFor(platform.fetch).demo.v1.thing.post({ data });
  const [sent] = platform.sent;
  assert.equal(sent?.headers.get("content-type"), "application/json; charset=utf-8");
  assert.equal(await sent?.text(), '{"text":"测试","nested":{"list":[1,null]}}');
});

test("a call without data has neither body nor content type", async () => {
  const platform = fakePlatform();
  await clientFor(platform.fetch).demo.v1.thing.post();
  assert.equal(await platform.sent[0]?.text(), "");
  assert.isFalse(platform.sent[0]?.headers.has("content-type"));
});

test("a form body is URL-encoded: nothing for undefined and null, JSON for objects", async () => {
  const platform = fakePlatform();
  await clientFor(platform.fetch).demo.v1.thing.form({
    data: { a: "x&y=z", off: false, zero: 0, no: undefined, nil: null, object: { b: 1 } },
  });
  const body = new URLSearchParams(await platform.sent[0]?.text());
  assert.deepEqual(
    [...body],
    [
      ["a", "x&y=z"],
      ["off", "false"],
      ["zero", "0"],
      ["object", '{"b":1}'],
    ],
  );
});

/** Reads the parts of a request made by the client as the platform would: by their order on the wire. */
async function partsOf(data: Record<string, unknown>): Promise<{ name: string; fileName: string | undefined }[]> {
  const platform = fakePlatform(async (request) => {
    text = await request.text();
    return Response.json({ code: 0 });
  });
  let text = "";
  await clientFor(platform.fetch).demo.v1.thing.upload({ data });
  return [...text.matchAll(/content-disposition: form-data; name="([^"]*)"(?:; filename="([^"]*)")?/gi)].map(
    ([, name = "", fileName]) => ({ name, fileName }),
  );
}

test("a multipart body has its text fields before its files, and undefined and null nowhere", async () => {
  const parts = await partsOf({ file: new Blob([BYTES]), type: "a", no: undefined, nil: null, size: 0, flag: false });
  assert.deepEqual(
    parts.map(({ name }) => name),
    ["type", "size", "flag", "file"],
  );
});

test("a file in a multipart body always has a name: its own, that of file_name, or that of its field", async () => {
  const own = await partsOf({ file: new File([BYTES], "own.png"), file_name: "other.png" });
  assert.deepEqual(own.pop(), { name: "file", fileName: "own.png" });
  const given = await partsOf({ file: new Blob([BYTES]), file_name: "given.png" });
  assert.deepEqual(given.pop(), { name: "file", fileName: "given.png" });
  // An empty name would make it a text field.
  const named = await partsOf({ file: new File([BYTES], ""), file_name: "" });
  assert.deepEqual(named.pop(), { name: "file", fileName: "file" });
  for (const file of [new Blob([BYTES]), BYTES, BYTES.buffer, streamOf(BYTES)]) {
    assert.deepEqual(await partsOf({ file }), [{ name: "file", fileName: "file" }]);
  }
});

const KINDS: [string, () => Blob | Uint8Array<ArrayBuffer> | ArrayBuffer | ReadableStream<Uint8Array>][] = [
  ["a Blob", () => new Blob([BYTES], { type: "image/png" })],
  ["a File", () => new File([BYTES], "测试.png", { type: "image/png" })],
  ["a Uint8Array", () => BYTES],
  ["a view into a larger buffer", () => new Uint8Array([1, 2, ...BYTES, 3]).subarray(2, 1002)],
  ["an ArrayBuffer", () => BYTES.slice().buffer],
  ["a ReadableStream", () => streamOf(BYTES.slice(0, 10), new Uint8Array(), BYTES.slice(10))],
];

for (const [what, image] of KINDS) {
  test(`${what} is uploaded and downloaded without losing a byte`, async () => {
    const { client } = emulatedClient();
    const { data } = await client.im.v1.image.create({ data: { image_type: "message", image: image() } });
    assert.isString(data.image_key);
    const file = await client.im.v1.image.get({ path: { image_key: `${data.image_key}` } });
    assert.deepEqual([...new Uint8Array(await file.arrayBuffer())], [...BYTES]);
  });
}

test("a stream larger than maxUploadBytes is a RangeError before any I/O, and is read no further", async () => {
  let pulled = 0;
  let cancelled = false;
  const endless = new ReadableStream<Uint8Array>({
    pull(controller) {
      pulled++;
      controller.enqueue(new Uint8Array(100));
    },
    cancel() {
      cancelled = true;
    },
  });
  const platform = fakePlatform();
  const client = clientFor(platform.fetch, { maxUploadBytes: 1000 });
  const error = await rejection(client.demo.v1.thing.upload({ data: { file: endless } }));
  assert.instanceOf(error, RangeError);
  assert.include(error.message, "maxUploadBytes");
  assert.isTrue(cancelled, "the stream was not cancelled");
  assert.isAtMost(pulled, 13);
  assert.deepEqual([...platform.sent, ...platform.tokenRequests], []);
});

test("a stream of exactly maxUploadBytes is uploaded", async () => {
  const platform = fakePlatform();
  const client = clientFor(platform.fetch, { maxUploadBytes: 1000 });
  await client.demo.v1.thing.upload({ data: { file: streamOf(BYTES) } });
  assert.equal(platform.sent.length, 1);
});

test("an upload that was rate limited is sent again whole, also from a stream", async () => {
  const { client, emulator, count } = emulatedClient();
  emulator.faults.add({ kind: "rate-limit", path: "/images", resetSeconds: 0.01 });
  const { data } = await client.im.v1.image.create({ data: { image_type: "message", image: streamOf(BYTES) } });
  const file = await client.im.v1.image.get({ path: { image_key: `${data.image_key}` } });
  assert.deepEqual([...new Uint8Array(await file.arrayBuffer())], [...BYTES]);
  assert.equal(count("/images"), 3);
});

test("DELETE sends a JSON body, typed and raw", async () => {
  const platform = fakePlatform();
  const client = clientFor(platform.fetch);
  await client.demo.v1.thing.remove({ path: { id: "1" }, data: { ids: ["a"] } });
  await client.request({ method: "DELETE", url: "/open-apis/x", data: { ids: ["a"] } });
  for (const sent of platform.sent) {
    assert.equal(sent.method, "DELETE");
    assert.equal(sent.headers.get("content-type"), "application/json; charset=utf-8");
    assert.equal(await sent.text(), '{"ids":["a"]}');
  }
  assert.equal(platform.sent.length, 2);
});

test("GET with a body is a TypeError before any I/O, however it is spelt", async () => {
  const platform = fakePlatform();
  const client = clientFor(platform.fetch);
  for (const call of [
    () => client.demo.v1.thing.get({ path: { id: "1" }, data: {} }),
    () => client.request({ url: "/open-apis/x", data: { a: 1 } }),
    () => client.request({ method: "get", url: "/open-apis/x", data: null }),
  ]) {
    assert.instanceOf(await rejection(call()), TypeError);
  }
  assert.deepEqual([...platform.sent, ...platform.tokenRequests], []);
});

test("a raw call sends text, bytes, forms and search parameters as they are", async () => {
  const platform = fakePlatform();
  const client = clientFor(platform.fetch);
  const form = new FormData();
  form.append("field", "value");
  const search = new URLSearchParams({ a: "1" });
  for (const data of ["{}", BYTES, new Blob(["blob"]), form, search]) {
    await client.request({ method: "POST", url: "/open-apis/x", data });
  }
  const bodies = await Promise.all(platform.sent.map((sent) => sent.text()));
  assert.equal(bodies[0], "{}");
  assert.equal(bodies[1], new TextDecoder().decode(BYTES));
  assert.equal(bodies[2], "blob");
  assert.match(`${bodies[3]}`, /name="field"\r\n\r\nvalue/);
  assert.equal(bodies[4], "a=1");
});

test("a raw call's own content type stands", async () => {
  const platform = fakePlatform();
  const headers = { "Content-Type": "text/csv" };
  await clientFor(platform.fetch).request({ method: "POST", url: "/open-apis/x", headers, data: "a,b" });
  assert.equal(platform.sent[0]?.headers.get("content-type"), "text/csv");
});

test("a Map is sent as an object and a Set as a list, wherever they stand", async () => {
  const platform = fakePlatform();
  const { thing } = clientFor(platform.fetch).demo.v1;
  const fields = new Map<string, unknown>([
    ["Name", "Anna"],
    ["Tags", new Set(["a", "b"])],
    ["__proto__", 1],
    ["Empty", new Map()],
  ]);
  await thing.post({ data: { fields } });
  await thing.post({ data: fields });
  await thing.form({ data: fields });
  await thing.get({ path: { id: "1" }, params: { ids: new Set(["x", "y"]), filter: new Map([["a", 1]]) } });
  const [nested, whole, form, get] = platform.sent;
  const written = '{"Name":"Anna","Tags":["a","b"],"__proto__":1,"Empty":{}}';
  assert.equal(await nested?.text(), `{"fields":${written}}`);
  assert.equal(await whole?.text(), written);
  assert.equal(whole?.headers.get("content-type"), "application/json; charset=utf-8");
  assert.deepEqual(
    [...new URLSearchParams(await form?.text())],
    [
      ["Name", "Anna"],
      ["Tags", '["a","b"]'],
      ["__proto__", "1"],
      ["Empty", "{}"],
    ],
  );
  assert.equal(get?.url.search, "?ids=x&ids=y&filter=%7B%22a%22%3A1%7D");
});

/** The last two digits of each are others than those that were written. */
const INEXACT = [Number("1234567890123456789"), Number("-1234567890123456789"), 2 ** 53, 1e21];
const EXACT = [Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER, 0.1 + 0.2, 1 / 3, 5e-324, 0];

test("a number that is not exact is a TypeError that names the field, before any I/O", async () => {
  const platform = fakePlatform();
  const { thing } = clientFor(platform.fetch).demo.v1;
  for (const id of INEXACT) {
    const calls: [name: string, call: () => Promise<unknown>][] = [
      ["path.id", () => thing.get({ path: { id } })],
      ["params.user_id", () => thing.get({ path: { id: "1" }, params: { user_id: ["1", id] } })],
      ["deep", () => thing.get({ path: { id: "1" }, params: { filter: { deep: id } } })],
      ["user_id", () => thing.post({ data: { list: [{ user_id: id }] } })],
      ["user_id", () => thing.post({ data: { list: new Map([["user_id", id]]) } })],
      ["user_id", () => thing.form({ data: { user_id: id } })],
    ];
    for (const [name, call] of calls) {
      const error = await rejection(call());
      assert.instanceOf(error, TypeError);
      assert.include(error.message, name);
      assert.include(error.message, "string");
    }
  }
  assert.deepEqual([...platform.sent, ...platform.tokenRequests], []);
});

test("numbers that are exact, and digits in a text, are sent as they are", async () => {
  const platform = fakePlatform();
  const data = { numbers: EXACT, text: "1234567890123456789 {} 1e+21", empty: {} };
  await clientFor(platform.fetch).demo.v1.thing.post({ data });
  await clientFor(platform.fetch).demo.v1.thing.get({ path: { id: Number.MAX_SAFE_INTEGER }, params: { a: EXACT } });
  assert.equal(await platform.sent[0]?.text(), JSON.stringify(data));
  assert.deepEqual(platform.sent[1]?.url.searchParams.getAll("a"), EXACT.map(String));
});
