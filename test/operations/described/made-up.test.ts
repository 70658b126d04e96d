import { expect, test } from "vitest";
import { createEmulator, type EmulatorOptions } from "../../../src/emulator/index.ts";
import { call, tenantToken } from "../../support/emulator-api.ts";
import { describedPlatform } from "./platform.ts";

async function platform(options: EmulatorOptions = {}) {
  const emulator = createEmulator({ strict: false, ...options });
  const token = await tenantToken(emulator);
  return async (method: string, path: string, body?: unknown) =>
    (await call(emulator, method, `/open-apis/${path}`, body, token)).body.data;
}

/** A platform on which no service stands in the way. */
function bare() {
  const { fetch, tokens } = describedPlatform();
  return async (method: string, path: string, body?: unknown) => {
    const answer = await fetch(`https://open.feishu.cn/open-apis/${path}`, {
      method,
      headers: { authorization: `Bearer ${tokens.tenant}` },
      body: body === undefined ? null : JSON.stringify(body),
    });
    return answer.json();
  };
}

test("the same request gets the same answer, another seed or request another", async () => {
  const path = "calendar/v4/calendars/c1/events?page_size=50";
  const [first, second, other] = [await platform(), await platform(), await platform({ seed: 2 })];
  const answer = await first("GET", path);
  expect(await first("GET", "calendar/v4/calendars")).not.toEqual(answer);
  expect(await first("GET", path)).toEqual(answer);
  expect(await second("GET", path)).toEqual(answer);
  expect(await other("GET", path)).not.toEqual(answer);
  expect(await first("GET", path.replace("c1", "c2"))).not.toEqual(answer);
  expect(answer).toMatchObject({ has_more: false, page_token: "" });
  expect(answer.items.length).toBeGreaterThan(0);
  expect(answer.items.length).toBeLessThan(3);
});

test("values suit their names", async () => {
  const ask = bare();
  const send = async (...args: Parameters<typeof ask>) => (await ask(...args)).data;
  const { items } = await send("GET", "im/v1/chats");
  expect(items[0]).toMatchObject({
    chat_id: expect.stringMatching(/^oc_[\da-f]{32}$/),
    owner_id: expect.stringMatching(/^ou_[\da-f]{32}$/),
    avatar: expect.stringMatching(/^https:/),
    tenant_key: expect.stringMatching(/^[\da-f]{16}$/),
  });
  const { items: members } = await send("GET", "im/v1/chats/oc_1/members?member_id_type=open_id");
  expect(members[0].member_id).toMatch(/^ou_/);
  const task = (await send("POST", "task/v2/tasks", { summary: "Write" })).task;
  expect(task).toMatchObject({
    summary: "Write",
    guid: expect.stringMatching(/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/),
  });
  expect(Number(task.created_at)).toBeGreaterThan(1.7e9);
});

test("persons come in the kind of id that was asked for", async () => {
  const send = bare();
  const owner = async (type: string) => (await send("GET", `im/v1/chats?user_id_type=${type}`)).data.items[0].owner_id;
  expect(await owner("union_id")).toMatch(/^on_[\da-f]{32}$/);
  expect(await owner("user_id")).toMatch(/^[\da-f]{8}$/);
});

test("what was sent comes back: fields of the path and the body, and as many items", async () => {
  const send = await platform();
  const chat = await send("POST", "im/v1/chats", { name: "Lunch", description: "Soup", chat_mode: "group" });
  expect(chat).toMatchObject({ name: "Lunch", description: "Soup", chat_mode: "group" });
  const group = "mail/v1/mailgroups/mg1";
  const items = ["ada", "bob", "cyd"].map((name) => ({ email: `${name}@example.com`, type: "EXTERNAL_USER" }));
  const added = (await send("POST", `${group}/members/batch_create`, { items })).items;
  expect(added.map(({ email, type }: { email: string; type: string }) => ({ email, type }))).toEqual(items);
  expect(new Set(added.map(({ member_id }: { member_id: string }) => member_id)).size).toBe(3);
  const changed = await send("PATCH", group, { description: "Everybody" });
  expect(changed).toMatchObject({ mailgroup_id: "mg1", description: "Everybody" });
});

test("a file is a small one", async () => {
  const emulator = createEmulator({ allow: ["vc.v1.export.download"] });
  const response = await emulator.fetch("https://open.feishu.cn/open-apis/vc/v1/exports/download?file_token=box1", {
    headers: { authorization: `Bearer ${await tenantToken(emulator)}` },
  });
  expect(response.headers.get("content-type")).toBe("application/octet-stream");
  expect(await response.text()).toContain("vc.v1.export.download");
  expect(emulator.requests.at(-1)?.madeUp).toBe(true);
});

test("an operation without an envelope answers without one", async () => {
  const hook = await bare()("POST", "bot/v2/hook/h1", { msg_type: "text", content: { text: "x" } });
  expect(hook).toMatchObject({ code: 0, StatusCode: 0, StatusMessage: "success" });
});
