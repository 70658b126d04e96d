import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { peerOf, selectChat, selectNames } from "../model/select.ts";
import { attempt, current, update, useStore } from "../model/store.ts";
import { api } from "../server/api.ts";
import { Icon } from "../ui/icons.tsx";
import { RawMessage } from "./raw-message.tsx";

/** The message that is being answered, and how to stop that. */
function ReplyBar(): JSX.Element | null {
  const replyTo = useStore((state) => state.replyTo);
  const names = useStore(selectNames);
  if (replyTo === undefined) {
    return null;
  }
  const message = (current().messages[current().chat] ?? []).find((one) => one.message_id === replyTo);
  return (
    <div class="reply-bar">
      <Icon name="reply" />
      <span>{`Reply to ${names.get(message?.sender.id ?? "") ?? "message"}: ${message?.text ?? ""}`}</span>
      <button
        type="button"
        class="icon-button"
        aria-label="Do not reply"
        onClick={() => update((state) => ({ ...state, replyTo: undefined }))}
      >
        <Icon name="close" />
      </button>
    </div>
  );
}

/** A warning before a person waits for an answer: the bots of this chat that have no address. */
function Unheard({ bots }: { bots: readonly string[] }): JSX.Element | null {
  const apps = useStore((state) => state.apps);
  const deaf = apps.filter(({ appId, target }) => bots.includes(appId) && target === null).map(({ name }) => name);
  if (deaf.length === 0) {
    return null;
  }
  const words =
    deaf.length === 1 ? "is not connected: start it, or give its" : "are not connected: start them, or give their";
  return <p class="unheard">{`${deaf.join(", ")} ${words} address under Bots.`}</p>;
}

/** Where the speaking person writes. Enter sends, Shift+Enter begins a new line. */
export function Composer(): JSX.Element | null {
  const chat = useStore(selectChat);
  const names = useStore(selectNames);
  const me = useStore((state) => state.me);
  const name = useStore((state) => state.users.find((user) => user.openId === state.me)?.name ?? "");
  const replyTo = useStore((state) => state.replyTo);
  const [text, setText] = useState("");
  const [withMention, setMention] = useState(false);
  const [isRaw, setRaw] = useState(false);
  const area = useRef<HTMLTextAreaElement>(null);
  const file = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (replyTo !== undefined) {
      area.current?.focus();
    }
  }, [replyTo]);
  if (chat === undefined) {
    return null;
  }
  if (chat.dissolved) {
    return <p class="composer-note">This chat was disbanded. No one can write to it.</p>;
  }
  if (!chat.users.includes(me)) {
    return (
      <p class="composer-note">{`${name || "This person"} is not in this chat. Choose who speaks, or another chat.`}</p>
    );
  }

  const send = (): void => {
    if (text.trim() === "") {
      return;
    }
    const { chat: chatId } = current();
    setText("");
    update((state) => ({ ...state, replyTo: undefined }));
    void attempt(
      api.say({ user: me, chat: chatId, text, reply_to: replyTo, ...(withMention ? { mention_bot: true } : {}) }),
    );
  };

  const onKeyDown = (event: KeyboardEvent): void => {
    // While an input method composes a word, Enter is the input method's.
    if (event.key === "Escape" && replyTo !== undefined) {
      update((state) => ({ ...state, replyTo: undefined }));
    }
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) {
      return;
    }
    event.preventDefault();
    send();
  };

  const upload = (input: HTMLInputElement): void => {
    const [chosen] = input.files ?? [];
    if (chosen !== undefined) {
      void attempt(api.upload(me, chat.chatId, chosen));
    }
    input.value = "";
  };

  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <Unheard bots={chat.bots} />
      <ReplyBar />
      <textarea
        ref={area}
        aria-label={`Message to ${peerOf(chat, names)} as ${name}`}
        placeholder={`Write to ${peerOf(chat, names)} as ${name}`}
        rows={Math.min(text.split("\n").length, 8)}
        value={text}
        onInput={(event) => setText(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      <div class="composer-bar">
        <input ref={file} type="file" hidden onChange={(event) => upload(event.currentTarget)} />
        <button
          type="button"
          class="icon-button"
          aria-label="Send an image or a file"
          title="Send an image or a file"
          onClick={() => file.current?.click()}
        >
          <Icon name="attach" />
        </button>
        <button
          type="button"
          class="icon-button"
          aria-label="Send a message of any type"
          title="Send a message of any type"
          onClick={() => setRaw(true)}
        >
          <Icon name="braces" />
        </button>
        {chat.bots.length > 0 && (
          <button
            type="button"
            class="icon-button"
            aria-label="Mention the bot"
            title="Mention the bot"
            aria-pressed={withMention}
            onClick={() => setMention(!withMention)}
          >
            <Icon name="at" />
          </button>
        )}
        <span class="hint">Enter sends · Shift+Enter new line</span>
        <button type="submit" class="button primary send" disabled={text.trim() === ""}>
          <Icon name="send" /> Send
        </button>
      </div>
      {isRaw && <RawMessage user={me} chat={chat.chatId} onClose={() => setRaw(false)} />}
    </form>
  );
}
