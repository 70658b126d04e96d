import type { Answer, Call, Route } from "../../gateway/route.ts";
import { route, service } from "../../gateway/service.ts";
import { asNumber, asText } from "../../platform/json.ts";
import type { State } from "../../platform/state.ts";
import { pageFields, takePage } from "../page.ts";
import { success } from "../success.ts";
import { wikiError } from "./errors.ts";
import { findSpace } from "./find.ts";
import { type Space, type SpaceMember, wikiOf } from "./state.ts";
import { toSpace } from "./wire.ts";

const PAGE_SIZE = 20;

/** Adds a knowledge space. */
export function addSpace(
  state: State,
  given: { name: string; description?: string | undefined; tenantKey: string; members?: readonly SpaceMember[] },
): Space {
  const { name, description = "", tenantKey, members = [] } = given;
  const spaceId = state.ids.digits("space");
  const space: Space = { spaceId, name, description, openSharing: "closed", tenantKey, members: [...members] };
  wikiOf(state).spaces.set(spaceId, space);
  return space;
}

function create(call: Call): Answer {
  const { name, description = "", open_sharing } = call.input.body;
  const { user, tenantKey } = call.caller;
  const member_id = user?.openId ?? "";
  const space = addSpace(call.state, {
    name: asText(name),
    description: asText(description),
    tenantKey,
    members: [{ member_type: "openid", member_id, member_role: "admin" }],
  });
  space.openSharing = open_sharing === "open" ? "open" : "closed";
  return success({ space: toSpace(space) });
}

function list(call: Call): Answer {
  const { page_size = PAGE_SIZE, page_token } = call.input.query;
  const spaces = [...wikiOf(call.state).spaces.values()].filter(({ tenantKey }) => tenantKey === call.caller.tenantKey);
  const { page, next } = takePage(spaces, {
    keyOf: ({ spaceId }) => spaceId,
    size: Math.max(1, asNumber(page_size)),
    token: page_token,
    invalidToken: () => wikiError(131002, "page_token"),
  });
  return success({ items: page.map(toSpace), ...pageFields(next) });
}

const memberOf = (space: Space, sent: Partial<SpaceMember>): SpaceMember | undefined =>
  space.members.find(
    ({ member_type, member_id, member_role }) =>
      member_type === sent.member_type && member_id === sent.member_id && member_role === sent.member_role,
  );

function sentMember(call: Call, member_id: unknown): SpaceMember {
  const { member_type, member_role } = call.input.body;
  return { member_type: asText(member_type), member_id: asText(member_id), member_role: asText(member_role) };
}

function addMember(call: Call): Answer {
  const space = findSpace(call);
  const member = sentMember(call, call.input.body.member_id);
  if (memberOf(space, member) !== undefined) {
    throw wikiError(131008);
  }
  space.members.push(member);
  return success({ member });
}

function removeMember(call: Call): Answer {
  const space = findSpace(call);
  const member = memberOf(space, sentMember(call, call.input.path.member_id));
  if (member === undefined) {
    throw wikiError(131005, "member not found");
  }
  space.members = space.members.filter((one) => one !== member);
  return success({ member });
}

function listMembers(call: Call): Answer {
  const { page_size = PAGE_SIZE, page_token } = call.input.query;
  const { page, next } = takePage(findSpace(call).members, {
    keyOf: ({ member_type, member_id, member_role }) => `${member_type} ${member_id} ${member_role}`,
    size: Math.max(1, asNumber(page_size)),
    token: page_token,
    invalidToken: () => wikiError(131002, "page_token"),
  });
  return success({ members: page, ...pageFields(next) });
}

/** Spaces. Page: https://open.feishu.cn/document/server-docs/docs/wiki-v2/space/create */
export const wikiSpace: readonly Route[] = service("wiki/v2/spaces", [
  route("POST ", create, [["Only with a person's token", "documentation"]]),
  route("GET ", list, [["Everybody in a company sees all of its spaces", "assumption"]]),
  route("GET /:space_id", (call) => success({ space: toSpace(findSpace(call)) }), [
    ["131005 for an unknown space, 131006 for another company's", "documentation"],
  ]),
  route("GET /:space_id/members", listMembers),
  route("POST /:space_id/members", addMember, [
    ["131008 for a member that is there already", "documentation"],
    ["That the member exists is not checked", "assumption"],
  ]),
  route("DELETE /:space_id/members/:member_id", removeMember, [["131005 for one who is no member", "documentation"]]),
]);
