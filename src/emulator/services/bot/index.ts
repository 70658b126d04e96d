import type { Service } from "../service.ts";
import { botInfo } from "./info.ts";

/** `bot/v3`: the bot itself. */
export const bot: Service = { routes: botInfo };
