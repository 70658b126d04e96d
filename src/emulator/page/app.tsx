import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { Composer } from "./chat/composer.tsx";
import { MessageList } from "./chat/message-list.tsx";
import { Sidebar } from "./chat/sidebar.tsx";
import { Inspector } from "./inspector/inspector.tsx";
import { peerOf, selectChat, selectNames } from "./model/select.ts";
import { update, useStore } from "./model/store.ts";
import { Boundary } from "./ui/boundary.tsx";
import { NamesContext } from "./ui/context.ts";
import { Icon } from "./ui/icons.tsx";
import { ThemeSwitch } from "./ui/theme.tsx";
import { Toasts } from "./ui/toasts.tsx";

/** Which part has the screen when there is room for only one. */
type Part = "chats" | "chat" | "inspector";

function ChatHead({ onBack }: { onBack(): void }): JSX.Element {
  const chat = useStore(selectChat);
  const names = useStore(selectNames);
  const thread = useStore((state) => state.thread);
  const who = [...(chat?.users ?? []), ...(chat?.bots ?? [])].map((id) => names.get(id) ?? id);
  return (
    <header class="chat-head">
      <button type="button" class="icon-button narrow-only" aria-label="Back to the chats" onClick={onBack}>
        <Icon name="back" />
      </button>
      <div class="chat-head-text">
        <h1>{chat === undefined ? "No chat" : peerOf(chat, names)}</h1>
        <p>{who.join(", ")}</p>
      </div>
      {thread !== undefined && (
        <button type="button" class="button small" onClick={() => update((state) => ({ ...state, thread: undefined }))}>
          Thread only: show all
        </button>
      )}
    </header>
  );
}

function Connection(): JSX.Element {
  const connection = useStore((state) => state.connection);
  const words = { connecting: "Connecting", live: "Live", lost: "Connection lost, trying again" }[connection];
  return (
    <span class={`connection ${connection}`} role="status">
      <span class="dot" aria-hidden="true" />
      {words}
    </span>
  );
}

export function App(): JSX.Element {
  const names = useStore(selectNames);
  const version = useStore((state) => state.version);
  const domain = useStore((state) => state.domain);
  const errors = useStore((state) => state.faults.length);
  const chat = useStore((state) => state.chat);
  const [part, setPart] = useState<Part>("chat");
  const [isWide, setWide] = useState(() => matchMedia("(min-width: 1100px)").matches);
  return (
    <NamesContext.Provider value={names}>
      <div class={`app show-${part} ${isWide ? "with-inspector" : ""}`}>
        <header class="top">
          <span class="brand">
            lark-edge <span>emulator</span>
          </span>
          <span class="domain" title={`Version ${version}`}>
            {domain}
          </span>
          <Connection />
          <span class="grow" />
          <button
            type="button"
            class="icon-button wide-only"
            aria-label="Inspector"
            title="Inspector"
            aria-pressed={isWide}
            onClick={() => setWide(!isWide)}
          >
            <Icon name="pulse" />
          </button>
          <ThemeSwitch />
        </header>
        <Boundary what="The list of chats">
          <Sidebar onOpen={() => setPart("chat")} />
        </Boundary>
        <main class="chat" aria-label="Chat">
          <ChatHead onBack={() => setPart("chats")} />
          <Boundary what="This chat" of={chat}>
            <MessageList />
            <Composer />
          </Boundary>
        </main>
        <Boundary what="The inspector">
          <Inspector />
        </Boundary>
        <div class="parts" role="toolbar" aria-label="Parts of the page">
          {(["chats", "chat", "inspector"] as const).map((name) => (
            <button key={name} type="button" aria-pressed={part === name} onClick={() => setPart(name)}>
              {name === "chats" ? "Chats" : name === "chat" ? "Messages" : `Inspector${errors > 0 ? " •" : ""}`}
            </button>
          ))}
        </div>
        <Toasts />
      </div>
    </NamesContext.Provider>
  );
}
