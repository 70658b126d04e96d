import { Client, LarkApiError } from "lark-edge";
import { createEmulator, type EmulatorOptions, NOT_EMULATED_CODE } from "lark-edge/emulator";
import { assert, rejection, test } from "../support/cases.ts";

function platform(options?: EmulatorOptions) {
  const emulator = createEmulator(options);
  const { appId, appSecret } = emulator.app;
  return { emulator, client: new Client({ appId, appSecret, fetch: emulator.fetch }) };
}

test("the emulator makes an answer up where it may, checks the request, and says in its log that it did", async () => {
  const { emulator, client } = platform({ allow: ["calendar.*"] });
  const { data } = await client.calendar.v4.calendar.get({ path: { calendar_id: "c1" } });
  assert.equal(data.calendar_id, "c1");
  assert.isTrue(emulator.requests.at(-1)?.madeUp);
  const params = { page_size: 9999 };
  const error = await rejection(client.calendar.v4.calendarEvent.list({ path: { calendar_id: "c1" }, params }));
  assert.instanceOf(error, LarkApiError);
  assert.equal(error.platformCode, 99992402);
});

test("a strict emulator names the operation that it does not know, at the first try", async () => {
  const { emulator, client } = platform();
  const error = await rejection(client.calendar.v4.calendar.list());
  assert.instanceOf(error, LarkApiError);
  assert.equal(error.platformCode, NOT_EMULATED_CODE);
  assert.include(error.message, "calendar.v4.calendar.list");
  assert.lengthOf(
    emulator.requests.filter(({ path }) => path.includes("calendars")),
    1,
  );
});

test("the emulator lists people page by page", async () => {
  const { emulator, client } = platform();
  const department = emulator.addDepartment({ name: "Research" });
  const added = Array.from({ length: 23 }, (_, index) =>
    emulator.addUser({ name: `User ${index}`, departments: [department] }),
  );
  const listed: (string | undefined)[] = [];
  const params = { department_id: department.openDepartmentId };
  for await (const user of client.contact.v3.user.findByDepartment({ params })) {
    listed.push(user.open_id);
  }
  assert.deepEqual(
    listed,
    added.map(({ openId }) => openId),
  );
  assert.lengthOf(
    emulator.requests.filter(({ path }) => path.includes("find_by_department")),
    3,
  );
});
