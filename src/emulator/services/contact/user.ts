import type { Answer, Call, Route } from "../../gateway/route.ts";
import { route, service } from "../../gateway/service.ts";
import { asText } from "../../platform/json.ts";
import type { EmulatedUser } from "../../platform/types.ts";
import { addUser } from "../../platform/world.ts";
import { type OnceOptions, once } from "../once.ts";
import { success } from "../success.ts";
import { contactError } from "./errors.ts";
import { findDepartment, findUser, lookUpDepartment, lookUpUser, ROOT_ID, userIdOf, userIdTypeOf } from "./find.ts";
import { pageOf } from "./page.ts";
import { contactOf } from "./state.ts";
import { membersOf, STATUS, toUser, usersOf } from "./wire.ts";

/** Fields that the emulator interprets. All others are stored and returned. */
interface Fields {
  name?: string;
  email?: string;
  mobile?: string;
  user_id?: string;
  department_ids?: string[];
  leader_user_id?: string;
}

/** Numbers are compared without spaces, and with the country's code of China where there is none. */
const plainMobile = (mobile: string): string => mobile.replace(/[\s-]/g, "").replace(/^(?!\+)/, "+86");

const sameMobile = (a: string, b: string): boolean => a !== "" && plainMobile(a) === plainMobile(b);
const sameEmail = (a: string, b: string): boolean => a !== "" && a.toLowerCase() === b.toLowerCase();

function checkUnique(call: Call, { email = "", mobile = "", user_id }: Fields, self?: EmulatedUser): void {
  for (const other of usersOf(call).filter((user) => user !== self)) {
    if (sameMobile(other.mobile, mobile)) {
      throw contactError(41001);
    }
    if (sameEmail(other.email, email)) {
      throw contactError(41002);
    }
    if (other.userId === user_id) {
      throw contactError(41053);
    }
  }
}

/** Open ids of the departments that a body names. */
function departmentsIn(call: Call, ids: readonly string[]): string[] {
  if (ids.length === 0) {
    throw contactError(41041);
  }
  return ids.map((id) => {
    const department = lookUpDepartment(call, id);
    if (department?.tenantKey !== call.caller.tenantKey) {
      throw contactError(41017);
    }
    return department.openDepartmentId;
  });
}

/** Keeps what was sent of a person; `department_ids` and ids stand on the person itself. */
function keep(call: Call, user: EmulatedUser, body: Fields): void {
  const { name, email, mobile, user_id, department_ids, leader_user_id, ...fields } = body;
  const leader = leader_user_id ? { leader_user_id: findUser(call, leader_user_id, "leader_user_id").openId } : {};
  contactOf(call.state).profiles.set(user.openId, {
    ...contactOf(call.state).profiles.get(user.openId),
    ...fields,
    ...leader,
  });
}

function makeUser(call: Call, body: Fields): EmulatedUser {
  const { caller, state } = call;
  checkUnique(call, body);
  const { name, email, mobile, user_id } = body;
  const departments = departmentsIn(call, body.department_ids ?? []);
  // Before the user is added, so that an unknown leader changes nothing.
  if (body.leader_user_id) {
    findUser(call, body.leader_user_id, "leader_user_id");
  }
  const user = addUser(state, { name, email, mobile, userId: user_id, departments, tenantKey: caller.tenantKey });
  keep(call, user, body);
  return user;
}

function create(call: Call): Answer {
  const { caller, state, input } = call;
  const { client_token } = input.query;
  const options: OnceOptions<EmulatedUser> = {
    recall: (id) => state.users.get(asText(id)),
    keep: ({ openId }) => openId,
  };
  const make = () => makeUser(call, input.body as Fields);
  const slot = ["user", caller.app.app.appId, caller.tenantKey, client_token];
  const user = client_token === undefined ? make() : once(state, slot, options, make);
  return success({ user: toUser(call, user) });
}

const at = (call: Call): EmulatedUser => findUser(call, asText(call.input.path.user_id));

function change(call: Call): Answer {
  const user = at(call);
  const body = call.input.body as Fields;
  checkUnique(call, body, user);
  const { name = user.name, email = user.email, mobile = user.mobile } = body;
  const departments = body.department_ids === undefined ? user.departments : departmentsIn(call, body.department_ids);
  keep(call, user, body);
  Object.assign(user, { name, email, mobile, departments });
  call.state.changes.emit({ type: "user", user });
  return success({ user: toUser(call, user) });
}

