import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { PageChat } from "../../control/protocol.ts";
import { t } from "../language/language.ts";
import { withNames } from "../message/words.ts";
import { peerOf, selectNames, titleOf } from "../model/select.ts";
import { openChat } from "../model/state.ts";
import { update, useStore } from "../model/store.ts";
import { Avatar } from "../ui/avatar.tsx";
import { Icon } from "../ui/icons.tsx";
import { toClock } from "../ui/time.ts";
import { NewChat, NewUser } from "./new.tsx";

function ChatRow({ chat, onOpen }: { chat: PageChat; onOpen(): void }): JSX.Element {
  const names = useStore(selectNames);
  const title = titleOf(chat, names);
  const isOpen = useStore((state) => state.chat === chat.chatId);
  const isMember = useStore((state) => chat.users.includes(state.me));
  const unread = useStore((state) => state.unread[chat.chatId] ?? 0);
  const last = useStore((state) => state.messages[chat.chatId]?.at(-1));
  const preview = last === undefined ? t("No messages") : last.deleted ? t("Recalled message") : withNames(last);
  const draft = useStore((state) => (isOpen ? undefined : state.drafts[chat.chatId]?.text));
  const sender = last && `${names.get(last.sender.id) ?? last.sender.id}: `;
  return (
    <li>
      <button
        type="button"
        class={isMember ? "chat-row" : "chat-row foreign"}
        aria-current={isOpen ? "true" : undefined}
        aria-label={unread > 0 ? t("{chat}, {count} unread", { chat: title, count: unread }) : title}
        onClick={() => {
          update((state) => openChat(state, chat.chatId));
          onOpen();
        }}
      >
        <Avatar id={chat.chatId} name={peerOf(chat, names)} />
        <span class="chat-row-text">
          <span class="chat-row-top">
            <span class="chat-name">{title}</span>
            {last !== undefined && <time>{toClock(Number(last.create_time))}</time>}
          </span>
          <span class="chat-row-bottom">
            {draft === undefined ? (
              <span class="preview">{`${sender ?? ""}${preview}`}</span>
            ) : (
              <span class="preview">
                <span class="draft">{t("Draft:")}</span> {draft}
              </span>
            )}
            {unread > 0 && <span class="unread">{unread}</span>}
          </span>
        </span>
      </button>
    </li>
  );
}

/** Who speaks, and the chats. */
export function Sidebar({ onOpen }: { onOpen(): void }): JSX.Element {
  const users = useStore((state) => state.users);
  const chats = useStore((state) => state.chats);
  const me = useStore((state) => state.me);
  const [open, setOpen] = useState<"user" | "chat" | undefined>(undefined);
  return (
    <nav class="sidebar" aria-label={t("People and chats")}>
      <div class="speaker">
        <Avatar id={me} name={users.find((user) => user.openId === me)?.name ?? "?"} />
        <label>
          <span class="field-label">{t("Speaking as")}</span>
          <select
            value={me}
            onChange={({ currentTarget }) => update((state) => ({ ...state, me: currentTarget.value }))}
          >
            {users.map((user) => (
              <option key={user.openId} value={user.openId}>
                {user.name}
              </option>
            ))}
          </select>
        </label>
        <button
          type="button"
          class="icon-button"
          aria-label={t("New person")}
          title={t("New person")}
          onClick={() => setOpen("user")}
        >
          <Icon name="plus" />
        </button>
      </div>
      <div class="section-head">
        <h2>{t("Chats")}</h2>
        <button
          type="button"
          class="icon-button"
          aria-label={t("New chat")}
          title={t("New chat")}
          onClick={() => setOpen("chat")}
        >
          <Icon name="plus" />
        </button>
      </div>
      <ul class="chat-rows">
        {chats.map((chat) => (
          <ChatRow key={chat.chatId} chat={chat} onOpen={onOpen} />
        ))}
      </ul>
      {chats.length === 0 && <p class="empty">{t("No chats yet.")}</p>}
      {open === "user" && <NewUser onClose={() => setOpen(undefined)} />}
      {open === "chat" && <NewChat onClose={() => setOpen(undefined)} />}
    </nav>
  );
}
