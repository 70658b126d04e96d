import { expect, test } from "vitest";
import type { DeliveryEntry, RequestEntry } from "../../../src/emulator/control/protocol.ts";
import { toCurl } from "../../../src/emulator/page/inspector/curl.ts";
import { type Entry, idOf, toGroups } from "../../../src/emulator/page/inspector/groups.ts";
import { failuresIn } from "../../../src/emulator/page/model/failures.ts";

let count = 0;
const request = (more: Partial<RequestEntry> = {}): RequestEntry => {
  count += 1;
  return {
    ...{ id: `r${count}`, at: count, durationMs: 1, method: "PUT", path: `/open-apis/x/${count}`, query: "" },
    ...{
      isCounted: true,
      status: 200,
      code: 0,
      operation: "PUT /open-apis/x/:id",
      logId: "log",
      authorization: "tenant",
    },
    ...more,
  };
};
const delivery = (more: Partial<DeliveryEntry> = {}): DeliveryEntry => {
  count += 1;
  return {
    ...{ id: `d${count}`, at: count, durationMs: 1, eventId: `e${count}`, eventType: "im.message.receive_v1" },
    ...{ appId: "cli_1", url: "http://bot/", attempt: 1, signed: true, status: 200, body: "{}", answer: {} },
    payload: { event: { message: { message_id: "om_1" } } },
    ...more,
  };
};
const calls = (...all: Partial<RequestEntry>[]): Entry[] =>
  all.map((more) => {
    const entry = request(more);
    return { at: entry.at, request: entry };
  });

test("three equal calls in a row are a group, two are not, and another outcome ends it", () => {
  const event = delivery();
  const entries = [
    ...calls({}, {}, {}, {}),
    ...calls({ code: 99991400, status: 429 }),
    ...calls({}, {}),
    { at: 9, delivery: event },
    ...calls(
      { operation: undefined, path: "/a" },
      { operation: undefined, path: "/b" },
      { operation: undefined, path: "/b" },
    ),
  ];
  const groups = toGroups(entries);
  expect(groups.map((group) => group.length)).toEqual([4, 1, 1, 1, 1, 1, 1, 1]);
  expect(groups.flat().map(idOf)).toEqual(entries.map(idOf));
});

test("a call becomes a command for a shell, with a variable for its token", () => {
  const entry = request({ method: "POST", path: "/open-apis/im/v1/messages", query: "receive_id_type=chat_id" });
  const command = toCurl({ ...entry, requestBody: `{"text":"it's"}` }, "http://127.0.0.1:5275");
  expect(command).toBe(
    [
      "curl -X POST 'http://127.0.0.1:5275/open-apis/im/v1/messages?receive_id_type=chat_id'",
      '-H "Authorization: Bearer $TENANT_ACCESS_TOKEN"',
      "-H 'Content-Type: application/json; charset=utf-8'",
      `--data '{"text":"it'\\''s"}'`,
    ].join(" \\\n  "),
  );
  const plain = request({ method: "GET", path: "/a", authorization: "none" });
  expect(toCurl(plain, "http://h")).toBe("curl -X GET 'http://h/a'");
});

test("a message is marked while its last delivery is not acknowledged", () => {
  const failed = delivery({ eventId: "e", status: 500 });
  expect(failuresIn([failed]).get("om_1")).toEqual([failed]);
  const again = delivery({ eventId: "e", attempt: 2, status: 0, error: "no answer" });
  expect(failuresIn([failed, again]).get("om_1")).toEqual([again]);
  expect(failuresIn([failed, delivery({ eventId: "e", attempt: 2 })]).size).toBe(0);
  const other = delivery({ appId: "cli_2", eventId: "f", status: 500 });
  expect(failuresIn([failed, other]).get("om_1")).toEqual([failed, other]);
});

test("of a card only the last click counts, in either shape of the callback", () => {
  const click = (more: Partial<DeliveryEntry>): DeliveryEntry =>
    delivery({
      eventType: "card.action.trigger",
      payload: { event: { context: { open_message_id: "om_2" } } },
      ...more,
    });
  const bad = click({ problem: { code: 200341, message: "timeout" } });
  expect(failuresIn([bad]).get("om_2")).toEqual([bad]);
  expect(failuresIn([bad, click({})]).size).toBe(0);
  const old = delivery({ eventType: "card.action.trigger_v1", payload: { open_message_id: "om_3" }, status: 500 });
  expect(failuresIn([old]).get("om_3")).toEqual([old]);
  expect(failuresIn([delivery({ status: 500, payload: { event: {} } })]).size).toBe(0);
});
