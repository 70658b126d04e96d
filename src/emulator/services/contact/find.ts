import { PlatformError, violation } from "../../gateway/errors.ts";
import type { Call } from "../../gateway/route.ts";
import type { EmulatedDepartment, EmulatedUser } from "../../platform/types.ts";
import { contactError } from "./errors.ts";

/** The company itself, above every department; its id is the same in both kinds. */
export const ROOT_ID = "0";

/** The gateway's name of a kind of id, and its answer to an unknown one. */
const KINDS = {
  open_id: { code: 99992351, sample: "ou_da5****************dfe" },
  union_id: { code: 99992352, sample: "on_da5****************dfe" },
  user_id: { code: 99992360, sample: "64*******87" },
  open_department_id: { code: 99992357, sample: "od-da5****************dfe" },
  department_id: { code: 99992358, sample: "D0*7" },
} as const;

export type UserIdType = "open_id" | "union_id" | "user_id";
export type DepartmentIdType = "open_department_id" | "department_id";

export const userIdTypeOf = ({ input }: Call): UserIdType => (input.query.user_id_type ?? "open_id") as UserIdType;

export const departmentIdTypeOf = ({ input }: Call): DepartmentIdType =>
  (input.query.department_id_type ?? "open_department_id") as DepartmentIdType;

export const userIdOf = ({ openId, unionId, userId }: EmulatedUser, type: UserIdType): string =>
  ({ open_id: openId, union_id: unionId, user_id: userId })[type];

export const departmentIdOf = (department: EmulatedDepartment, type: DepartmentIdType): string =>
  type === "department_id" ? department.departmentId : department.openDepartmentId;

function unknownId(kind: keyof typeof KINDS, field: string, id: string): PlatformError {
  const { code, sample } = KINDS[kind];
  const refusal = `The request you send is not a valid {${kind}} or not exists, and the example value is {${sample}}`;
  const hint =
    "Please see field_violations for details and refer to API documentation to correct accordingly and resubmit";
  return new PlatformError(code, `${refusal}. Invalid ids: [${id}] . ${hint}`, {
    violations: [violation(field, id, `${id} is not a valid ${kind}`)],
  });
}

/** A person by whichever id, in any company. */
export function lookUpUser({ state }: Call, id: string, type: UserIdType): EmulatedUser | undefined {
  if (type === "open_id") {
    return state.users.get(id);
  }
  for (const user of state.users.values()) {
    if (userIdOf(user, type) === id) {
      return user;
    }
  }
  return undefined;
}

/** An open id as the kind of id that the request names; a bot has only one kind. */
export function toAskedId(call: Call, openId: string): string {
  const user = call.state.users.get(openId);
  return user === undefined ? openId : userIdOf(user, userIdTypeOf(call));
}

/** A person of the caller's company, by the kind of id that the request names. */
export function findUser(call: Call, id: string, field: string = "user_id"): EmulatedUser {
  const type = userIdTypeOf(call);
  const user = lookUpUser(call, id, type);
  if (user === undefined) {
    throw unknownId(type, field, id);
  }
  if (user.tenantKey !== call.caller.tenantKey) {
    throw contactError(41050);
  }
  return user;
}

/** The root of the caller's company as a department. */
const rootOf = ({ state, caller: { tenantKey } }: Call): EmulatedDepartment => ({
  openDepartmentId: ROOT_ID,
  departmentId: ROOT_ID,
  name: state.tenants.get(tenantKey)?.name ?? tenantKey,
  parent: "",
  tenantKey,
});

/** A department of the caller's company; `undefined` for an unknown id. */
export function lookUpDepartment(call: Call, id: string): EmulatedDepartment | undefined {
  if (id === ROOT_ID) {
    return rootOf(call);
  }
  const type = departmentIdTypeOf(call);
  const { departments } = call.state;
  if (type === "open_department_id") {
    return departments.get(id)?.department;
  }
  for (const { department } of departments.values()) {
    if (department.departmentId === id && department.tenantKey === call.caller.tenantKey) {
      return department;
    }
  }
  return undefined;
}

/** A department of the caller's company or its root, by the kind of id that the request names. */
export function findDepartment(call: Call, id: string, field: string = "department_id"): EmulatedDepartment {
  const department = lookUpDepartment(call, id);
  if (department === undefined) {
    throw unknownId(departmentIdTypeOf(call), field, id);
  }
  if (department.tenantKey !== call.caller.tenantKey) {
    throw contactError(40004);
  }
  return department;
}
