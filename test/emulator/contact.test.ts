import { describe, expect, test } from "vitest";
import { createEmulator, type EmulatorOptions } from "../../src/emulator/index.ts";
import { documentedAnswers } from "../support/documented-answers.ts";
import { call, type Parsed, tenantToken } from "../support/emulator-api.ts";

const checkAnswer = documentedAnswers("contact");

async function world(options: EmulatorOptions = {}) {
  const emulator = createEmulator(options);
  const token = await tenantToken(emulator);
  const send = async (method: string, path: string, body?: unknown): Promise<Parsed> => {
    const answer = (await call(emulator, method, `/open-apis/contact/v3/${path}`, body, token)).body;
    checkAnswer(emulator, answer);
    return answer;
  };
  return { emulator, token, send };
}

const names = (answer: Parsed): string[] => answer.data.items.map(({ name }: { name: string }) => name);

describe("departments", () => {
  test("are made, read, changed and deleted", async () => {
    const { send } = await world();
    const created = (await send("POST", "departments", { name: "R&D", parent_department_id: "0", order: "7" })).data;
    const { open_department_id: id } = created.department;
    expect(created.department).toMatchObject({
      name: "R&D",
      parent_department_id: "0",
      order: "7",
      open_department_id: expect.stringMatching(/^od-[\da-f]{32}$/),
      member_count: 0,
      status: { is_deleted: false },
    });
    expect((await send("GET", `departments/${id}`)).data).toEqual(created);
    const child = await send("POST", "departments?department_id_type=department_id", {
      name: "Labs",
      parent_department_id: created.department.department_id,
      department_id: "D1",
    });
    expect(child.data.department).toMatchObject({
      parent_department_id: created.department.department_id,
      department_id: "D1",
    });
    expect((await send("GET", "departments/D1?department_id_type=department_id")).data.department.name).toBe("Labs");
    expect((await send("PATCH", `departments/${id}`, { name: "Research" })).data.department).toMatchObject({
      name: "Research",
      order: "7",
    });
    expect((await send("DELETE", `departments/${id}`)).code).toBe(43012);
    expect((await send("DELETE", "departments/D1?department_id_type=department_id")).code).toBe(0);
    expect((await send("DELETE", `departments/${id}`)).code).toBe(0);
    expect((await send("GET", `departments/${id}`)).code).toBe(99992357);
  });

  test("form a tree", async () => {
    const { emulator, send } = await world();
    const top = emulator.addDepartment({ name: "Top" });
    const middle = emulator.addDepartment({ name: "Middle", parent: top });
    const low = emulator.addDepartment({ name: "Low", parent: middle.openDepartmentId });
    emulator.addDepartment({ name: "Other" });
    emulator.addUser({ departments: [low] });
    emulator.addUser({ departments: [middle, low] });
    expect(names(await send("GET", "departments/0/children"))).toEqual(["Top", "Other"]);
    expect(names(await send("GET", "departments/0/children?fetch_child=true"))).toEqual([
      "Top",
      "Middle",
      "Low",
      "Other",
    ]);
    expect(names(await send("GET", `departments?parent_department_id=${top.openDepartmentId}`))).toEqual(["Middle"]);
    expect(names(await send("GET", `departments/parent?department_id=${low.openDepartmentId}`))).toEqual([
      "Middle",
      "Top",
    ]);
    const { department } = (await send("GET", `departments/${top.openDepartmentId}`)).data;
    expect([department.member_count, department.primary_member_count]).toEqual([2, 2]);
    expect((await send("GET", "departments/0")).data.department).toMatchObject({ open_department_id: "0" });
    const below = { parent_department_id: low.openDepartmentId };
    expect((await send("PATCH", `departments/${top.openDepartmentId}`, below)).code).toBe(40001);
    await send("PATCH", `departments/${low.openDepartmentId}`, { parent_department_id: "0" });
    expect(names(await send("GET", "departments/0/children"))).toEqual(["Top", "Low", "Other"]);
    expect((await send("DELETE", `departments/${low.openDepartmentId}`)).code).toBe(43011);
    const ids = `department_ids=${top.openDepartmentId}&department_ids=od-nobody&department_ids=${low.openDepartmentId}`;
    expect(names(await send("GET", `departments/batch?${ids}`))).toEqual(["Top", "Low"]);
  });

  test.each([
    ["POST", "departments", { name: "A" }, 99992402],
    ["POST", "departments", { name: "A", parent_department_id: "0" }, 40018],
    ["POST", "departments", { name: "B", parent_department_id: "od-nobody" }, 99992357],
    ["POST", "departments", { name: "B", parent_department_id: "0", department_id: "DA" }, 43007],
    ["POST", "departments", { name: "B", parent_department_id: "0", department_id: "od-x" }, 43008],
    ["POST", "departments", { name: "B", parent_department_id: "0", leader_user_id: "ou_nobody" }, 99992351],
    ["POST", "departments", { name: 7, parent_department_id: "0" }, 9499],
    ["GET", "departments/DX?department_id_type=department_id", undefined, 99992358],
    ["GET", "departments/0/children?page_size=0", undefined, 40011],
    ["GET", "departments/0/children?page_size=51", undefined, 99992402],
    ["GET", "departments/0/children?page_token=x", undefined, 40012],
    ["GET", "departments/0/children?department_id_type=id", undefined, 99992402],
    ["PATCH", "departments/0", { name: "B" }, 40002],
    ["DELETE", "departments/0", undefined, 40002],
  ])("%s %s %j is %i", async (method, path, body, code) => {
    const { emulator, send } = await world();
    emulator.addDepartment({ name: "A", departmentId: "DA" });
    expect((await send(method, path, body)).code).toBe(code);
    expect(names(await send("GET", "departments/0/children"))).toEqual(["A"]);
  });

  test("are those of the caller's company", async () => {
    const { emulator, send } = await world();
    const { tenantKey } = emulator.addTenant();
    const foreign = emulator.addDepartment({ tenantKey });
    const stranger = emulator.addUser({ tenantKey, departments: [foreign] });
    expect((await send("GET", `departments/${foreign.openDepartmentId}`)).code).toBe(40004);
    expect((await send("GET", `users/${stranger.openId}`)).code).toBe(41050);
    expect(names(await send("GET", "departments/0/children"))).toEqual([]);
    expect(names(await send("GET", "users/find_by_department?department_id=0"))).toEqual([]);
    expect(() => emulator.addUser({ departments: [foreign] })).toThrow(TypeError);
    expect(() => emulator.addDepartment({ parent: foreign })).toThrow(TypeError);
  });
});

