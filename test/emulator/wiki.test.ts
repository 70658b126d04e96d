import { expect, test } from "vitest";
import type { Parsed } from "../support/emulator-api.ts";
import { documentsWorld } from "./documents-world.ts";

async function world() {
  const made = await documentsWorld();
  const { emulator, send } = made;
  const { spaceId } = emulator.addWikiSpace({ name: "Handbook" });
  const nodes = `wiki/v2/spaces/${spaceId}/nodes`;
  const add = async (body: object): Promise<Parsed> => {
    const answer = await send("POST", nodes, { obj_type: "docx", node_type: "origin", ...body });
    expect(answer.code, answer.msg).toBe(0);
    return answer.data.node;
  };
  const titles = async (query = "", space = spaceId): Promise<string[]> =>
    (await send("GET", `wiki/v2/spaces/${space}/nodes${query}`)).data.items.map(({ title }: Parsed) => title);
  return { ...made, spaceId, nodes, add, titles };
}

test("nodes hold documents that can be read and written", async () => {
  const { send, add, titles, spaceId } = await world();
  const top = await add({ title: "Start" });
  const below = await add({ title: "More", parent_node_token: top.node_token });
  expect(below).toMatchObject({
    space_id: spaceId,
    obj_type: "docx",
    parent_node_token: top.node_token,
    has_child: false,
  });
  expect((await send("GET", `docx/v1/documents/${below.obj_token}`)).data.document.title).toBe("More");
  expect([await titles(), await titles(`?parent_node_token=${top.node_token}`)]).toEqual([["Start"], ["More"]]);
  const get = async (query: string): Promise<Parsed> => send("GET", `wiki/v2/spaces/get_node?${query}`);
  expect((await get(`token=${top.node_token}`)).data.node).toMatchObject({ title: "Start", has_child: true });
  expect((await get(`token=${below.obj_token}&obj_type=docx`)).data.node.node_token).toBe(below.node_token);
  expect((await get("token=wikcnNobody")).code).toBe(131005);
  const { document_id } = (await send("POST", "docx/v1/documents", { title: "Outside" })).data.document;
  expect(await get(`token=${document_id}&obj_type=docx`)).toMatchObject({
    code: 131005,
    msg: "not found: document is not in wiki",
  });
  expect((await send("GET", "drive/v1/files")).data.files.map(({ name }: Parsed) => name)).toEqual(["Outside"]);
  const request_docs = [{ doc_token: top.node_token, doc_type: "wiki" }];
  expect((await send("POST", "drive/v1/metas/batch_query", { request_docs })).data.metas[0].title).toBe("Start");
});

test("nodes are renamed, moved and copied, and shortcuts lead to them", async () => {
  const { send, add, titles, nodes, emulator, spaceId } = await world();
  const one = await add({ title: "One" });
  const two = await add({ title: "Two" });
  await send("POST", `${nodes}/${one.node_token}/update_title`, { title: "First" });
  expect((await send("GET", `docx/v1/documents/${one.obj_token}/raw_content`)).data.content).toBe("First\n");
  const move = (node: Parsed, body: object) => send("POST", `${nodes}/${node.node_token}/move`, body);
  expect((await move(two, { target_parent_token: one.node_token })).data.node.parent_node_token).toBe(one.node_token);
  expect((await move(one, { target_parent_token: two.node_token })).code).toBe(131002);
  expect((await move(one, {})).code).toBe(131002);
  const other = emulator.addWikiSpace({ name: "Archive" }).spaceId;
  const copied = await send("POST", `${nodes}/${two.node_token}/copy`, { target_space_id: other, title: "Copy" });
  expect(copied.data.node).toMatchObject({ space_id: other, title: "Copy" });
  expect(copied.data.node.obj_token).not.toBe(two.obj_token);
  await move(one, { target_space_id: other });
  expect([await titles(), await titles("", other)]).toEqual([[], ["First", "Copy"]]);
  const back = await send("POST", nodes, {
    obj_type: "docx",
    node_type: "shortcut",
    origin_node_token: one.node_token,
  });
  expect(back.data.node).toMatchObject({
    space_id: spaceId,
    node_type: "shortcut",
    obj_token: one.obj_token,
    origin_node_token: one.node_token,
    origin_space_id: other,
  });
});

test("a document of drive moves into the wiki", async () => {
  const { send, nodes, titles } = await world();
  const { document_id } = (await send("POST", "docx/v1/documents", { title: "Plan" })).data.document;
  const body = { obj_type: "docx", obj_token: document_id };
  const { wiki_token } = (await send("POST", `${nodes}/move_docs_to_wiki`, body)).data;
  expect((await send("POST", `${nodes}/move_docs_to_wiki`, body)).data).toEqual({ wiki_token });
  expect(await titles()).toEqual(["Plan"]);
  expect((await send("GET", "drive/v1/files")).data.files).toEqual([]);
  expect((await send("POST", `${nodes}/move_docs_to_wiki`, { ...body, obj_token: "x" })).code).toBe(131005);
});

test("spaces are made by people, listed, and closed to other companies", async () => {
  const { send, emulator, spaceId, foreign, nodes } = await world();
  const ada = emulator.addUser({ name: "Ada" });
  const token = emulator.userAccessToken(ada);
  const { space } = (await send("POST", "wiki/v2/spaces", { name: "Team" }, token)).data;
  expect(space).toMatchObject({ name: "Team", space_type: "team" });
  const { items } = (await send("GET", "wiki/v2/spaces")).data;
  expect(items.map(({ name }: Parsed) => name)).toEqual(["Handbook", "Team"]);
  expect((await send("GET", `wiki/v2/spaces/${spaceId}`)).data.space.name).toBe("Handbook");
  expect((await send("GET", "wiki/v2/spaces/1")).code).toBe(131005);
  expect((await send("GET", nodes, undefined, await foreign())).code).toBe(131006);
  const path = `wiki/v2/spaces/${spaceId}/members`;
  const member = { member_type: "openid", member_id: ada.openId, member_role: "member" };
  expect((await send("POST", path, member)).data.member).toEqual(member);
  expect((await send("POST", path, member)).code).toBe(131008);
  expect((await send("GET", path)).data.members).toEqual([member]);
  const remove = () => send("DELETE", `${path}/${ada.openId}`, { member_type: "openid", member_role: "member" });
  expect([(await remove()).code, (await remove()).code]).toEqual([0, 131005]);
});
