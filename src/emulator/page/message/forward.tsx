import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { PageMessage } from "../../control/protocol.ts";
import { t } from "../language/language.ts";
import { selectNames, titleOf } from "../model/select.ts";
import { attempt, current, useStore } from "../model/store.ts";
import { api } from "../server/api.ts";
import { Dialog } from "../ui/dialog.tsx";
import { withNames } from "./words.ts";

/** Most messages before the chosen one that can be forwarded with it. */
const MORE = 20;

/** The message and those before it, which may go with it. */
function messagesUpTo({ chat_id, message_id }: PageMessage): readonly PageMessage[] {
  const all = (current().messages[chat_id] ?? []).filter(({ deleted, msg_type }) => !deleted && msg_type !== "system");
  const end = all.findIndex((one) => one.message_id === message_id) + 1;
  return all.slice(Math.max(0, end - MORE), end);
}

/** Forwards one message as a copy, or several as a merged message. */
export function Forward({ message, me, onClose }: { message: PageMessage; me: string; onClose(): void }): JSX.Element {
  const names = useStore(selectNames);
  const chats = useStore((state) => state.chats).filter(({ users, dissolved }) => users.includes(me) && !dissolved);
  const [chat, setChat] = useState(chats[0]?.chatId ?? "");
  const [chosen, choose] = useState<readonly string[]>([message.message_id]);
  const candidates = messagesUpTo(message);
  const send = async (): Promise<void> => {
    const ids = candidates.map(({ message_id }) => message_id).filter((id) => chosen.includes(id));
    if (await attempt(api.forward(me, chat, ids))) {
      onClose();
    }
  };
  return (
    <Dialog title={t("Forward messages")} onClose={onClose}>
      <label class="field">
        <span class="field-label">{t("To")}</span>
        <select class="input" value={chat} onChange={(event) => setChat(event.currentTarget.value)}>
          {chats.map((one) => (
            <option key={one.chatId} value={one.chatId}>
              {titleOf(one, names)}
            </option>
          ))}
        </select>
      </label>
      <fieldset class="choices scrolled">
        <legend class="field-label">{t("Several become one merged message")}</legend>
        {candidates.map((one) => (
          <label key={one.message_id}>
            <input
              type="checkbox"
              checked={chosen.includes(one.message_id)}
              onChange={({ currentTarget }) =>
                choose(
                  currentTarget.checked
                    ? [...chosen, one.message_id]
                    : chosen.filter((message_id) => message_id !== one.message_id),
                )
              }
            />
            <span class="line">{`${names.get(one.sender.id) ?? one.sender.id}: ${withNames(one)}`}</span>
          </label>
        ))}
      </fieldset>
      <div class="dialog-buttons">
        <button type="button" class="button" onClick={onClose}>
          {t("Cancel")}
        </button>
        <button type="button" class="button primary" disabled={chosen.length === 0} onClick={() => void send()}>
          {t("Forward")}
        </button>
      </div>
    </Dialog>
  );
}
