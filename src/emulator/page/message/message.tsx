import type { JSX } from "preact";
import { useCallback, useContext, useState } from "preact/hooks";
import type { CardAction, PageMessage, PageUser } from "../../control/protocol.ts";
import { t } from "../language/language.ts";
import { showCalls } from "../model/state.ts";
import { attempt, current, update, useStore } from "../model/store.ts";
import { api } from "../server/api.ts";
import { Avatar } from "../ui/avatar.tsx";
import { NamesContext } from "../ui/context.ts";
import { Dialog } from "../ui/dialog.tsx";
import { Icon } from "../ui/icons.tsx";
import { Json } from "../ui/json.tsx";
import { memo } from "../ui/memo.tsx";
import { toClock, toMachine } from "../ui/time.ts";
import { MessageActions } from "./actions.tsx";
import { Body } from "./body.tsx";
import { Failures } from "./failures.tsx";
import { Findings } from "./findings.tsx";
import { Forward } from "./forward.tsx";
import { Reactions } from "./reactions.tsx";
import { withNames } from "./words.ts";

export interface MessageProps {
  message: PageMessage;
  /** The message that it answers, if that is known. */
  parent: PageMessage | undefined;
  /** Whether the one before is of the same person, a short time ago. */
  isFollowing: boolean;
  me: string;
  members: readonly PageUser[];
  chatNames: ReadonlyMap<string, string>;
}

const jumpTo = (id: string): void => {
  const target = document.getElementById(id);
  target?.scrollIntoView({ block: "center" });
  target?.focus();
};

function Quote({ parent }: { parent: PageMessage }): JSX.Element {
  const names = useContext(NamesContext);
  const name = names.get(parent.sender.id) ?? parent.sender.id;
  const text = parent.deleted ? t("recalled message") : withNames(parent);
  return (
    <button type="button" class="quote" tabIndex={-1} onClick={() => jumpTo(parent.message_id)}>
      <Icon name="reply" />
      <span>{`${name}: ${text}`}</span>
    </button>
  );
}

/** How many calls a card entity took, as a stream makes many. The inspector shows them. */
function CallCount({ card_id }: { card_id: string }): JSX.Element | null {
  const calls = useStore((state) => state.usage.cards[card_id]);
  if (calls === undefined) {
    return null;
  }
  return (
    <button type="button" class="link" tabIndex={-1} onClick={() => update((state) => showCalls(state, card_id))}>
      <Icon name="pulse" /> {calls === 1 ? t("1 call") : t("{count} calls", { count: calls })}
    </button>
  );
}

/** Opens the thread of a message. In the open thread it would say nothing. */
function ThreadMark({ thread }: { thread: string }): JSX.Element | null {
  const isOpen = useStore((state) => state.thread === thread);
  if (isOpen) {
    return null;
  }
  return (
    <button type="button" class="link" tabIndex={-1} onClick={() => update((state) => ({ ...state, thread }))}>
      <Icon name="thread" /> {t("In a thread")}
    </button>
  );
}

function Marks({ message, members }: { message: PageMessage; members: readonly PageUser[] }): JSX.Element | null {
  const readers = message.read_by?.filter((id) => id !== message.sender.id) ?? [];
  const names = useContext(NamesContext);
  const who = readers.map((id) => names.get(id) ?? id).join(", ");
  const { thread_id, card_id } = message;
  if (!message.pinned && readers.length === 0 && thread_id === undefined && card_id === undefined) {
    return null;
  }
  return (
    <div class="marks">
      {message.pinned && (
        <span>
          <Icon name="pin" /> {t("Pinned")}
        </span>
      )}
      {thread_id !== undefined && <ThreadMark thread={thread_id} />}
      {card_id !== undefined && <CallCount card_id={card_id} />}
      {readers.length > 0 && (
        <span title={who}>{t("Read by {count} of {all}", { count: readers.length, all: members.length })}</span>
      )}
    </div>
  );
}

/** One message of a chat. */
function MessageView(props: MessageProps): JSX.Element {
  const { message, parent, isFollowing, me, members, chatNames } = props;
  const names = useContext(NamesContext);
  const [isInspected, inspect] = useState(false);
  const [isForwarded, forward] = useState(false);
  // A thousand messages have no need of two thousand buttons: they come with the pointer or the focus.
  const [isActive, activate] = useState(false);
  const { message_id, sender, msg_type } = message;
  const isMine = sender.id === me;
  const name = names.get(sender.id) ?? sender.id;
  const label = `${name}: ${message.deleted ? t("recalled") : withNames(message).slice(0, 80).replace(/\s+/g, " ")}`;

  const onAction = useCallback(
    async (action: CardAction): Promise<void> => {
      await attempt(api.click(current().me, message_id, action));
    },
    [message_id],
  );

  if (msg_type === "system" && !message.deleted) {
    return (
      <article id={message_id} class="message system" tabIndex={-1} aria-label={label}>
        <Body message={message} members={members} chatNames={chatNames} onAction={onAction} />
      </article>
    );
  }
  const classes = `message ${isMine ? "mine" : ""} ${isFollowing ? "following" : ""} type-${msg_type}`;
  return (
    <article
      id={message_id}
      class={classes}
      tabIndex={-1}
      aria-label={label}
      onPointerEnter={() => activate(true)}
      onFocusIn={() => activate(true)}
    >
      <div class="message-side">{!isFollowing && <Avatar id={sender.id} name={name} />}</div>
      <div class="message-main">
        {!isFollowing && (
          <div class="message-head">
            <span class="sender">{name}</span>
            {sender.sender_type === "app" && <span class="badge">{t("BOT")}</span>}
            <time dateTime={toMachine(Number(message.create_time))}>{toClock(Number(message.create_time))}</time>
          </div>
        )}
        {message.deleted ? (
          <div class="bubble recalled">{t("{name} recalled a message", { name: isMine ? t("You") : name })}</div>
        ) : (
          <div class="bubble">
            {parent !== undefined && <Quote parent={parent} />}
            <Body message={message} members={members} chatNames={chatNames} onAction={onAction} />
            {message.updated && msg_type !== "interactive" && <span class="edited">{t("(edited)")}</span>}
          </div>
        )}
        {(message.reactions?.length ?? 0) > 0 && (
          <Reactions
            reactions={message.reactions ?? []}
            me={me}
            onReact={(type, on) => void attempt(api.react(me, message_id, type, on))}
          />
        )}
        {!message.deleted && <Findings findings={message.findings ?? []} />}
        <Failures messageId={message_id} />
        <Marks message={message} members={members} />
      </div>
      {isActive && !message.deleted && (
        <MessageActions
          message={message}
          me={me}
          label={label}
          onInspect={() => inspect(true)}
          onForward={() => forward(true)}
        />
      )}
      {isForwarded && <Forward message={message} me={me} onClose={() => forward(false)} />}
      {isInspected && (
        <Dialog title={t("Message {id}", { id: message_id })} onClose={() => inspect(false)} wide>
          <Json value={message} />
          <div class="dialog-buttons">
            <button type="button" class="button" onClick={() => inspect(false)}>
              {t("Close")}
            </button>
          </div>
        </Dialog>
      )}
    </article>
  );
}

export const Message: ReturnType<typeof memo<MessageProps>> = memo(MessageView);
