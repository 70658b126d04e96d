import type { Service } from "../service.ts";
import { imBatch } from "./batch.ts";
import { imChange } from "./change.ts";
import { imChat } from "./chat.ts";
import { imChatList } from "./chat-list.ts";
import { imFile } from "./file.ts";
import { imForward } from "./forward.ts";
import { imMember } from "./member.ts";
import { imMessage } from "./message.ts";
import { imPin } from "./pin.ts";
import { imReaction } from "./reaction.ts";
import { imReader } from "./reader.ts";
import { imResource } from "./resource.ts";
import { imOf } from "./state.ts";

/** `im/v1`: messages and chats. */
export const im: Service = {
  routes: [
    ...imMessage,
    ...imChange,
    ...imForward,
    ...imReaction,
    ...imPin,
    ...imReader,
    ...imBatch,
    ...imFile,
    ...imResource,
    ...imChat,
    ...imChatList,
    ...imMember,
  ],
  slice: imOf,
};
