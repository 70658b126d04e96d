import { adaptDefault, Client, EventDispatcher } from "@larksuiteoapi/node-sdk";

const url = "/events";
let adapter;

function setUp(env) {
  const client = new Client({ appId: env.APP_ID, appSecret: env.APP_SECRET });
  const events = new EventDispatcher({ encryptKey: env.ENCRYPT_KEY, verificationToken: env.VERIFICATION_TOKEN });
  events.register({
    "im.message.receive_v1": async ({ message }) => {
      await client.im.v1.message.reply({
        path: { message_id: message.message_id },
        data: { msg_type: "text", content: message.content },
      });
    },
  });
  return adaptDefault(url, events);
}

export default {
  async fetch(request, env) {
    adapter ??= setUp(env);
    if (request.method !== "POST") {
      return new Response("", { status: 405 });
    }
    const chunk = await request.text();
    const headers = Object.fromEntries(request.headers);
    const on = (event, listener) => (event === "data" ? listener(chunk) : listener());
    let answer;
    const end = (body) => {
      answer = body;
    };
    await adapter({ url, headers, on }, { end });
    return new Response(answer);
  },
};
