import type { Answer, Call, Route } from "../../gateway/route.ts";
import { route, service } from "../../gateway/service.ts";
import { avatarUrl } from "../avatars.ts";

function info({ caller, origin }: Call): Answer {
  const { app } = caller.app;
  const bot = {
    activate_status: 2,
    app_name: app.name,
    avatar_url: avatarUrl(origin, app.appId),
    ip_white_list: [],
    open_id: app.botOpenId,
  };
  return { json: { code: 0, msg: "ok", bot } };
}

/** The bot itself. Page: https://open.feishu.cn/document/ukTMukTMukTM/uAjMxEjLwITMx4CMyETM */
export const botInfo: readonly Route[] = service("bot/v3", [route("GET info", info)]);
