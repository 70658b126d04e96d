export { type MessageClient, type ReplyTarget, type SendOptions, send, type Target } from "./send.ts";
