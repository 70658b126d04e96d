// Run: deno run -A examples/long-connection/main.ts, or bun examples/long-connection/main.ts. On Node 22 or newer bundle it first, as
// node-server. The bot needs no address. Its keys are those of the webhook, and are not used here.
import { connect } from "lark-edge/long-connection";
import { createBot } from "../echo.ts";

const { APP_ID = "", APP_SECRET = "", LARK_DOMAIN } = process.env;
const connection = connect({
  appId: APP_ID,
  appSecret: APP_SECRET,
  domain: LARK_DOMAIN,
  events: createBot(process.env),
});
// Handlers that run may finish, and their answers are sent.
process.once("SIGTERM", () => connection.close());
await connection.ready;
console.log("listening on the long connection");
