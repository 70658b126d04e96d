import { connect } from "lark-edge/long-connection";
import type { Env } from "./events.ts";
import { events, listening } from "./process-events.ts";

const { APP_ID: appId, APP_SECRET: appSecret, LARK_DOMAIN: domain } = process.env as Env;
const connection = connect({ appId, appSecret, domain, events });
await connection.ready;
listening({ port: 0 });
