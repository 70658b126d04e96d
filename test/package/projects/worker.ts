import { env as bindings } from "cloudflare:workers";
import { worker } from "lark-edge/worker";
import { createEvents, type Env } from "./events.ts";

const events = createEvents(bindings as unknown as Env);
// biome-ignore lint/correctness/noUnusedFunctionParameters: as the README has it
export default worker((env) => events);
