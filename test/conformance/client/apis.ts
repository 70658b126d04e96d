import { assert } from "chai";
import {
  Client,
  Domain,
  withAll,
  withHelpDeskCredential,
  withTenantKey,
  withTenantToken,
  withUserAccessToken,
} from "lark-edge";
import { im } from "lark-edge/api/im";
import { type Api, Client as CoreClient, explainError } from "lark-edge/core";
import { rejection, test } from "../../support/cases.ts";
import { APP, clientFor, demo } from "../../support/demo-api.ts";
import { fakePlatform } from "../../support/fake-platform.ts";

/** A table that says when it is read. */
function watched(api: Api): { api: Api; reads: () => number } {
  let reads = 0;
  const operations = () => {
    reads++;
    return api.operations;
  };
  return {
    api: Object.defineProperty({ project: api.project } as Api, "operations", { get: operations }),
    reads: () => reads,
  };
}

test("creating and printing a client reads no table; the first use of a domain reads its own, once", () => {
  const [first, second] = [watched(im), watched(demo)];
  const client = new CoreClient({ ...APP, apis: { im: first.api, demo: second.api } });
  String(client);
  JSON.stringify(client);
  Object.keys(client);
  Object.entries(client);
  structuredCloneOf(client);
  assert.deepEqual([first.reads(), second.reads()], [0, 0]);
  const loose = client as unknown as Record<string, Record<string, object>>;
  loose.im?.v1;
  loose.im?.v1;
  assert.deepEqual([first.reads(), second.reads()], [1, 0]);
});

/** What a logger does to an object: own, enumerable properties. */
const structuredCloneOf = (value: object) => ({ ...value });

test("a domain is one tree of plain objects, whenever it is read", () => {
  const client = new Client(APP);
  assert.strictEqual(client.im.v1, client.im.v1);
  assert.strictEqual(Object.getPrototypeOf(client.im.v1.message), Object.prototype);
  assert.includeMembers(Object.keys(client.im.v1.message), ["create", "reply", "list", "listWithIterator"]);
});

test("on core, a domain that was not given is undefined, and explainError says what to import", async () => {
  const client = Object(new CoreClient({ ...APP, apis: { im } }));
  assert.isUndefined(client.contact);
  const error = await rejection((async () => client.contact.v3.user)());
  assert.instanceOf(error, TypeError);
  assert.match(explainError(error).advice, /import it from `lark-edge\/api\/` and pass it in `apis`/);
});

test("a method can be taken off its resource", async () => {
  const platform = fakePlatform();
  const { create } = new Client({ ...APP, fetch: platform.fetch }).docx.v1.document;
  await create({ data: { title: "t" } });
  assert.equal(platform.sent[0]?.url.pathname, "/open-apis/docx/v1/documents");
});

test("names that are reserved words, several versions, and paths from the root are where they belong", async () => {
  const platform = fakePlatform();
  const client = new Client({ ...APP, fetch: platform.fetch });
  await client.im.v1.chat.delete({ path: { chat_id: "oc_1" } });
  await client.sheets.v2.import.result({ params: { ticket: "t" } as never });
  await client.sheets.v3.spreadsheet.get({ path: { spreadsheet_token: "s" } });
  await client.meeting_room.v1.room.list({ params: { building_id: "b" } as never });
  await client.hire.v1.talentPool.search();
  assert.deepEqual(
    platform.sent.map(({ method, url }) => `${method} ${url.pathname}`),
    [
      "DELETE /open-apis/im/v1/chats/oc_1",
      "GET /open-apis/sheets/v2/import/result",
      "GET /open-apis/sheets/v3/spreadsheets/s",
      "GET /open-apis/meeting_room/room/list",
      "GET /open-apis/hire/v1/talent_pools/",
    ],
  );
});

test("a header parameter is sent, and one that is undefined is not", async () => {
  const platform = fakePlatform(() => new Response("bytes", { headers: { "content-type": "text/plain" } }));
  const client = new Client({ ...APP, fetch: platform.fetch });
  const path = { file_token: "box1" };
  await client.drive.v1.file.download({ path, headers: { Range: "bytes=0-1" } });
  await client.drive.v1.file.download({ path, headers: { Range: undefined as unknown as string } });
  await client.drive.v1.file.download({ path, headers: { Range: "bytes=0-1" } }, { headers: { range: "bytes=2-3" } });
  assert.deepEqual(
    platform.sent.map(({ headers }) => headers.get("range")),
    ["bytes=0-1", null, "bytes=2-3"],
  );
});

const HOSTS = {
  [Domain.Feishu]: ["https://accounts.feishu.cn", "https://www.feishu.cn"],
  [Domain.Lark]: ["https://accounts.larksuite.com", "https://www.larksuite.com"],
  "http://127.0.0.1:8787": ["http://127.0.0.1:8787", "http://127.0.0.1:8787"],
  "https://gateway.example": ["https://gateway.example", "https://gateway.example"],
};
for (const [domain, hosts] of Object.entries(HOSTS)) {
  test(`operations of other hosts go to ${hosts.join(" and ")} where the domain is ${domain}`, async () => {
    const platform = fakePlatform();
    const client = new Client({ ...APP, domain, fetch: platform.fetch });
    await client.oauth.v3.token.create({ data: { grant_type: "authorization_code" } } as never);
    await client.approval.v2.instance.get({ data: { instance_code: "i" } } as never);
    assert.deepEqual(
      platform.sent.map(({ url }) => url.origin + url.pathname),
      [`${hosts[0]}/oauth/v3/token`, `${hosts[1]}/approval/openapi/v2/instance/get`],
    );
    assert.deepEqual(
      platform.sent.map(({ headers }) => headers.get("authorization")),
      [null, "Bearer t-1"],
      "each with the token that it takes",
    );
  });
}

