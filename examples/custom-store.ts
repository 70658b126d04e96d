import { Client, type KeyValueStore } from "lark-edge";

interface Env {
  APP_ID: string;
  APP_SECRET: string;
  LARK_DOMAIN?: string;
  EMAIL: string;
}

/** Any place with get, set and delete: a table, a cache, a file. This one is a map that logs its calls. */
function tellingStore(): KeyValueStore {
  const values = new Map<string, string>();
  return {
    async get(key) {
      console.log(`get ${key}: ${values.has(key) ? "found" : "nothing"}`);
      return values.get(key) ?? null;
    },
    async set(key, value, { ttlSeconds } = {}) {
      console.log(`set ${key}${ttlSeconds === undefined ? "" : " for a while"}`);
      values.set(key, value);
    },
    async delete(key) {
      values.delete(key);
    },
  };
}

/** Shares tokens between two clients, as two instances of a service would, through a store of one's own. */
export async function run(env: Env): Promise<void> {
  const store = tellingStore();
  const options = { appId: env.APP_ID, appSecret: env.APP_SECRET, domain: env.LARK_DOMAIN, store };

  for (const client of [new Client(options), new Client(options)]) {
    const { data } = await client.contact.v3.user.batchGetId({ data: { emails: [env.EMAIL] } });
    console.log(`found ${data.user_list?.length} address`);
  }
}
