import type { Call } from "../../gateway/route.ts";
import { asText } from "../../platform/json.ts";
import type { EmulatedDepartment, EmulatedUser } from "../../platform/types.ts";
import { avatarUrl } from "../avatars.ts";
import { departmentIdOf, departmentIdTypeOf, ROOT_ID, userIdOf, userIdTypeOf } from "./find.ts";
import { contactOf } from "./state.ts";

/** The departments of a company, in the order they were made. */
export const departmentsOf = ({ state, caller }: Call): EmulatedDepartment[] =>
  [...state.departments.values()]
    .map(({ department }) => department)
    .filter(({ tenantKey }) => tenantKey === caller.tenantKey);

export const usersOf = ({ state, caller }: Call): EmulatedUser[] =>
  [...state.users.values()].filter(({ tenantKey }) => tenantKey === caller.tenantKey);

/** Those whose department it is, not those of departments below. */
export const membersOf = (call: Call, { openDepartmentId }: EmulatedDepartment): EmulatedUser[] =>
  usersOf(call).filter(({ departments }) => departments.includes(openDepartmentId));

/** The departments below one: its children, or with theirs and so on, each before its own. */
export function childrenOf(call: Call, { openDepartmentId }: EmulatedDepartment, deep: boolean): EmulatedDepartment[] {
  const all = departmentsOf(call);
  const below = (id: string): EmulatedDepartment[] =>
    all
      .filter(({ parent }) => parent === id)
      .flatMap((child) => (deep ? [child, ...below(child.openDepartmentId)] : [child]));
  return below(openDepartmentId);
}

/** A stored id as the kind of id that the request names. */
function toDepartmentId(call: Call, id: string): string {
  const department = call.state.departments.get(id)?.department;
  return department === undefined ? id : departmentIdOf(department, departmentIdTypeOf(call));
}

function toUserId(call: Call, openId: unknown): Record<string, unknown> {
  const user = call.state.users.get(asText(openId));
  return user === undefined ? {} : { leader_user_id: userIdOf(user, userIdTypeOf(call)) };
}

/** Every person is active. */
export const STATUS = {
  is_frozen: false,
  is_resigned: false,
  is_activated: true,
  is_exited: false,
  is_unjoin: false,
} as const;

/** A person as the API returns it. */
export function toUser(call: Call, user: EmulatedUser): Record<string, unknown> {
  const { openId, unionId, userId, name, email, mobile, departments } = user;
  const { leader_user_id, ...fields } = contactOf(call.state).profiles.get(openId) ?? {};
  const avatar = avatarUrl(call.origin, openId);
  return {
    union_id: unionId,
    user_id: userId,
    open_id: openId,
    name,
    ...(email === "" ? {} : { email }),
    mobile,
    mobile_visible: true,
    gender: 0,
    avatar: { avatar_72: avatar, avatar_240: avatar, avatar_640: avatar, avatar_origin: avatar },
    status: { ...STATUS },
    employee_type: 1,
    is_tenant_manager: false,
    ...fields,
    ...toUserId(call, leader_user_id),
    department_ids: departments.map((id) => toDepartmentId(call, id)),
    orders: departments.map((id, index) => ({
      department_id: toDepartmentId(call, id),
      user_order: 0,
      department_order: departments.length - index,
      is_primary_dept: index === 0,
    })),
  };
}

/** A department as the API returns it. */
export function toDepartment(call: Call, department: EmulatedDepartment): Record<string, unknown> {
  const { openDepartmentId, departmentId, name, parent } = department;
  const { leader_user_id, ...fields } = call.state.departments.get(openDepartmentId)?.fields ?? {};
  const below = [department, ...childrenOf(call, department, true)].map((one) => one.openDepartmentId);
  const isIn = (ids: readonly string[]) => ids.some((id) => below.includes(id));
  const users = usersOf(call);
  return {
    name,
    ...fields,
    ...toUserId(call, leader_user_id),
    parent_department_id: parent === "" || parent === ROOT_ID ? parent : toDepartmentId(call, parent),
    department_id: departmentId,
    open_department_id: openDepartmentId,
    member_count: users.filter((user) => isIn(user.departments)).length,
    primary_member_count: users.filter((user) => isIn(user.departments.slice(0, 1))).length,
    status: { is_deleted: false },
  };
}