test("a helpdesk operation sends its credential, from the client or the call, and no other operation does", async () => {
  const platform = fakePlatform();
  const options = { ...APP, fetch: platform.fetch };
  const client = new Client({ ...options, helpdesk: { id: "1", token: "2" } });
  await client.helpdesk.v1.ticket.list();
  await client.helpdesk.v1.ticket.list({}, { helpdesk: { id: "id:with:colon", token: "密" } });
  await client.contact.v3.user.list();
  await client.request({ url: "/open-apis/helpdesk/v1/tickets" });
  await client.request({ url: "https://elsewhere.example/" });
  await client.request({ url: "/open-apis/x" }, withHelpDeskCredential());
  assert.deepEqual(
    platform.sent.map(({ headers }) => headers.get("x-lark-helpdesk-authorization")),
    ["MToy", "aWQ6d2l0aDpjb2xvbjrlr4Y=", null, "MToy", null, "MToy"],
  );
});

for (const helpdesk of [undefined, { id: "1" }, { id: "", token: "2" }, { id: "1", token: "2\n" }]) {
  test(`a helpdesk operation with ${JSON.stringify(helpdesk)} is a TypeError before any I/O`, async () => {
    const platform = fakePlatform();
    const client = new Client({ ...APP, fetch: platform.fetch });
    const error = await rejection(client.helpdesk.v1.ticket.list({}, { helpdesk: helpdesk as never }));
    assert.instanceOf(error, TypeError);
    assert.match(error.message, /helpdesk|id|token/);
    assert.deepEqual([...platform.sent, ...platform.tokenRequests], []);
  });
}

test("a message with a template card is written as the official SDK does", async () => {
  const platform = fakePlatform();
  const client = new Client({ ...APP, fetch: platform.fetch });
  const params = { receive_id_type: "chat_id" } as const;
  const data = { receive_id: "oc_1", template_id: "AAq", template_variable: { title: "你好" }, uuid: "u" };
  await client.im.v1.message.createByCard({ params, data });
  assert.deepEqual(JSON.parse((await platform.sent[0]?.text()) ?? ""), {
    receive_id: "oc_1",
    uuid: "u",
    msg_type: "interactive",
    content: '{"type":"template","data":{"template_id":"AAq","template_variable":{"title":"你好"}}}',
  });
});

test("names of before still work", async () => {
  const platform = fakePlatform();
  const client = new Client({ ...APP, fetch: platform.fetch });
  await client.auth.v3.auth.appTicketResend({ data: { app_id: "a", app_secret: "s" } });
  await client.corehr.v2.processApprover.list({ params: {} as never });
  assert.deepEqual(
    [platform.tokenRequests[0], platform.sent[0]].map((sent) => sent?.url.pathname),
    ["/open-apis/auth/v3/app_ticket/resend", "/open-apis/corehr/v2/approvers"],
  );
});

test("GET with a body names the transport that can send one, before any I/O; with it, the body goes out", async () => {
  const platform = fakePlatform();
  const payload = { data: { user_ids: ["u"] } } as never;
  const client = new Client({ ...APP, fetch: platform.fetch });
  const error = await rejection(client.attendance.v1.userSetting.query(payload));
  assert.instanceOf(error, TypeError);
  assert.match(error.message, /attendance\.v1\.userSetting\.query.*nodeFetch.*lark-edge\/node/);
  assert.deepEqual([...platform.sent, ...platform.tokenRequests], []);
  const able = new Client({ ...APP, fetch: Object.assign(platform.fetch, { sendsGetBody: true }) });
  await able.attendance.v1.userSetting.query(payload);
  assert.deepEqual([platform.sent[0]?.method, await platform.sent[0]?.text()], ["GET", '{"user_ids":["u"]}']);
});

test("the official SDK's helpers are options of a call", async () => {
  const platform = fakePlatform();
  const client = clientFor(platform.fetch);
  await client.demo.v1.identity.any({}, withUserAccessToken("u-1"));
  await client.demo.v1.identity.any({}, withTenantToken("t-own"));
  await client.demo.v1.identity.any(
    {},
    withAll([withTenantKey("k"), withTenantToken("t-2"), { headers: { a: "1" } }, { headers: { b: "2" } }]),
  );
  assert.deepEqual(
    platform.sent.map(({ headers }) => [headers.get("authorization"), headers.get("a"), headers.get("b")]),
    [
      ["Bearer u-1", null, null],
      ["Bearer t-own", null, null],
      ["Bearer t-2", "1", "2"],
    ],
  );
});

test("an answer without the envelope keeps its shape", async () => {
  const answer = { StatusCode: 0, StatusMessage: "success", code: 0, data: {}, msg: "success" };
  const platform = fakePlatform(() => Response.json(answer));
  const client = new Client({ ...APP, fetch: platform.fetch });
  const given = await client.bot.v2.hook.send({ path: { hook_id: "secret" }, data: { msg_type: "text" } } as never);
  assert.deepEqual({ ...given } as unknown, answer);
});
