import type { Call, Route } from "../../gateway/router.ts";

export const bot: readonly Route[] = [
  {
    operation: "GET /open-apis/bot/v3/info",
    token: "tenant",
    source: "documentation",
    handle: (call: Call) => {
      const { app } = call.caller.app;
      return {
        json: {
          code: 0,
          msg: "ok",
          bot: {
            activate_status: 2,
            app_name: app.name,
            avatar_url: `${call.state.domain}/avatar/${app.appId}.png`,
            ip_white_list: [],
            open_id: app.botOpenId,
          },
        },
      };
    },
  },
];
