import type { JSX } from "preact";
import { useMemo, useRef } from "preact/hooks";
import { t } from "../language/language.ts";
import { peerOf, selectChat, selectMessages, selectNames } from "../model/select.ts";
import { useStore } from "../model/store.ts";
import { useFollow } from "./follow.ts";
import { MessageChunk } from "./message-chunk.tsx";
import { type Row, toChunks } from "./rows.ts";

/** Moves the focus from message to message. */
function onKeyDown(event: KeyboardEvent): void {
  const list = event.currentTarget as HTMLElement;
  const focused = document.activeElement;
  const isMessage = focused === list || focused?.matches(".message") === true;
  if (!isMessage) {
    return;
  }
  const all = [...list.querySelectorAll<HTMLElement>(".message")];
  const at = focused === list ? all.length : all.indexOf(focused as HTMLElement);
  const places: Record<string, number> = { ArrowUp: at - 1, ArrowDown: at + 1, Home: 0, End: all.length - 1 };
  const next = places[event.key];
  if (next !== undefined) {
    all[Math.min(Math.max(next, 0), all.length - 1)]?.focus();
    event.preventDefault();
  } else if (event.key === "Enter" && focused !== list) {
    focused?.querySelector<HTMLElement>(".message-actions .menu:last-child .menu-button")?.click();
    event.preventDefault();
  }
}

/** The messages of the open chat, the newest below. */
export function MessageList(): JSX.Element {
  const messages = useStore(selectMessages);
  const chat = useStore(selectChat);
  const users = useStore((state) => state.users);
  const chats = useStore((state) => state.chats);
  const me = useStore((state) => state.me);
  const list = useRef<HTMLDivElement>(null);
  const thread = useStore((state) => state.thread);
  const names = useStore(selectNames);

  const members = useMemo(() => users.filter((user) => chat?.users.includes(user.openId)), [users, chat]);
  const chatNames = useMemo(() => new Map(chats.map((one) => [one.chatId, one.name])), [chats]);
  const drawn = useRef<readonly (readonly Row[])[]>([]);
  const chunks = useMemo(() => {
    drawn.current = toChunks(messages, drawn.current);
    return drawn.current;
  }, [messages]);

  const newest = messages.at(-1);
  const { hasNews, toEnd, onScroll } = useFollow(
    list,
    `${chat?.chatId} ${thread}`,
    newest?.message_id,
    newest?.sender.id === me,
  );

  return (
    <div class="messages-frame">
      <div
        class="messages"
        ref={list}
        role="log"
        aria-live="polite"
        aria-relevant="additions"
        aria-label={chat === undefined ? t("No chat") : t("Messages in {chat}", { chat: peerOf(chat, names) })}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: arrows move from message to message in it
        tabIndex={0}
        onScroll={onScroll}
        onKeyDown={onKeyDown}
      >
        <div class="messages-content">
          {messages.length === 0 && <p class="empty">{t("No messages yet. Say something below.")}</p>}
          {chunks.map((rows) => (
            <MessageChunk
              key={rows[0]?.message.message_id}
              rows={rows}
              me={me}
              members={members}
              chatNames={chatNames}
            />
          ))}
        </div>
      </div>
      {hasNews && (
        <button type="button" class="button primary to-end" onClick={toEnd}>
          {t("New messages")} ↓
        </button>
      )}
    </div>
  );
}
