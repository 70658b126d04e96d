import type { Answer, Call, Route } from "../../gateway/route.ts";
import { route, service } from "../../gateway/service.ts";
import { asText } from "../../platform/json.ts";
import { avatarUrl } from "../avatars.ts";
import { lookUpUser, type UserIdType } from "../contact/find.ts";
import { ownerOf } from "../drive/nodes.ts";
import type { DriveNode } from "../drive/state.ts";
import { success } from "../success.ts";
import { permissionError } from "./errors.ts";
import { documentAt } from "./find.ts";
import { type Collaborator, permissionOf } from "./state.ts";

const USER_IDS: Readonly<Record<string, UserIdType>> = { openid: "open_id", unionid: "union_id", userid: "user_id" };

/** What kind of member each kind of id means, if the request does not say it. */
const TYPES: Readonly<Record<string, string>> = {
  openchat: "chat",
  opendepartmentid: "department",
  groupid: "group",
  wikispaceid: "wiki_space_member",
};

/** The open id of the person or the bot that a member is; `undefined` for other kinds. */
function openIdOf(call: Call, type: string, id: string): string | undefined {
  const { users, apps } = call.state;
  if (type === "email") {
    return [...users.values()].find(({ email }) => email !== "" && email === id)?.openId;
  }
  if (type === "appid") {
    return apps.get(id)?.app.botOpenId;
  }
  const bot = [...apps.values()].find(({ app }) => app.botOpenId === id)?.app.botOpenId;
  const kind = USER_IDS[type];
  return kind === undefined ? undefined : (lookUpUser(call, id, kind)?.openId ?? bot);
}

function isKnown(call: Call, type: string, id: string): boolean {
  switch (type) {
    case "openchat":
      return call.state.chats.get(id)?.tenantKey === call.caller.tenantKey;
    case "opendepartmentid":
      return call.state.departments.has(id);
    case "groupid":
    case "wikispaceid":
      return true;
    default:
      return openIdOf(call, type, id) !== undefined;
  }
}

const membersOf = ({ state }: Call, { token }: DriveNode): Collaborator[] =>
  permissionOf(state).members.get(token) ?? [];

const isSame = (one: Collaborator, type: string, id: string): boolean =>
  one.member_type === type && one.member_id === id;

function addMember(call: Call, node: DriveNode, sent: Partial<Collaborator>): Collaborator {
  const { member_type = "", member_id = "", perm = "view", perm_type = "container" } = sent;
  if (!isKnown(call, member_type, member_id)) {
    throw permissionError(1063001, `no ${member_type} ${member_id}`);
  }
  if (openIdOf(call, member_type, member_id) === node.owner) {
    throw permissionError(1063003, "the owner has every permission");
  }
  const type = sent.type ?? TYPES[member_type] ?? "user";
  const member: Collaborator = { member_type, member_id, perm, perm_type, type };
  const rest = membersOf(call, node).filter((one) => !isSame(one, member_type, member_id));
  permissionOf(call.state).members.set(node.token, [...rest, member]);
  return member;
}

function create(call: Call): Answer {
  return success({ member: addMember(call, documentAt(call), call.input.body) });
}

function batchCreate(call: Call): Answer {
  const node = documentAt(call);
  const members = (call.input.body.members as Partial<Collaborator>[]).map((one) => addMember(call, node, one));
  return success({ members });
}

/** The member that the path and the kind of id name. */
function memberAt(call: Call, node: DriveNode, type: unknown): Collaborator {
  const member = membersOf(call, node).find((one) => isSame(one, asText(type), asText(call.input.path.member_id)));
  if (member === undefined) {
    throw permissionError(1063001, "this is no collaborator");
  }
  return member;
}

function update(call: Call): Answer {
  const { member_type, perm, perm_type } = call.input.body;
  const member = memberAt(call, documentAt(call), member_type);
  member.perm = asText(perm);
  member.perm_type = asText(perm_type ?? member.perm_type);
  return success({ member });
}

function remove(call: Call): Answer {
  const node = documentAt(call);
  const member = memberAt(call, node, call.input.query.member_type);
  permissionOf(call.state).members.set(
    node.token,
    membersOf(call, node).filter((one) => one !== member),
  );
  return success();
}

/** Name and picture of a member, for those that the query's `fields` name. */
function fieldsOf(call: Call, { member_type, member_id }: Collaborator): Record<string, unknown> {
  const { fields = "" } = call.input.query;
  const openId = openIdOf(call, member_type, member_id) ?? "";
  const name = call.state.users.get(openId)?.name ?? call.state.chats.get(member_id)?.name ?? "";
  const all = { name, avatar: avatarUrl(call.origin, openId || member_id), external_label: false };
  const wanted = asText(fields).split(",");
  return Object.fromEntries(Object.entries(all).filter(([field]) => wanted.includes(field) || wanted.includes("*")));
}

function list(call: Call): Answer {
  const members = membersOf(call, documentAt(call));
  return success({ items: members.map((member) => ({ ...member, ...fieldsOf(call, member) })) });
}

function transferOwner(call: Call): Answer {
  const node = documentAt(call);
  const { member_type, member_id } = call.input.body;
  const { remove_old_owner = false, old_owner_perm = "full_access" } = call.input.query;
  if (node.owner !== ownerOf(call)) {
    throw permissionError(1063002, "only the owner may give a document away");
  }
  const openId = openIdOf(call, asText(member_type), asText(member_id));
  if (openId === undefined) {
    throw permissionError(1063001, `no ${asText(member_type)} ${asText(member_id)}`);
  }
  const old = node.owner;
  node.owner = openId;
  const rest = membersOf(call, node).filter((one) => openIdOf(call, one.member_type, one.member_id) !== openId);
  permissionOf(call.state).members.set(node.token, rest);
  if (remove_old_owner !== true && old !== openId) {
    addMember(call, node, { member_type: "openid", member_id: old, perm: asText(old_owner_perm) });
  }
  return success();
}

const FOUND = [
  ["1063001 for an unknown document or another type, 1063005 for a deleted one", "documentation"],
  ["Within a company everybody may read and write every document, whatever its collaborators", "assumption"],
] as const;

/** Collaborators. Page: https://open.feishu.cn/document/server-docs/docs/permission/permission-member/create */
export const permissionMember: readonly Route[] = service("drive/v1/permissions/:token/members", [
  route("GET ", list, [...FOUND, ["Without the owner", "assumption"]]),
  route("POST ", create, [
    ...FOUND,
    ["1063001 for an unknown person, 1063003 for the owner", "documentation"],
    ["A collaborator who is added again gets the new permission", "assumption"],
  ]),
  route("POST batch_create", batchCreate, FOUND),
  route("PUT :member_id", update, [...FOUND, ["1063001 for one who is no collaborator", "assumption"]]),
  route("DELETE :member_id", remove, [...FOUND, ["1063001 for one who is no collaborator", "assumption"]]),
  route("GET auth", (call) => success({ auth_result: documentAt(call) !== undefined }), FOUND),
  route("POST transfer_owner", transferOwner, [...FOUND, ["1063002 unless the caller is the owner", "documentation"]]),
]);
