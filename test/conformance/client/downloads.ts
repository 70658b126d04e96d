import { assert, rejection, test } from "../../support/cases.ts";
import { clientFor } from "../../support/demo-api.ts";
import { emulatedClient } from "../../support/emulated-client.ts";
import { fakePlatform } from "../../support/fake-platform.ts";
import { timed } from "../../support/time.ts";

const JSON_TYPE = "application/json; charset=utf-8";
const path = { id: "1" };

test("a download has the bytes, the name and the type of the file, and the answer's status and log id", async () => {
  const { client } = emulatedClient();
  const image = new File(["pixels"], "测试 1.png", { type: "image/png" });
  const { data } = await client.im.v1.image.create({ data: { image_type: "message", image } });
  const file = await client.im.v1.image.get({ path: { image_key: `${data.image_key}` } });
  assert.equal(file.contentType, "image/png");
  assert.isString(file.fileName);
  assert.equal(file.status, 200);
  assert.isString(file.logId);
  assert.equal(await (await file.blob()).text(), "pixels");
});

test("a download asks for JSON, without which the platform does not name the file", async () => {
  const platform = fakePlatform(() => new Response("x"));
  await clientFor(platform.fetch).demo.v1.thing.file({ path });
  assert.include(`${platform.sent[0]?.headers.get("content-type")}`, "application/json");
});

test("a download tells its size if the answer does", async () => {
  const sizes = ["5", undefined].map(async (size) => {
    const headers: Record<string, string> = { "content-type": "text/plain" };
    if (size) {
      headers["content-length"] = size;
    }
    const platform = fakePlatform(() => new Response("12345", { headers }));
    return (await clientFor(platform.fetch).demo.v1.thing.file({ path })).size;
  });
  assert.deepEqual(await Promise.all(sizes), [5, undefined]);
});

test("a download streams: it resolves at the headers and its body can be read in pieces", async () => {
  let controller: ReadableStreamDefaultController<Uint8Array> | undefined;
  const body = new ReadableStream<Uint8Array>({
    start: (given) => {
      controller = given;
    },
  });
  const platform = fakePlatform(() => new Response(body));
  const file = await clientFor(platform.fetch).demo.v1.thing.file({ path });
  const reader = file.body?.getReader();
  for (const piece of ["one", "two"]) {
    controller?.enqueue(new TextEncoder().encode(piece));
    assert.equal(new TextDecoder().decode((await reader?.read())?.value), piece);
  }
  controller?.close();
  assert.isTrue((await reader?.read())?.done);
});

test("the deadline ends with the headers of a download, the caller's signal does not", async () => {
  const platform = fakePlatform(() => new Response("x"));
  const caller = new AbortController();
  const options = { deadlineMs: 20, timeoutMs: 10, signal: caller.signal };
  await clientFor(platform.fetch).demo.v1.thing.file({ path }, options);
  await new Promise((resolve) => setTimeout(resolve, 40));
  assert.isFalse(platform.sent[0]?.signal.aborted, "the deadline cut the file off");
  caller.abort();
  // A host without AbortSignal.any cannot tie the two signals together.
  assert.equal(platform.sent[0]?.signal.aborted, "any" in AbortSignal, "the caller cannot stop reading");
});

const REFUSALS: [what: string, status: number, body: object][] = [
  ["HTTP 400", 400, { code: 234001, msg: "Invalid request param." }],
  ["HTTP 200", 200, { code: 1061045, msg: "can retry" }],
  ["HTTP 202", 202, { code: 1062004, msg: "not ready" }],
];

for (const [what, status, body] of REFUSALS) {
  test(`a download that answers a JSON error with ${what} is a LarkApiError`, async () => {
    const platform = fakePlatform(() => Response.json(body, { status }));
    const error = await rejection(clientFor(platform.fetch, { retry: { maxRetries: 0 } }).demo.v1.thing.file({ path }));
    assert.equal(error.name, "LarkApiError");
    assert.equal(error.status, status);
    assert.equal(error.platformCode, Reflect.get(body, "code"));
  });
}

test("an error with Content-Disposition is still an error when the HTTP status says so", async () => {
  const headers = { "content-disposition": "attachment", "content-type": JSON_TYPE };
  const platform = fakePlatform(() => Response.json({ code: 234001, msg: "no" }, { status: 400, headers }));
  const error = await rejection(clientFor(platform.fetch).demo.v1.thing.file({ path }));
  assert.equal(error.platformCode, 234001);
});

