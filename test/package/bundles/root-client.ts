import { Client } from "lark-edge";

interface Env {
  APP_ID: string;
  APP_SECRET: string;
}

/** A Worker with every API. */
export default {
  async fetch(_request: Request, env: Env): Promise<Response> {
    const client = new Client({ appId: env.APP_ID, appSecret: env.APP_SECRET });
    const { data } = await client.contact.v3.user.list();
    return Response.json(data);
  },
};
