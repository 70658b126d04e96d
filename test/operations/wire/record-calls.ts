import { type Client, marketplace } from "../../../src/index.ts";
import { describeRequest, type SentRequest } from "./describe-request.ts";
import { recorder } from "./recorder.ts";

/** A call for which no document has an operation, with the options of its client. */
interface NamedCall {
  name: string;
  options?: Record<string, unknown>;
  call(client: Client): unknown;
}

const QUERY = {
  text: "a b&c=d+e%/é🙂",
  no: false,
  zero: 0,
  list: ["x", "y z"],
  object: { a: [1] },
  empty: "",
  gone: null,
};

const raw =
  (request: Parameters<Client["request"]>[0], options?: Parameters<Client["request"]>[1]) => (client: Client) =>
    client.request(request, options);

const CALLS: readonly NamedCall[] = [
  { name: "tenant token", call: (client) => client.tokens.tenant() },
  { name: "app token", call: (client) => client.tokens.app() },
  {
    name: "tenant token of a marketplace app",
    options: { appType: marketplace },
    call: async (client) => {
      await client.setAppTicket("ticket-1");
      await client.tokens.tenant({ tenantKey: "tenant-1" });
    },
  },
  { name: "raw GET", call: raw({ url: "/open-apis/a/v1/b", params: QUERY }) },
  { name: "raw GET with a path", call: raw({ url: "/open-apis/a/:b_id/c", path: { b_id: "1/2 ?é" } }) },
  { name: "raw POST of an object", call: raw({ method: "POST", url: "/open-apis/a/v1/b", data: { a: "é" } }) },
  { name: "raw POST of text", call: raw({ method: "POST", url: "/open-apis/a/v1/b", data: "plain" }) },
  {
    name: "raw POST of a form",
    call: raw({ method: "post", url: "/open-apis/a/v1/b", data: new URLSearchParams({ a: "b c" }) }),
  },
  {
    name: "raw POST of bytes with a type",
    call: raw({
      method: "POST",
      url: "/open-apis/a/v1/b",
      data: new Uint8Array([97, 98]),
      headers: { "Content-Type": "text/csv" },
    }),
  },
  { name: "raw GET without a token", call: raw({ url: "/open-apis/a/v1/b", tokens: [] }) },
  { name: "raw GET as a user", call: raw({ url: "/open-apis/a/v1/b" }, { userAccessToken: "given-user" }) },
  { name: "raw GET of another origin", call: raw({ url: "https://example.com/a?b=1" }) },
  { name: "raw GET without a helpdesk", options: { helpdesk: undefined }, call: raw({ url: "/open-apis/a/v1/b" }) },
  {
    name: "message at Lark, by a client with headers of its own",
    options: { domain: "https://open.larksuite.com", userAgent: "bot/1", headers: { "X-Client": "1", "X-Both": "1" } },
    call: (client) =>
      client
        .with({ headers: { "x-both": "2" } })
        .im.v1.message.get({ path: { message_id: "om_1" } }, { headers: { "X-Call": "3" } }),
  },
  {
    name: "operation of another host",
    options: { domain: "https://open.larksuite.com" },
    call: (client) => client.approval.v1.id.get({ data: {} } as never),
  },
];

async function describeWhole(request: SentRequest): Promise<string> {
  const { target, query, token, body, headers } = await describeRequest(request, {});
  const agent = new Headers(request.init.headers).get("user-agent")?.replace(/\d+\.\d+\.\d+/, "<version>");
  return `  ${[target + query, token, body, ...headers, `user-agent: ${agent}`, `redirect: ${request.init.redirect}`].join(" | ")}`;
}

/** Makes the calls that are not in the tables, token requests included, and describes every request as it is. */
export async function recordCalls(): Promise<string[]> {
  const lines: string[] = [];
  for (const { name, options, call } of CALLS) {
    const { client, send } = recorder({ ...options, recordsTokens: true });
    const sent = await send(() => call(client), []);
    lines.push(name, ...(typeof sent === "string" ? [sent] : await Promise.all(sent.map(describeWhole))));
  }
  return lines;
}
