import type { JSX } from "preact";
import type { PageMessage } from "../../control/protocol.ts";
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
}

/** What the speaking person can do with a message. */
export function MessageActions({ message, me, label, onInspect }: Props): JSX.Element {
  const { message_id } = message;
  const isMine = message.sender.id === me;
  const reactions: MenuItem[] = QUICK.map((type) => ({
    label: type,
    face: EMOJI[type],
    run: () => void attempt(api.react(me, message_id, type, true)),
  }));
  const items: MenuItem[] = [
    { label: "Reply", run: () => update((state) => ({ ...state, replyTo: message_id })) },
    ...(message.thread_id === undefined
      ? []
      : [{ label: "Open thread", run: () => update((state) => ({ ...state, thread: message.thread_id })) }]),
    ...(isMine
      ? [{ label: "Recall", run: () => void attempt(api.recall(me, message_id)) }]
      : [{ label: "Mark as read", run: () => void attempt(api.read(me, message_id)) }]),
    { label: "Copy message id", run: () => void attempt(navigator.clipboard.writeText(message_id)) },
    { label: "Show JSON", run: onInspect },
  ];
  return (
    <div class="message-actions">
      <Menu label={`React to ${label}`} face="☺" items={reactions} grid tabIndex={-1} />
      <Menu label={`Actions for ${label}`} face={<Icon name="more" />} items={items} tabIndex={-1} />
    </div>
  );
}
