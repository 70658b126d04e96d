import type { Answer, Call, Route } from "../../gateway/route.ts";
import { route, service } from "../../gateway/service.ts";
import { asText } from "../../platform/json.ts";
import type { EmulatedDepartment } from "../../platform/types.ts";
import { addDepartment } from "../../platform/world.ts";
import { success } from "../success.ts";
import { contactError } from "./errors.ts";
import { findDepartment, findUser, lookUpDepartment, ROOT_ID } from "./find.ts";
import { pageOf } from "./page.ts";
import { childrenOf, departmentsOf, membersOf, toDepartment } from "./wire.ts";

/** Fields that the emulator interprets. All others are stored and returned. */
type Fields = Record<string, unknown> & { name?: string; parent_department_id?: string };

function refuseRoot({ openDepartmentId }: EmulatedDepartment): void {
  if (openDepartmentId === ROOT_ID) {
    throw contactError(40002);
  }
}

function checkName(call: Call, name: string, parent: string, self?: EmulatedDepartment): void {
  const same = departmentsOf(call).find((other) => other.parent === parent && other.name === name && other !== self);
  if (same !== undefined) {
    throw contactError(40018);
  }
}

/** What is kept of a sent department: ids in the kind in which the emulator keeps them. */
function toFields(call: Call, { name, parent_department_id, department_id, ...fields }: Fields) {
  const { leader_user_id: leader } = fields;
  return typeof leader === "string" && leader !== ""
    ? { ...fields, leader_user_id: findUser(call, leader, "leader_user_id").openId }
    : fields;
}

const at = (call: Call): EmulatedDepartment => findDepartment(call, asText(call.input.path.department_id));

const list = (call: Call, departments: readonly EmulatedDepartment[]): Answer =>
  pageOf(
    call,
    departments,
    ({ openDepartmentId }) => openDepartmentId,
    (one) => toDepartment(call, one),
  );

function create(call: Call): Answer {
  const body = call.input.body as Fields & { name: string; parent_department_id: string };
  const departmentId = body.department_id as string | undefined;
  if (departmentId !== undefined && (departmentId === ROOT_ID || departmentId.startsWith("od-"))) {
    throw contactError(43008);
  }
  const parent = findDepartment(call, body.parent_department_id, "parent_department_id");
  checkName(call, body.name, parent.openDepartmentId);
  if (departmentsOf(call).some((other) => other.departmentId === departmentId)) {
    throw contactError(43007);
  }
  const fields = toFields(call, body);
  const { tenantKey } = call.caller;
  const made = { name: body.name, departmentId, parent: parent.openDepartmentId, tenantKey };
  return success({ department: toDepartment(call, addDepartment(call.state, made, fields)) });
}

function isBelow(call: Call, department: EmulatedDepartment, above: EmulatedDepartment): boolean {
  return department === above || childrenOf(call, above, true).includes(department);
}

function change(call: Call): Answer {
  const department = at(call);
  refuseRoot(department);
  const body = call.input.body as Fields;
  const parent =
    body.parent_department_id === undefined
      ? undefined
      : findDepartment(call, body.parent_department_id, "parent_department_id");
  if (parent !== undefined && isBelow(call, parent, department)) {
    throw contactError(40001);
  }
  const { name = department.name } = body;
  checkName(call, name, parent?.openDepartmentId ?? department.parent, department);
  const fields = toFields(call, body);
  Object.assign(department, { name, ...(parent && { parent: parent.openDepartmentId }) });
  Object.assign(call.state.departments.get(department.openDepartmentId)?.fields ?? {}, fields);
  return success({ department: toDepartment(call, department) });
}

function remove(call: Call): Answer {
  const department = at(call);
  refuseRoot(department);
  if (membersOf(call, department).length > 0) {
    throw contactError(43011);
  }
  if (childrenOf(call, department, false).length > 0) {
    throw contactError(43012);
  }
  call.state.departments.delete(department.openDepartmentId);
  return success({});
}

function parents(call: Call): Answer {
  const above: EmulatedDepartment[] = [];
  let { parent } = findDepartment(call, asText(call.input.query.department_id));
  for (let next = call.state.departments.get(parent); next; next = call.state.departments.get(parent)) {
    above.push(next.department);
    parent = next.department.parent;
  }
  return list(call, above);
}

function batch(call: Call): Answer {
  const found = (call.input.query.department_ids as string[]).map((id) => lookUpDepartment(call, id));
  const own = found.filter((one) => one?.tenantKey === call.caller.tenantKey) as EmulatedDepartment[];
  return success({ items: own.map((one) => toDepartment(call, one)) });
}

const below = (call: Call, department: EmulatedDepartment): Answer =>
  list(call, childrenOf(call, department, call.input.query.fetch_child === true));

const ID_NOTES = [
  ["99992357 for an unknown open_department_id", "observed"],
  ["99992358 for an unknown department_id", "assumption"],
  ["40004 for a department of another company", "assumption"],
] as const;

/** `contact/v3/departments`. Pages: https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/contact-v3/department */
export const contactDepartment: readonly Route[] = service("contact/v3/departments", [
  route("POST ", create, [
    ["40018 for the name of a sibling, 43007 and 43008 for a taken or malformed department_id", "documentation"],
    ["`client_token` is not looked at", "assumption"],
  ]),
  route("GET /:department_id", (call) => success({ department: toDepartment(call, at(call)) }), [
    ...ID_NOTES,
    ["The root `0` has the company's name and no parent", "assumption"],
  ]),
  route("GET /:department_id/children", (call) => below(call, at(call)), [
    ...ID_NOTES,
    ["`fetch_child` gives each department before those below it", "assumption"],
    ["40011 and 40012 for a page size or token that is none", "documentation"],
    ["A page token is only good for the list and the filters it came from", "assumption"],
  ]),
  route("GET ", (call) => below(call, findDepartment(call, asText(call.input.query.parent_department_id ?? ROOT_ID)))),
  route("GET /parent", parents, [["The nearest comes first, the root is left out", "documentation"]]),
  route("GET /batch", batch, [["Unknown ids are left out", "assumption"]]),
  route("PATCH /:department_id", change, [
    ["40001 for a parent that lies below", "assumption"],
    ["40002 for the root", "documentation"],
  ]),
  route("PUT /:department_id", change, [
    ["A field that is not sent stays as it is; the platform clears it", "assumption"],
  ]),
  route("DELETE /:department_id", remove, [
    ["43011 with members, 43012 with departments below, 40002 for the root", "documentation"],
  ]),
]);
