import type { Service } from "../service.ts";
import { webhookHook } from "./hook.ts";
import { webhooksOf } from "./state.ts";

/** `bot/v2`: custom bots. */
export const webhook: Service = { routes: webhookHook, slice: webhooksOf };
