import { expect, test } from "vitest";
import { documentsWorld } from "./documents-world.ts";

async function world() {
  const made = await documentsWorld();
  const { document_id } = (await made.send("POST", "docx/v1/documents", { title: "Plan" })).data.document;
  const path = `drive/v1/permissions/${document_id}/members`;
  return { ...made, path, document: document_id as string };
}

test("collaborators are added, changed, listed and removed", async () => {
  const { send, path, emulator } = await world();
  const ada = emulator.addUser({ name: "Ada", email: "ada@example.com" });
  const member = { member_type: "openid", member_id: ada.openId, perm: "view" };
  const full = { ...member, perm_type: "container", type: "user" };
  expect((await send("POST", `${path}?type=docx`, member)).data.member).toEqual(full);
  const change = { member_type: "openid", perm: "edit" };
  expect((await send("PUT", `${path}/${ada.openId}?type=docx`, change)).data.member.perm).toBe("edit");
  const chat = emulator.addChat({ users: [ada] });
  const members = [{ member_type: "openchat", member_id: chat.chatId, perm: "view" }];
  expect((await send("POST", `${path}/batch_create?type=docx`, { members })).data.members[0].type).toBe("chat");
  const { items } = (await send("GET", `${path}?type=docx&fields=name`)).data;
  expect(items).toMatchObject([
    { member_id: ada.openId, perm: "edit", name: "Ada" },
    { member_id: chat.chatId, type: "chat" },
  ]);
  expect((await send("GET", `${path}/auth?type=docx&action=view`)).data.auth_result).toBe(true);
  expect((await send("DELETE", `${path}/${ada.openId}?type=docx&member_type=openid`)).code).toBe(0);
  expect((await send("GET", `${path}?type=docx`)).data.items).toHaveLength(1);
  expect((await send("DELETE", `${path}/${ada.openId}?type=docx&member_type=openid`)).code).toBe(1063001);
});

test("strangers, other types and the owner are refused", async () => {
  const { send, path, emulator, document, foreign } = await world();
  const add = (member_type: string, member_id: string, type = "docx", as?: string) =>
    send("POST", `${path}?type=${type}`, { member_type, member_id, perm: "view" }, as);
  expect((await add("openid", "ou_nobody")).code).toBe(1063001);
  expect((await add("email", "nobody@example.com")).code).toBe(1063001);
  expect((await add("openchat", "oc_nobody")).code).toBe(1063001);
  expect((await add("openid", emulator.app.botOpenId)).code).toBe(1063003);
  const ada = emulator.addUser();
  expect((await add("openid", ada.openId, "sheet")).code).toBe(1063001);
  expect((await add("openid", ada.openId, "docx", await foreign())).code).toBe(1063002);
  await send("DELETE", `drive/v1/files/${document}?type=docx`);
  expect((await add("openid", ada.openId)).code).toBe(1063005);
});

test("a document is given away once, by its owner", async () => {
  const { send, path, emulator, document } = await world();
  const ada = emulator.addUser({ name: "Ada" });
  const give = () => send("POST", `${path}/transfer_owner?type=docx`, { member_type: "openid", member_id: ada.openId });
  expect((await give()).code).toBe(0);
  const request_docs = [{ doc_token: document, doc_type: "docx" }];
  const { metas } = (await send("POST", "drive/v1/metas/batch_query", { request_docs })).data;
  expect(metas[0].owner_id).toBe(ada.openId);
  expect((await send("GET", `${path}?type=docx`)).data.items).toMatchObject([
    { member_id: emulator.app.botOpenId, perm: "full_access" },
  ]);
  expect((await give()).code).toBe(1063002);
});

test("settings for everybody are changed and read", async () => {
  const { send, document } = await world();
  const path = `drive/v1/permissions/${document}/public?type=docx`;
  expect((await send("GET", path)).data.permission_public.link_share_entity).toBe("closed");
  const link_share_entity = "tenant_readable";
  expect((await send("PATCH", path, { link_share_entity })).data.permission_public).toMatchObject({
    link_share_entity,
  });
  expect((await send("GET", path)).data.permission_public).toMatchObject({ link_share_entity });
});