const JSON_FILES: [what: string, text: string, disposition?: string][] = [
  ["is JSON", '{"a":1}', 'attachment; filename="data.json"'],
  ["looks like a refusal", '{"code":99991663,"msg":"kept"}', 'attachment; filename="data.json"'],
  ["is JSON without a code, from a service that does not name files", '{"a":1}'],
  ["is JSON with a code that is no number, from a service that does not name files", '{"code":"EUR"}'],
  ["is a JSON list, from a service that does not name files", "[1,2]"],
];

for (const [what, text, disposition] of JSON_FILES) {
  test(`a downloaded file that ${what} is a file`, async () => {
    const headers: Record<string, string> = { "content-type": JSON_TYPE };
    if (disposition) {
      headers["content-disposition"] = disposition;
    }
    const platform = fakePlatform(() => new Response(text, { headers }));
    const file = await clientFor(platform.fetch).demo.v1.thing.file({ path });
    assert.equal(file.fileName, disposition && "data.json");
    assert.equal(new TextDecoder().decode(await file.arrayBuffer()), text);
  });
}

test("an empty file is a file", async () => {
  const platform = fakePlatform(
    () => new Response(null, { headers: { "content-length": "0", "content-type": "text/plain" } }),
  );
  const file = await clientFor(platform.fetch).demo.v1.thing.file({ path });
  assert.equal(file.size, 0);
  assert.equal((await file.arrayBuffer()).byteLength, 0);
});

test("a download with an invalid token gets a new one and succeeds", async () => {
  const platform = fakePlatform(({ headers }) =>
    headers.get("authorization") === "Bearer t-1"
      ? Response.json({ code: 99991663, msg: "invalid" }, { status: 400 })
      : new Response("file"),
  );
  const file = await clientFor(platform.fetch).demo.v1.thing.file({ path });
  assert.equal(await (await file.blob()).text(), "file");
});

test("a download works with a fetch of another library, whose Response is a class of its own", async () => {
  class OtherResponse {
    readonly status: number = 200;
    readonly ok: boolean = true;
    readonly type: string = "default";
    readonly body: null = null;
    readonly headers: Headers = new Headers({ "content-type": "text/plain" });
    text = async () => "file";
    arrayBuffer = async () => new TextEncoder().encode("file").buffer;
  }
  const platform = fakePlatform(() => new OtherResponse() as unknown as Response);
  const file = await clientFor(platform.fetch).demo.v1.thing.file({ path });
  assert.equal(file.contentType, "text/plain");
  assert.equal(new TextDecoder().decode(await file.arrayBuffer()), "file");
});

test("a download whose headers do not come ends at the timeout", async () => {
  const platform = fakePlatform(() => new Promise(() => {}));
  const call = clientFor(platform.fetch).demo.v1.thing.file({ path }, { timeoutMs: 20, retry: { maxRetries: 0 } });
  assert.isBelow(await timed(call), 1000);
  assert.equal((await rejection(call)).code, "LARK_TIMEOUT");
});

/** Names as the platform writes them, and how a host shows them: bytes of UTF-8 as Latin-1, or as the text that they are. */
const NAMES: readonly string[] = ["完成率100%.pdf", "a%20b.txt", "café.txt", "报表 2024.xlsx", "100%.txt"];
const toLatin1 = (text: string) => String.fromCharCode(...new TextEncoder().encode(text));

for (const name of NAMES) {
  test(`a download whose name comes as raw UTF-8 bytes has it: ${name}`, async () => {
    const headers = { "content-disposition": `attachment; filename="${toLatin1(name)}"` };
    const platform = fakePlatform(() => new Response("x", { headers }));
    const { fileName } = await clientFor(platform.fetch).demo.v1.thing.file({ path });
    // Without raw bytes in it, what looks percent-encoded is.
    assert.equal(fileName, name === "a%20b.txt" ? "a b.txt" : name);
  });
}

test("a name that is made to be slow to read is read at once, and one of a path has its last part", async () => {
  const hostile = ["\\".repeat(60), `${"\\".repeat(4_000)}x`, '"'.repeat(4_000), "filename=".repeat(400)];
  for (const text of hostile) {
    const headers = { "content-disposition": `attachment; filename="${text}`, "content-type": "text/plain" };
    const platform = fakePlatform(() => new Response("x", { headers }));
    const file = await clientFor(platform.fetch).demo.v1.thing.file({ path });
    assert.equal(await file.text(), "x");
  }
  const headers = { "content-disposition": 'attachment; filename="../../etc/passwd"' };
  const platform = fakePlatform(() => new Response("x", { headers }));
  assert.equal((await clientFor(platform.fetch).demo.v1.thing.file({ path })).fileName, "passwd");
});
