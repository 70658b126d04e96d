export { isLarkError, LarkApiError, LarkError, LarkTransportError } from "../base/index.ts";
export { type CustomBot, type CustomBotOptions, customBot } from "./bot.ts";
