import { disposition } from "../../gateway/disposition.ts";
import type { Answer, Call, OpenCall, Route } from "../../gateway/route.ts";
import { openRoute, route, service } from "../../gateway/service.ts";
import { trim } from "../../platform/state.ts";
import { success } from "../success.ts";
import { driveError } from "./errors.ts";
import { driveOf } from "./state.ts";

const LINK_LIFE_MS = 24 * 60 * 60 * 1000;
const MAX_LINKS = 5;

const PATH = "/space/api/box/stream/download/authcode";

function makeLinks(call: Call): Answer {
  const { state, origin, input, caller } = call;
  const tokens = input.query.file_tokens as string[];
  if (tokens.length > MAX_LINKS) {
    throw driveError(1061002);
  }
  const known = tokens.filter((token) => {
    const node = driveOf(state).nodes.get(token);
    return node?.kind === "media" && !node.isDeleted && node.tenantKey === caller.tenantKey;
  });
  const links = known.map((file_token) => {
    const code = state.ids.hex("download-link", 32);
    driveOf(state).links.set(code, { token: file_token, expiresAt: state.now() + LINK_LIFE_MS });
    return { file_token, tmp_download_url: `${origin}${PATH}/?code=${code}` };
  });
  trim(driveOf(state).links);
  return success({ tmp_download_urls: links });
}

/** The link itself is the permission: it takes no token. */
function follow({ state, query }: OpenCall): Answer {
  const link = driveOf(state).links.get(query.get("code") ?? "");
  const file = link === undefined || link.expiresAt <= state.now() ? undefined : state.files.get(link.token);
  if (file === undefined) {
    throw driveError(1061003);
  }
  const { bytes, contentType, name } = file;
  return { bytes, headers: { "content-type": contentType, "content-disposition": disposition(name) } };
}

/** Links for a while. Page: https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/drive-v1/media/batch_get_tmp_download_url */
export const driveTemporary: readonly Route[] = [
  ...service("drive/v1", [
    route("GET medias/batch_get_tmp_download_url", makeLinks, [
      ["A link lives 24 hours", "documentation"],
      ["At most 5 at once; files that cannot be downloaded are left out", "assumption"],
    ]),
  ]),
  ...service(PATH, [
    openRoute("GET", follow, [["1061003 for an unknown link, or one that is too old", "assumption"]], "assumption"),
  ]),
];
