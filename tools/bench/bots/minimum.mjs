import { create } from "../contenders/minimum-web.mjs";

const API = "https://open.feishu.cn/open-apis";
let events;
let token;

async function post(path, data, headers) {
  const body = JSON.stringify(data);
  const answer = await fetch(API + path, {
    method: "POST",
    body,
    headers: { "content-type": "application/json", ...headers },
  });
  return answer.json();
}

async function getToken(env) {
  if (!(token?.expires_at > Date.now())) {
    token = await post("/auth/v3/tenant_access_token/internal", { app_id: env.APP_ID, app_secret: env.APP_SECRET });
    token.expires_at = Date.now() + token.expire * 1000 - 60_000;
  }
  return token.tenant_access_token;
}

export default {
  async fetch(request, env) {
    events ??= create({
      encryptKey: env.ENCRYPT_KEY,
      handle: async ({ message }) => {
        const headers = { authorization: `Bearer ${await getToken(env)}` };
        await post(
          `/im/v1/messages/${message.message_id}/reply`,
          { msg_type: "text", content: message.content },
          headers,
        );
      },
    });
    return request.method === "POST" ? events.request(request) : new Response("", { status: 405 });
  },
};