describe("users", () => {
  const ada = { name: "Ada", mobile: "13800000001", email: "Ada@example.com", employee_type: 1, department_ids: ["0"] };

  test("are made, read, changed and deleted", async () => {
    const { emulator, send } = await world();
    const department = emulator.addDepartment({ departmentId: "D1" });
    const boss = emulator.addUser({ name: "Boss" });
    const created = await send("POST", "users?user_id_type=user_id&department_id_type=department_id", {
      ...ada,
      department_ids: ["D1", "0"],
      user_id: "ada",
      leader_user_id: boss.userId,
      city: "London",
    });
    const { user } = created.data;
    expect(user).toMatchObject({
      name: "Ada",
      user_id: "ada",
      open_id: expect.stringMatching(/^ou_/),
      city: "London",
      department_ids: ["D1", "0"],
      leader_user_id: boss.userId,
      status: { is_activated: true },
    });
    const read = (await send("GET", `users/${user.open_id}`)).data.user;
    expect(read).toMatchObject({ leader_user_id: boss.openId, department_ids: [department.openDepartmentId, "0"] });
    expect((await send("GET", `users/${user.union_id}?user_id_type=union_id`)).data.user.name).toBe("Ada");
    const changed = await send("PATCH", "users/ada?user_id_type=user_id", { name: "Ada L.", department_ids: ["0"] });
    expect(changed.data.user).toMatchObject({ name: "Ada L.", city: "London", department_ids: ["0"] });
    expect(names(await send("GET", "users/find_by_department?department_id=0"))).toEqual(["Boss", "Ada L."]);
    expect(names(await send("GET", "users"))).toEqual(["Boss", "Ada L."]);
    expect(names(await send("GET", `users/batch?user_ids=${user.open_id}&user_ids=ou_nobody`))).toEqual(["Ada L."]);
    const basic = await send("POST", "users/basic_batch", { user_ids: [user.open_id] });
    const i18n_name = { zh_cn: "Ada L.", ja_jp: "Ada L.", en_us: "Ada L." };
    expect(basic.data.users).toEqual([{ user_id: user.open_id, name: "Ada L.", i18n_name }]);
    expect((await send("DELETE", `users/${user.open_id}`)).code).toBe(0);
    expect((await send("GET", `users/${user.open_id}`)).code).toBe(99992351);
  });

  test("are found by email and mobile", async () => {
    const { emulator, send } = await world();
    const user = emulator.addUser({ name: "Ada", email: "ada@example.com", mobile: "+8613800000001" });
    emulator.addUser();
    const body = { emails: ["ADA@example.com", "nobody@example.com", ""], mobiles: ["138 0000 0001", "+1"] };
    expect((await send("POST", "users/batch_get_id?user_id_type=union_id", body)).data.user_list).toEqual([
      { mobile: "138 0000 0001", user_id: user.unionId },
      { mobile: "+1" },
      { email: "ADA@example.com", user_id: user.unionId },
      { email: "nobody@example.com" },
      { email: "" },
    ]);
    const some = { emails: ["ada@example.com", "nobody@example.com"], include_resigned: true };
    expect((await send("POST", "users/batch_get_id", some)).data.user_list).toEqual([
      { email: "ada@example.com", user_id: user.openId, status: expect.objectContaining({ is_activated: true }) },
      { email: "nobody@example.com" },
    ]);
  });

  test("come in pages that new people do not shift", async () => {
    const { emulator, send } = await world();
    const add = (...list: string[]) => list.map((name) => emulator.addUser({ name }));
    const [, , bob] = add("A", "Z", "B", "C");
    const path = "users/find_by_department?department_id=0&page_size=2";
    const first = await send("GET", path);
    expect([names(first), first.data.has_more]).toEqual([["A", "Z"], true]);
    add("D");
    const token = encodeURIComponent(first.data.page_token);
    const second = await send("GET", `${path}&page_token=${token}`);
    expect(names(second)).toEqual(["B", "C"]);
    const third = await send("GET", `${path}&page_token=${encodeURIComponent(second.data.page_token)}`);
    expect([names(third), third.data.has_more, third.data.page_token]).toEqual([["D"], false, undefined]);
    expect((await send("GET", `users?page_size=2&page_token=${token}`)).code).toBe(40012);
    expect((await send("GET", `${path}&user_id_type=user_id&page_token=${token}`)).code).toBe(40012);
    expect((await send("GET", `departments/0/children?page_token=${token}`)).code).toBe(40012);
    expect(bob?.departments).toEqual(["0"]);
  });

  test.each([
    ["POST", "users", { ...ada, mobile: "+86 138 0000 0009" }, 41001],
    ["POST", "users", { ...ada, email: "EVE@example.com" }, 41002],
    ["POST", "users", { ...ada, user_id: "eve" }, 41053],
    ["POST", "users", { ...ada, department_ids: ["od-nobody"] }, 41017],
    ["POST", "users", { ...ada, department_ids: [] }, 41041],
    ["POST", "users", { ...ada, leader_user_id: "ou_nobody" }, 99992351],
    ["POST", "users", { name: "Ada" }, 99992402],
    ["POST", "users", { ...ada, gender: 9 }, 99992402],
    ["GET", "users/ou_nobody", undefined, 99992351],
    ["GET", "users/nobody?user_id_type=user_id", undefined, 99992360],
    ["GET", "users/nobody?user_id_type=union_id", undefined, 99992352],
    ["GET", "users/find_by_department", undefined, 99992402],
    ["GET", "users/find_by_department?department_id=od-x", undefined, 99992357],
    ["PATCH", "users/ou_nobody", { name: "x" }, 99992351],
  ])("%s %s %j is %i", async (method, path, body, code) => {
    const { emulator, send } = await world();
    await send("POST", "users", {
      ...ada,
      name: "Eve",
      mobile: "13800000009",
      email: "eve@example.com",
      user_id: "eve",
    });
    const answer = await send(method, path, body);
    expect(answer.code).toBe(code);
    expect(names(await send("GET", "users/find_by_department?department_id=0"))).toEqual(["Eve"]);
    expect(emulator.requests.some(({ madeUp }) => madeUp)).toBe(false);
  });

  test("a client_token creates once", async () => {
    const { send } = await world();
    const create = async (token: string) => (await send("POST", `users?client_token=${token}`, ada)).data?.user.open_id;
    expect(await create("t")).toBe(await create("t"));
    expect(await create("u")).toBeUndefined();
  });

  test("receive messages by email", async () => {
    const { emulator, token } = await world();
    const user = emulator.addUser({ email: "ada@example.com" });
    const body = { receive_id: "ada@example.com", msg_type: "text", content: '{"text":"hi"}' };
    const sent = await call(emulator, "POST", "/open-apis/im/v1/messages?receive_id_type=email", body, token);
    const chat = emulator.addChat({ users: [user] });
    expect([sent.body.code, chat.users[0]?.email]).toEqual([0, "ada@example.com"]);
  });
});
