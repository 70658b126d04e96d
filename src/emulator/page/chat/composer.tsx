import type { JSX } from "preact";
import { useContext, useEffect, useId, useMemo, useRef, useState } from "preact/hooks";
import type { PageChat } from "../../control/protocol.ts";
import { t } from "../language/language.ts";
import { withNames } from "../message/words.ts";
import { peerOf, selectChat, selectNames, selectThreadRoot } from "../model/select.ts";
import { type Draft, draftKey, putDraft } from "../model/state.ts";
import { attempt, current, update, useStore } from "../model/store.ts";
import { api } from "../server/api.ts";
import { LanguageContext } from "../ui/context.ts";
import { Icon } from "../ui/icons.tsx";
import { BotMenu } from "./bot-menu.tsx";
import { MentionPicker, optionId } from "./mention-picker.tsx";
import { candidatesOf, mentionsIn } from "./mentions.ts";
import { RawMessage } from "./raw-message.tsx";
import { useMentions } from "./use-mentions.ts";

/** The message that is being answered, and how to stop that. */
function ReplyBar(): JSX.Element | null {
  const replyTo = useStore((state) => state.replyTo);
  const names = useStore(selectNames);
  if (replyTo === undefined) {
    return null;
  }
  const message = (current().messages[current().chat] ?? []).find((one) => one.message_id === replyTo);
  const values = {
    name: names.get(message?.sender.id ?? "") ?? t("message"),
    text: message === undefined ? "" : withNames(message),
  };
  return (
    <div class="reply-bar">
      <Icon name="reply" />
      <span>{t("Reply to {name}: {text}", values)}</span>
      <button
        type="button"
        class="icon-button"
        aria-label={t("Do not reply")}
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
  const values = { names: deaf.join(", ") };
  return (
    <p class="unheard">
      {deaf.length === 1
        ? t("{names} is not connected: start it, or give its address under Bots.", values)
        : t("{names} are not connected: start them, or give their address under Bots.", values)}
    </p>
  );
}

/** Where the speaking person writes, or why that person cannot. */
export function Composer(): JSX.Element | null {
  const chat = useStore(selectChat);
  const me = useStore((state) => state.me);
  const name = useStore((state) => state.users.find((user) => user.openId === state.me)?.name ?? "");
  const draft = useStore(draftKey);
  if (chat === undefined) {
    return null;
  }
  if (chat.dissolved) {
    return <p class="composer-note">{t("This chat was disbanded. No one can write to it.")}</p>;
  }
  if (!chat.users.includes(me)) {
    const values = { name: name || t("This person") };
    return <p class="composer-note">{t("{name} is not in this chat. Choose who speaks, or another chat.", values)}</p>;
  }
  return <Editor key={draft} draft={draft} chat={chat} me={me} name={name} />;
}

/** Names of the field: to whom, as whom, and whether the words go into a thread. */
function labelsOf(peer: string, name: string, isInThread: boolean) {
  const values = { chat: peer, name };
  return isInThread
    ? {
        label: t("Message to the thread in {chat} as {name}", values),
        hint: t("Reply in the thread as {name}", values),
      }
    : { label: t("Message to {chat} as {name}", values), hint: t("Write to {chat} as {name}", values) };
}

const NO_DRAFT: Draft = { text: "", chosen: [] };

interface EditorProps {
  /** Where the text is put aside. */
  draft: string;
  chat: PageChat;
  me: string;
  name: string;
}

/** The field of a message. Enter sends, Shift+Enter begins a new line, `@` mentions. */
function Editor({ draft, chat, me, name }: EditorProps): JSX.Element {
  const names = useStore(selectNames);
  const users = useStore((state) => state.users);
  const apps = useStore((state) => state.apps);
  const replyTo = useStore((state) => state.replyTo);
  const root = useStore(selectThreadRoot);
  const language = useContext(LanguageContext);
  const { text, chosen } = useStore((state) => state.drafts[draft] ?? NO_DRAFT);
  const [isRaw, setRaw] = useState(false);
  const area = useRef<HTMLTextAreaElement>(null);
  const file = useRef<HTMLInputElement>(null);
  const listId = useId();
  const candidates = useMemo(
    () => candidatesOf(chat, users, apps, me, t("Everyone")),
    [chat, users, apps, me, language],
  );
  const setDraft = (next: Draft): void =>
    update((state) => putDraft(state, draft, next.text === "" ? undefined : next));
  const mentions = useMentions(area, candidates, (next, more) =>
    setDraft({ text: next, chosen: [...chosen, ...more] }),
  );
  const { label, hint } = labelsOf(peerOf(chat, names), name, root !== undefined);
  const [bot] = chat.chatType === "p2p" ? chat.bots : [];
  const isPicking = mentions.shown.length > 0;
  useEffect(() => {
    if (replyTo !== undefined || root !== undefined) {
      area.current?.focus();
    }
  }, [replyTo, root?.message_id]);

  const send = (): void => {
    if (text.trim() === "") {
      return;
    }
    const { chat: chatId, replyInThread } = current();
    const parent = replyTo ?? root?.message_id;
    const named = chosen.flatMap((id) => candidates.find((one) => one.id === id) ?? []);
    const words = mentionsIn(text.trimEnd(), named);
    mentions.close();
    update((state) => ({ ...putDraft(state, draft, undefined), replyTo: undefined, replyInThread: false }));
    const in_thread = root !== undefined || replyInThread === true;
    void attempt(api.say({ user: me, chat: chatId, ...words, reply_to: parent, in_thread }));
  };

  const onKeyDown = (event: KeyboardEvent): void => {
    if (mentions.onKey(event)) {
      return;
    }
    if (event.key === "Escape" && replyTo !== undefined) {
      update((state) => ({ ...state, replyTo: undefined, replyInThread: false }));
    }
    // While an input method composes a word, Enter is the input method's.
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) {
      return;
    }
    event.preventDefault();
    send();
  };

  const upload = (input: HTMLInputElement): void => {
    const [chosen] = input.files ?? [];
    if (chosen !== undefined) {
      void attempt(api.upload(me, chat.chatId, chosen, root?.message_id));
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
      {isPicking && (
        <MentionPicker id={listId} candidates={mentions.shown} active={mentions.active} onChoose={mentions.choose} />
      )}
      <Unheard bots={chat.bots} />
      <ReplyBar />
      <textarea
        ref={area}
        aria-label={label}
        placeholder={hint}
        aria-autocomplete="list"
        aria-controls={isPicking ? listId : undefined}
        aria-activedescendant={isPicking ? optionId(listId, mentions.active) : undefined}
        rows={Math.min(text.split("\n").length, 8)}
        value={text}
        onInput={(event) => {
          setDraft({ text: event.currentTarget.value, chosen });
          mentions.look();
        }}
        onKeyDown={onKeyDown}
      />
      <div class="composer-bar">
        {bot !== undefined && <BotMenu key={bot} user={me} app={bot} />}
        <input ref={file} type="file" hidden onChange={(event) => upload(event.currentTarget)} />
        <ToolButton icon="attach" label={t("Send an image or a file")} onClick={() => file.current?.click()} />
        <ToolButton icon="braces" label={t("Send a message of any type")} onClick={() => setRaw(true)} />
        {candidates.length > 0 && <ToolButton icon="at" label={t("Mention")} onClick={mentions.open} />}
        <span class="hint">{t("Enter sends · Shift+Enter new line")}</span>
        <button type="submit" class="button primary send" disabled={text.trim() === ""}>
          <Icon name="send" /> {t("Send")}
        </button>
      </div>
      {isRaw && <RawMessage user={me} chat={chat.chatId} replyTo={root?.message_id} onClose={() => setRaw(false)} />}
    </form>
  );
}

function ToolButton(props: { icon: "attach" | "braces" | "at"; label: string; onClick(): void }): JSX.Element {
  const { icon, label, onClick } = props;
  return (
    <button type="button" class="icon-button" aria-label={label} title={label} onClick={onClick}>
      <Icon name={icon} />
    </button>
  );
}
