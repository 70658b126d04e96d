export { type CustomBot, type CustomBotOptions, customBot } from "./bot.ts";
