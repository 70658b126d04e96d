import { imParameterError, PlatformError } from "../../gateway/errors.ts";
import type { Answer, Call, Route } from "../../gateway/route.ts";
import { route, service } from "../../gateway/service.ts";
import { asText } from "../../platform/json.ts";
import { trim } from "../../platform/state.ts";
import type { EmulatedUser } from "../../platform/types.ts";
import { lookUpUser } from "../contact/find.ts";
import { success } from "../success.ts";
import { recallMessage } from "./change.ts";
import { imError } from "./errors.ts";
import { openP2p } from "./find.ts";
import { idsIn } from "./operator.ts";
import { send } from "./send.ts";
import type { BatchRecord } from "./state.ts";
import { imOf } from "./state.ts";

const DAY_MS = 24 * 60 * 60 * 1000;

/** The content as `im/v1` spells it: this older API wraps a post once more and names a chat otherwise. */
function contentOf({ msg_type, content, card }: Record<string, unknown>): string {
  const given = (content ?? {}) as Record<string, unknown>;
  if (msg_type === "interactive") {
    return JSON.stringify(card ?? {});
  }
  if (msg_type === "post") {
    return JSON.stringify(given.post ?? {});
  }
  if (msg_type === "share_chat") {
    return JSON.stringify({ chat_id: given.share_chat_id });
  }
  return JSON.stringify(given);
}

/** The people of the departments named, and those in departments below. */
function inDepartments({ state, caller }: Call, ids: readonly string[]): { people: EmulatedUser[]; unknown: string[] } {
  const all = [...state.departments.values()].map(({ department }) => department);
  const isKnown = (id: string) =>
    id === "0" || all.some((one) => [one.openDepartmentId, one.departmentId].includes(id));
  const wanted = new Set(ids);
  const isWanted = (openId: string): boolean => {
    const one = state.departments.get(openId)?.department;
    if (openId === "0" || one === undefined) {
      return wanted.has(openId);
    }
    return wanted.has(one.openDepartmentId) || wanted.has(one.departmentId) || isWanted(one.parent);
  };
  const people = [...state.users.values()].filter(
    (user) => user.tenantKey === caller.tenantKey && user.departments.some(isWanted),
  );
  return { people: ids.length === 0 ? [] : people, unknown: ids.filter((id) => !isKnown(id)) };
}

function batchSend(call: Call): Answer {
  const { body } = call.input;
  const { state, caller } = call;
  const people = new Set<EmulatedUser>();
  const invalid: Record<string, string[]> = {};
  for (const type of ["open_id", "user_id", "union_id"] as const) {
    invalid[`invalid_${type}s`] = idsIn(body[`${type}s`]).filter((id) => {
      const user = lookUpUser(call, id, type);
      if (user?.tenantKey === caller.tenantKey) {
        people.add(user);
      }
      return user?.tenantKey !== caller.tenantKey;
    });
  }
  const departments = inDepartments(call, idsIn(body.department_ids));
  for (const user of departments.people) {
    people.add(user);
  }
  if (people.size === 0) {
    throw new PlatformError(10003, "no valid receiver");
  }
  const { appId } = caller.app.app;
  const msgType = asText(body.msg_type);
  const content = contentOf(body);
  const messages = [...people].map((user) => send(call, { chat: openP2p(state, user, appId), msgType, content }));
  const id = `bm-${state.ids.hex("batch", 32)}`;
  const messageIds = messages.map(({ message_id }) => message_id);
  imOf(state).batches.set(id, { appId, messageIds, recalled: false, at: state.now() });
  trim(imOf(state).batches);
  return success({ message_id: id, invalid_department_ids: departments.unknown, ...invalid });
}

function batchAt({ state, caller, input }: Call, foreign: 230012 | 230026): BatchRecord {
  const batch = imOf(state).batches.get(asText(input.path.batch_message_id));
  if (batch === undefined) {
    throw imError(230030);
  }
  if (batch.appId !== caller.app.app.appId) {
    throw imError(foreign);
  }
  return batch;
}

const readersOf = ({ state }: Call, { messageIds }: BatchRecord): number =>
  messageIds.filter((id) => (imOf(state).reads.get(id)?.length ?? 0) > 0).length;

function recall(call: Call): Answer {
  const batch = batchAt(call, 230026);
  if (batch.recalled) {
    throw imParameterError("the batch was recalled already");
  }
  if (call.state.now() - batch.at > DAY_MS) {
    throw imError(230009);
  }
  batch.recalled = true;
  for (const id of batch.messageIds) {
    const message = call.state.messages.get(id);
    if (message !== undefined && !message.deleted) {
      recallMessage(call.state, message);
    }
  }
  return success();
}

function progress(call: Call): Answer {
  const batch = batchAt(call, 230012);
  const count = batch.messageIds.length;
  return success({
    batch_message_send_progress: {
      valid_user_ids_count: count,
      success_user_ids_count: count,
      read_user_ids_count: readersOf(call, batch),
    },
    batch_message_recall_progress: { recall: batch.recalled, recall_count: batch.recalled ? count : 0 },
  });
}

function readers(call: Call): Answer {
  const batch = batchAt(call, 230012);
  return success({
    read_user: { read_count: String(readersOf(call, batch)), total_count: String(batch.messageIds.length) },
  });
}

export const imBatch: readonly Route[] = [
  ...service("message/v4", [
    route("POST batch_send/", batchSend, [
      ["Messages have arrived when this answers; the platform sends them later", "assumption"],
      ["10003 when no id of the lists is known", "assumption"],
    ]),
  ]),
  ...service("im/v1/batch_messages/:batch_message_id", [
    route("DELETE", recall, [["A second recall is 230001", "assumption"]]),
    route("GET get_progress", progress),
    route("GET read_user", readers),
  ]),
];
