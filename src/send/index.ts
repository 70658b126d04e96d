export { type MessageClient, type ReplyTarget, type SendOptions, send, type Target } from "./send.ts";
export {
  type ClickedCard,
  type LaterEntity,
  type UpdateCard,
  type UpdateLaterOptions,
  updateLater,
} from "./update-later.ts";
