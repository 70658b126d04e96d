import type { Call } from "../../gateway/route.ts";
import { asText } from "../../platform/json.ts";
import { avatarUrl } from "../avatars.ts";
import { toAskedId } from "../contact/find.ts";
import { mimeTypeOf } from "../drive/mime-types.ts";
import { driveOf } from "../drive/state.ts";
import * as type from "./field-types.ts";
import type { Field, Row } from "./state.ts";

/** How texts are given: as texts, or as lists of pieces. */
export type TextForm = "plain" | "pieces";

/** A value that filters and sorts compare: lists for what may be several. */
export type Plain = string | number | boolean | readonly string[] | undefined;

/** A person, or a bot, by open id. */
export function toPerson(call: Call, openId: string): Record<string, unknown> {
  const user = call.state.users.get(openId);
  const bot = user ? undefined : [...call.state.apps.values()].find(({ app }) => app.botOpenId === openId)?.app;
  const name = user?.name ?? bot?.name ?? "";
  const avatar_url = avatarUrl(call.origin, openId);
  return { id: toAskedId(call, openId), name, en_name: name, email: user?.email ?? "", avatar_url };
}

function toAttachment(call: Call, token: string): Record<string, unknown> {
  const { state, origin } = call;
  const name = driveOf(state).nodes.get(token)?.name ?? "";
  const medias = `${origin}/open-apis/drive/v1/medias`;
  return {
    file_token: token,
    name,
    size: state.files.get(token)?.bytes.length ?? 0,
    tmp_url: `${medias}/batch_get_tmp_download_url?file_tokens=${token}`,
    type: mimeTypeOf(name),
    url: `${medias}/${token}/download`,
  };
}

function toGroup({ state, origin }: Call, id: string): Record<string, unknown> {
  return { id, name: state.chats.get(id)?.name ?? "", avatar_url: avatarUrl(origin, id) };
}

const toLocation = (location: string): Record<string, unknown> => ({
  location,
  pname: "",
  cityname: "",
  adname: "",
  address: "",
  name: "",
  full_address: location,
});

const optionsOf = ({ property }: Field, ids: readonly string[]): string[] =>
  ids.flatMap((id) => property.options?.find((option) => option.id === id)?.name ?? []);

/** A value as it is kept; those that the platform fills come from the record itself. */
function keptOf(field: Field, row: Row): unknown {
  switch (field.type) {
    case type.CREATED_TIME:
      return row.createdAt;
    case type.CHANGED_TIME:
      return row.changedAt;
    case type.CREATED_BY:
      return [row.createdBy];
    case type.CHANGED_BY:
      return [row.changedBy];
    case type.AUTO_NUMBER:
      return String(row.number);
    default:
      return row.values.get(field.fieldId);
  }
}

function toPieces(field: Field, text: string): unknown {
  return field.uiType === "Email" ? [{ link: `mailto:${text}`, text, type: "url" }] : [{ text, type: "text" }];
}

/** The value of a cell as the API returns it; `undefined` when it is empty. */
export function readValue(call: Call, field: Field, row: Row, form: TextForm): unknown {
  const kept = keptOf(field, row);
  if (kept === undefined) {
    return undefined;
  }
  const list = Array.isArray(kept) ? (kept as string[]) : [];
  switch (field.type) {
    case type.TEXT:
      return form === "pieces" ? toPieces(field, asText(kept)) : kept;
    case type.SINGLE_SELECT:
      return optionsOf(field, list)[0];
    case type.MULTI_SELECT:
      return optionsOf(field, list);
    case type.USER:
    case type.CREATED_BY:
    case type.CHANGED_BY:
      return list.map((id) => toPerson(call, id));
    case type.ATTACHMENT:
      return list.map((token) => toAttachment(call, token));
    case type.LINK:
    case type.DUPLEX_LINK:
      return { link_record_ids: list };
    case type.LOCATION:
      return toLocation(asText(kept));
    case type.GROUP:
      return list.map((id) => toGroup(call, id));
    default:
      return kept;
  }
}

/** The value of a cell for comparing: names of options, ids of persons, texts of links. */
export function plainOf(call: Call, field: Field, row: Row): Plain {
  const kept = keptOf(field, row);
  switch (field.type) {
    case type.CHECKBOX:
      return kept === true;
    case type.SINGLE_SELECT:
    case type.MULTI_SELECT:
      return optionsOf(field, (kept ?? []) as string[]);
    case type.USER:
    case type.CREATED_BY:
    case type.CHANGED_BY:
      return ((kept ?? []) as string[]).map((id) => toAskedId(call, id));
    case type.URL_TYPE:
      return (kept as { text: string } | undefined)?.text;
    default:
      return kept as Plain;
  }
}
