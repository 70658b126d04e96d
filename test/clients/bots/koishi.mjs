// A bot of Koishi with Satori's adapter, on a webhook or the long connection. Koishi is required: its ES modules do not start on Node.
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const { Context, HTTP, h } = require("koishi");
const { default: lark } = require("@satorijs/adapter-lark");
const { default: server } = require("@koishijs/plugin-server");

const { APP_ID, APP_SECRET, ENCRYPT_KEY, VERIFICATION_TOKEN, LARK_DOMAIN, PROTOCOL, PORT } = process.env;

/** What the bot does when a person writes the name of an answer. */
const answers = {
  hello: (session) => session.send("Hello!"),
  quote: (session) => session.send([h.quote(session.messageId), "Quoted"]),
  image: (session) => session.send(h.image(Buffer.from("pixels"), "image/png")),
  async edit(session) {
    const [id] = await session.send("draft");
    await session.bot.editMessage(session.channelId, id, "final");
  },
  async remove(session) {
    const [id] = await session.send("wrong");
    await session.bot.deleteMessage(session.channelId, id);
  },
  async history(session) {
    const { data } = await session.bot.getMessageList(session.channelId);
    await session.send(`${data.length} messages`);
  },
  async members(session) {
    const { data } = await session.bot.getGuildMemberList(session.guildId);
    await session.send(data.map(({ name }) => name).join(", "));
  },
  async chats(session) {
    const { data } = await session.bot.getGuildList();
    await session.send(data.map(({ name }) => name).join(", "));
  },
  card: (session) =>
    session.send(h("lark:card", { title: "Order" }, [h("button", { type: "input", text: "approve" }, "Approve")])),
  direct: (session) => session.bot.sendPrivateMessage(session.userId, "Only for you"),
};

const app = new Context({ prefix: "" });
app.plugin(HTTP);
app.plugin(server, { port: Number(PORT), host: "127.0.0.1" });
app.plugin(lark, {
  appId: APP_ID,
  appSecret: APP_SECRET,
  encryptKey: ENCRYPT_KEY,
  verificationToken: VERIFICATION_TOKEN,
  verifyToken: true,
  verifySignature: true,
  endpoint: `${LARK_DOMAIN}/open-apis`,
  protocol: PROTOCOL,
});
app.middleware(async (session) => {
  await answers[session.stripped.content.trim()]?.(session);
});
app.command("approve").action(({ session }) => `Approved by ${session.userId}`);
await app.start();
// The name comes last: the long connection is read from then on.
while (!app.bots[0]?.user?.name) {
  await new Promise((resolve) => setTimeout(resolve, 20));
}
console.log(`READY http://127.0.0.1:${PORT}/feishu`);
