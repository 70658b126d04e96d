import type { SeededIds } from "../../platform/ids.ts";

/** Where a value stands, and what of the request shapes it. */
export interface Place {
  /** The field's name; of an array's items the name of the array without its plural. */
  name: string;
  /** What the field belongs to: `user` in `{ user: { id } }`, the operation's resource at the top. */
  owner: string;
  /** The fields beside it. */
  siblings: readonly string[];
  /** The kind of id that the request names. Default `open_id`. */
  userIdType: string;
  departmentIdType: string;
}

/** A name and the text it has: `#` stands for as many hex digits as the number before it says. */
type TextRule = readonly [name: RegExp, text: string];

/** Beginnings of ids and tokens as the platform writes them (as in the samples of the documentation). */
const ID_TEXTS: readonly TextRule[] = [
  [/(^|_)open_id$/, "ou_32#"],
  [/(^|_)union_id$/, "on_32#"],
  [/(^|_)department_id$/, "od-32#"],
  [/(^|_)message_id$/, "om_32#"],
  [/(^|_)chat_id$|(^|_)open_chat$/, "oc_32#"],
  [/(^|_)thread_id$/, "omt_16#"],
  [/^(app|client)_id$|_app_id$/, "cli_16#"],
  [/(^|_)image_key$|^avatar_key$/, "img_v3_32#"],
  [/(^|_)file_key$/, "file_v3_32#"],
  [/(^|_)tenant_key$/, "16#"],
  [/(^|_)table_id$/, "tbl14#"],
  [/(^|_)view_id$/, "vew7#"],
  [/(^|_)field_id$/, "fld7#"],
  [/(^|_)record_id$/, "rec8#"],
  [/(^|_)block_id$/, "doxcn22#"],
  [/(^|_)document_id$/, "doxcn22#"],
  [/(^|_)card_id$/, "7619#"],
  [/(^|_)(task|event)?_?guid$|(^|_)uuid$/, "8#-4#-4#-4#-12#"],
  [/(^|_)calendar_id$/, "feishu.cn_16#@group.calendar.feishu.cn"],
  [/(^|_)spreadsheet_token$/, "shtcn22#"],
  [/(^|_)app_token$/, "bascn22#"],
  [/(^|_)folder_token$/, "fldcn22#"],
  [/(^|_)(file|media|obj)_token$/, "boxcn22#"],
  [/(^|_)(node|wiki)_token$/, "wikcn22#"],
];

/** Fields that hold a person, in the kind of id that the request names. */
const PERSON =
  /(^|_)(user|owner|creator|operator|member|leader|sender|approver|employee)_id$|^(creator|owner|operator)$/;
const PERSON_TEXTS: Readonly<Record<string, string>> = { open_id: "ou_32#", union_id: "on_32#", user_id: "8#" };

/** What can be said of other texts by their names. */
const OTHER_TEXTS: readonly TextRule[] = [
  [/page_token$|^next_/, ""],
  [/email$/, "person-4#@example.com"],
  [/mobile|phone/, "+8613800000000"],
  [/url$|^href$|^link$|^avatar(_\w+)?$|_link$/, "https://example.com/8#"],
  [/token$|^ticket$|secret$/, "made-up-20#"],
  [/(^|_)(language|lang|locale)$/, "zh_cn"],
  [/time_?zone$/, "Asia/Shanghai"],
  [/currency/, "CNY"],
  [/^msg$|^message$/, "success"],
  [/description$|remark$|comment$/, "Made up by the emulator"],
  [/count$|(^|_)(total|num|number|size|amount|version|duration)$/, "1"],
  [/_id$|_key$|code$|^id$/, "16#"],
];

const fill = (text: string, ids: SeededIds): string =>
  text.replace(/(\d+)#/g, (_, length) => ids.hex("made-up", Number(length)));

/** Made-up instants lie in the first days of 2026, whatever the clock says: the same request gets the same answer. */
const BASE_SECONDS = 1_767_225_600;
const SPREAD_SECONDS = 1_000_000;

const IS_TIME = /(^|_)(time|timestamp|at|ts)$/;
const IS_DATE = /(^|_)(date|day|birthday)$/;

function seconds(ids: SeededIds): number {
  const [high = 0, middle = 0, low = 0] = ids.bytes("made-up", 3);
  return BASE_SECONDS + ((high * 65536 + middle * 256 + low) % SPREAD_SECONDS);
}

/** A text that suits its name. */
export function makeText(place: Place, ids: SeededIds): string {
  const { name, owner, siblings } = place;
  const full = name === "id" ? `${owner}_id` : name;
  // Beside an open_id, user_id is the tenant's own id; alone it is the kind that the request names.
  const isOneOfThree = name === "user_id" && siblings.includes("open_id");
  if (isOneOfThree) {
    return fill("8#", ids);
  }
  if (PERSON.test(full)) {
    return fill((Object.hasOwn(PERSON_TEXTS, place.userIdType) && PERSON_TEXTS[place.userIdType]) || "ou_32#", ids);
  }
  if (/(^|_)department_id$/.test(full) && place.departmentIdType === "department_id") {
    return fill("8#", ids);
  }
  if (IS_TIME.test(name)) {
    return String(seconds(ids));
  }
  if (IS_DATE.test(name)) {
    return new Date(seconds(ids) * 1000).toISOString().slice(0, 10);
  }
  const rule = [...ID_TEXTS, ...OTHER_TEXTS].find(([pattern]) => pattern.test(full));
  if (rule !== undefined) {
    return fill(rule[1], ids);
  }
  return fill(`${name === "name" || name === "title" ? owner : name} 4#`, ids).replaceAll("_", " ");
}

/** An integer that suits its name. */
export function makeInteger({ name }: Place, ids: SeededIds): number {
  if (/(^|_)code$|offset$/.test(name)) {
    return 0;
  }
  if (IS_TIME.test(name)) {
    return seconds(ids);
  }
  if (/expire|_in$/.test(name)) {
    return 7200;
  }
  const [byte = 0] = ids.bytes("made-up", 1);
  return 1 + (byte % 9);
}

/** `true`, unless the name speaks of an end or a failure. */
export const makeBoolean = ({ name }: Place): boolean =>
  !/has_more|delete|fail|invalid|expire|error|disable|frozen|cancel/.test(name);