function remove(call: Call): Answer {
  const { openId } = at(call);
  call.state.users.delete(openId);
  contactOf(call.state).profiles.delete(openId);
  return success({});
}

function listOf(call: Call, departmentId: unknown): Answer {
  const members = membersOf(call, findDepartment(call, asText(departmentId)));
  return pageOf(
    call,
    members,
    ({ openId }) => openId,
    (user) => toUser(call, user),
  );
}

function batchGetId(call: Call): Answer {
  const {
    emails = [],
    mobiles = [],
    include_resigned,
  } = call.input.body as {
    emails?: string[];
    mobiles?: string[];
    include_resigned?: boolean;
  };
  const status = include_resigned === true ? { status: { ...STATUS } } : {};
  const idOf = (user?: EmulatedUser) =>
    user === undefined ? {} : { user_id: userIdOf(user, userIdTypeOf(call)), ...status };
  const users = usersOf(call);
  return success({
    user_list: [
      ...mobiles.map((mobile) => ({ mobile, ...idOf(users.find((user) => sameMobile(user.mobile, mobile))) })),
      ...emails.map((email) => ({ email, ...idOf(users.find((user) => sameEmail(user.email, email))) })),
    ],
  });
}

/** Of the ids, those of the caller's company. */
const known = (call: Call, ids: unknown): EmulatedUser[] =>
  (ids as string[])
    .map((id) => lookUpUser(call, id, userIdTypeOf(call)))
    .filter((user) => user !== undefined)
    .filter(({ tenantKey }) => tenantKey === call.caller.tenantKey);

function basicBatch(call: Call): Answer {
  const users = known(call, call.input.body.user_ids);
  return success({
    users: users.map((user) => ({
      user_id: userIdOf(user, userIdTypeOf(call)),
      name: user.name,
      i18n_name: { zh_cn: user.name, ja_jp: user.name, en_us: user.name },
    })),
  });
}

const ID_NOTES = [
  ["99992351 and 99992360 for an unknown open_id and an unknown user_id", "observed"],
  ["99992352 for an unknown union_id", "assumption"],
  ["41050 for a person of another company", "observed"],
] as const;

const PAGE_NOTES = [
  ["Only those whose department it is, not those of departments below", "documentation"],
  ["40011 and 40012 for a page size or token that is none", "documentation"],
] as const;

/** `contact/v3/users`. Pages: https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/contact-v3/user */
export const contactUser: readonly Route[] = service("contact/v3/users", [
  route("POST ", create, [
    ["41001, 41002 and 41053 for a mobile, an email and a user_id that another user has", "documentation"],
    ["41017 for an unknown department, 41041 for none", "documentation"],
    ["The same `client_token` gives the same person, whatever else was sent", "assumption"],
  ]),
  route("GET /:user_id", (call) => success({ user: toUser(call, at(call)) }), [
    ...ID_NOTES,
    ["Every field is given, whichever scopes the app has", "assumption"],
  ]),
  route("GET /find_by_department", (call) => listOf(call, call.input.query.department_id), PAGE_NOTES),
  route("GET ", (call) => listOf(call, call.input.query.department_id ?? ROOT_ID), [
    ...PAGE_NOTES,
    ["Without a department those of the root", "assumption"],
  ]),
  route("POST /batch_get_id", batchGetId, [
    ["An unknown mobile or email comes back without a user_id", "documentation"],
    ["`status` comes with `include_resigned`", "assumption"],
    ["`include_resigned` changes nothing: deleted users are removed", "assumption"],
  ]),
  route(
    "GET /batch",
    (call) => success({ items: known(call, call.input.query.user_ids).map((u) => toUser(call, u)) }),
    [["Unknown ids are left out", "assumption"]],
  ),
  route("POST /basic_batch", basicBatch, [
    ["Unknown ids are left out", "assumption"],
    ["`i18n_name` has the name in each language", "assumption"],
  ]),
  route("PATCH /:user_id", change, ID_NOTES),
  route("PUT /:user_id", change, [["A field that is not sent stays as it is; the platform clears it", "assumption"]]),
  route("DELETE /:user_id", remove, [["A deleted user is removed at once; messages stay", "assumption"]]),
]);
