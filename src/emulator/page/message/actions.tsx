import type { JSX } from "preact";
import type { PageMessage } from "../../control/protocol.ts";
import { t } from "../language/language.ts";
import { attempt, update } from "../model/store.ts";
import { api } from "../server/api.ts";
import { EMOJI } from "../ui/emoji.ts";
import { Icon } from "../ui/icons.tsx";
import { Menu, type MenuItem } from "../ui/menu.tsx";

const QUICK = ["THUMBSUP", "OK", "SMILE", "HEART", "APPLAUSE", "DONE", "PARTY", "THANKS"];

interface Props {
  message: PageMessage;
  me: string;
  /** The name of the message in the labels of the buttons. */
  label: string;
  onInspect(): void;
  onForward(): void;
}

/** Answers a message, in the chat or in a thread. */
const replyTo = (message_id: string, replyInThread: boolean) => (): void =>
  update((state) => ({ ...state, replyTo: message_id, replyInThread }));

/** What the speaking person can do with a message. */
export function MessageActions({ message, me, label, onInspect, onForward }: Props): JSX.Element {
  const { message_id, thread_id } = message;
  const isMine = message.sender.id === me;
  const reactions: MenuItem[] = QUICK.map((type) => ({
    label: type,
    face: EMOJI[type],
    run: () => void attempt(api.react(me, message_id, type, true)),
  }));
  const items: MenuItem[] = [
    { label: t("Reply"), run: replyTo(message_id, false) },
    thread_id === undefined
      ? { label: t("Reply in a thread"), run: replyTo(message_id, true) }
      : { label: t("Open thread"), run: () => update((state) => ({ ...state, thread: thread_id })) },
    isMine
      ? { label: t("Recall"), run: () => void attempt(api.recall(me, message_id)) }
      : { label: t("Mark as read"), run: () => void attempt(api.read(me, message_id)) },
    { label: t("Forward…"), run: onForward },
    { label: t("Copy message id"), run: () => void attempt(navigator.clipboard.writeText(message_id)) },
    { label: t("Show JSON"), run: onInspect },
  ];
  return (
    <div class="message-actions">
      <Menu label={t("React to {message}", { message: label })} face="☺" items={reactions} grid tabIndex={-1} />
      <Menu
        label={t("Actions for {message}", { message: label })}
        face={<Icon name="more" />}
        items={items}
        tabIndex={-1}
      />
    </div>
  );
}
