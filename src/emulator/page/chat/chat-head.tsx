import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { t } from "../language/language.ts";
import { peerOf, selectChat, selectNames } from "../model/select.ts";
import { attempt, update, useStore } from "../model/store.ts";
import { api } from "../server/api.ts";
import { copy } from "../ui/copy.tsx";
import { Icon } from "../ui/icons.tsx";
import { Members } from "./members.tsx";

/** The name of the open chat and who is in it, and what can be done with it. */
export function ChatHead({ onBack }: { onBack(): void }): JSX.Element {
  const chat = useStore(selectChat);
  const names = useStore(selectNames);
  const thread = useStore((state) => state.thread);
  const [isOpen, setOpen] = useState(false);
  const members = [...(chat?.users ?? []), ...(chat?.bots ?? [])];
  return (
    <header class="chat-head">
      <button type="button" class="icon-button narrow-only" aria-label={t("Back to the chats")} onClick={onBack}>
        <Icon name="back" />
      </button>
      <div class="chat-head-text">
        <h1>{chat === undefined ? t("No chat") : peerOf(chat, names)}</h1>
        <p>{members.map((id) => names.get(id) ?? id).join(", ")}</p>
      </div>
      {thread !== undefined && (
        <button
          type="button"
          class="button small"
          onClick={() => update((state) => ({ ...state, thread: undefined, replyTo: undefined }))}
        >
          {t("Thread only: show all")}
        </button>
      )}
      {chat !== undefined && (
        <button
          type="button"
          class="button small wide-only"
          onClick={() => void attempt(api.saveAsTest(chat.chatId).then(({ source }) => copy(source)))}
        >
          {t("Save as test")}
        </button>
      )}
      {chat !== undefined && (
        <button
          type="button"
          class="button small"
          aria-haspopup="dialog"
          aria-label={t("Members, {count}", { count: members.length })}
          title={t("Members, {count}", { count: members.length })}
          onClick={() => setOpen(true)}
        >
          <Icon name="people" /> {members.length}
        </button>
      )}
      {isOpen && chat !== undefined && <Members chat={chat} onClose={() => setOpen(false)} />}
    </header>
  );
}
