// Mistakes in calls are errors in the line of the mistake: each line under `@ts-expect-error` must not compile.
import type { FileInput, Paged } from "../../src/client/index.ts";
import { Client, type Envelope } from "../../src/index.ts";
import { same } from "./expect.ts";

const client = new Client({ appId: "cli_test", appSecret: "test" });

export async function mistakes(): Promise<void> {
  await client.im.v1.message.create({
    params: {
      // @ts-expect-error a wrong enum
      receive_id_type: "openid",
    },
    data: {
      receive_id: "ou_1",
      msg_type: "text",
      content: "{}",
      // @ts-expect-error a wrong field
      chat: "oc_1",
    },
  });
  await client.calendar.v4.calendarEvent.create({
    path: { calendar_id: "c" },
    // @ts-expect-error a missing required field: end_time
    data: { start_time: { timestamp: "1" } },
  });
  await client.calendar.v4.calendarEvent.create({
    path: { calendar_id: "c" },
    data: {
      start_time: {},
      end_time: {
        // @ts-expect-error a time is text, as the wire has it
        timestamp: 1,
      },
    },
  });
  // @ts-expect-error an unknown method
  await client.im.v1.message.send({});
  // @ts-expect-error an unknown resource
  client.im.v1.messages;
  // @ts-expect-error an unknown version
  client.contact.v4;
  // @ts-expect-error no such domain
  client.contacts;
}

// A payload is optional where nothing in it is required, and so is each part of it.
client.contact.v3.user.list();
client.contact.v3.user.list({});
client.contact.v3.user.list({ params: { page_size: 50 } });
client.im.v1.chat.create();
// @ts-expect-error department_id is required
client.contact.v3.user.findByDepartment();

// Answers: `data` is there, what the platform may leave out is optional, enumerations are open.
export async function answers(): Promise<void> {
  const { data } = await client.im.v1.chat.get({ path: { chat_id: "oc_1" } });
  // @ts-expect-error it may be missing
  data.name.length;
  const status = data.chat_status;
  same<typeof status, "normal" | "dissolved" | "dissolved_save" | (string & {}) | undefined>();
  if (status === "added_by_the_platform_later") {
    return;
  }
  const deleted = await client.im.v1.chat.delete({ path: { chat_id: "oc_1" } });
  same<typeof deleted, Envelope<{}>>();
}

// Pages.
export async function pages(): Promise<void> {
  const list = client.contact.v3.user.findByDepartment({ params: { department_id: "0" } }, { limit: 10 });
  const first = await list;
  for await (const user of list) {
    same<typeof user, NonNullable<(typeof first)["data"]["items"]>[number]>();
    user.open_id?.length;
    // @ts-expect-error no such field
    user.openid;
  }
  for await (const page of list.pages()) {
    page.items?.length;
    page.has_more;
  }
  for await (const page of client.contact.v3.user.listWithIterator({ params: { page_size: 1 } })) {
    page.items?.length;
  }
  // @ts-expect-error what await gives is one page
  for await (const _ of first) {
  }
  // @ts-expect-error not a list
  client.im.v1.chat.get({ path: { chat_id: "oc_1" } }).pages();
  // @ts-expect-error only lists have a limit
  client.im.v1.chat.get({ path: { chat_id: "oc_1" } }, { limit: 1 });
  // @ts-expect-error it answers lists of several kinds: pages only
  for await (const _ of client.contact.v3.scope.list()) {
  }
  for await (const page of client.contact.v3.scope.list().pages()) {
    page.user_ids?.length;
  }
}
export type Users = Paged<{ items?: string[] }, "items">;
// @ts-expect-error no such field of items
export type Wrong = Paged<{ items?: string[] }, "entries">;

// Files.
declare const file: FileInput;
client.im.v1.image.create({ data: { image_type: "message", image: file } });
client.im.v1.image.create({ data: { image_type: "message", image: new Blob([]) } });
// @ts-expect-error a path is not a file
client.im.v1.image.create({ data: { image_type: "message", image: "/tmp/a.png" } });
client.drive.v1.file
  .download({ path: { file_token: "b" }, headers: { Range: "bytes=0-9" } })
  .then(({ fileName }) => fileName);
// @ts-expect-error no such header
client.drive.v1.file.download({ path: { file_token: "b" }, headers: { Rang: "bytes=0-9" } });

// Names of before.
void client.im.v1.message.createByCard({
  params: { receive_id_type: "chat_id" },
  data: { receive_id: "oc_1", template_id: "AAq", template_variable: { title: "t" } },
});
client.corehr.v2.processApprover.list({ params: { page_size: 1, user_id: "u" } });

export async function withoutVersion(): Promise<void> {
  same<typeof client.im.message, typeof client.im.v1.message>();
  same<typeof client.contact.user, typeof client.contact.v3.user>();
  await client.im.message.create({
    params: { receive_id_type: "chat_id" },
    data: { receive_id: "oc_1", msg_type: "text", content: "{}" },
  });
  // @ts-expect-error an unknown resource
  client.im.messages;
}

// What the platform was seen to do, where its pages say something else.
export async function observed(): Promise<void> {
  const path = { app_token: "a", table_id: "t", record_id: "r" };
  // `null` empties a cell, and only a request has one.
  await client.bitable.v1.appTableRecord.create({ path, data: { fields: { Note: null, Title: "x" } } });
  await client.bitable.v1.appTableRecord.update({ path, data: { fields: { Note: null } } });
  await client.bitable.v1.appTableRecord.batchCreate({ path, data: { records: [{ fields: { Note: null } }] } });
  const records = [{ record_id: "r", fields: { Note: null } }];
  const { data: updated } = await client.bitable.v1.appTableRecord.batchUpdate({ path, data: { records } });
  type Cell = NonNullable<NonNullable<typeof updated.records>[number]["fields"]>[string];
  same<null extends Cell ? true : false, false>();

  const path2 = { system_status_id: "s" };
  const user_list = [{ user_id: "u", end_time: "1665990378" }];
  const { data: opened } = await client.personal_settings.v1.systemStatus.batchOpen({
    path: path2,
    data: { user_list },
  });
  same<(typeof opened.result_list)[number]["end_time"], number>();
  const { data: found } = await client.helpdesk.v1.ticket.get({ path: { ticket_id: "t" } });
  found.ticket?.dissatisfaction_reason?.map(({ zh_cn }) => zh_cn);
  const { data: created } = await client.im.v2.appFeedCard.create();
  same<NonNullable<NonNullable<typeof created.failed_cards>[number]["reason"]>, number>();
}
