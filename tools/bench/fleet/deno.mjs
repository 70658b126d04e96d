import { denoKvStore } from "lark-edge/store/deno-kv";
import { createFleet } from "./isolates.mjs";

const CONNECTIONS = 5;

/** Serves a fleet on one database file, and says in a line where. */
export async function serve({ Deno } = globalThis) {
  const [secrets] = Deno.args;
  const path = await Deno.makeTempFile();
  const databases = [];
  // One after the other: a file that is just being opened may be found locked.
  while (databases.length < CONNECTIONS) {
    databases.push(await Deno.openKv(path));
  }
  const fleet = createFleet((at) => denoKvStore(databases[at % CONNECTIONS]), JSON.parse(secrets));
  Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: ({ port }) => console.log(JSON.stringify({ port })) }, fleet);
}
