import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { PageChat } from "../../control/protocol.ts";
import { t } from "../language/language.ts";
import { addToast } from "../model/state.ts";
import { attempt, update, useStore } from "../model/store.ts";
import { api } from "../server/api.ts";
import { Avatar } from "../ui/avatar.tsx";
import { Dialog } from "../ui/dialog.tsx";

/** A person or a bot, by the id that the control API takes. */
interface Member {
  id: string;
  name: string;
}

interface ListProps {
  legend: string;
  members: readonly Member[];
  /** Undefined: no one can be removed. */
  onRemove: ((id: string) => void) | undefined;
}

function MemberList({ legend, members, onRemove }: ListProps): JSX.Element {
  return (
    <section aria-label={legend}>
      <h3 class="field-label">{legend}</h3>
      <ul class="member-list">
        {members.map(({ id, name }) => (
          <li key={id}>
            <Avatar id={id} name={name} small />
            <span>{name}</span>
            {onRemove !== undefined && (
              <button
                type="button"
                class="button small"
                aria-label={t("Remove {name}", { name })}
                onClick={() => onRemove(id)}
              >
                {t("Remove")}
              </button>
            )}
          </li>
        ))}
      </ul>
      {members.length === 0 && <p class="hint-text">{t("None")}</p>}
    </section>
  );
}

function Add(props: { label: string; others: readonly Member[]; onAdd(id: string): void }): JSX.Element | null {
  const { label, others, onAdd } = props;
  const [chosen, choose] = useState("");
  const id = others.some((one) => one.id === chosen) ? chosen : (others[0]?.id ?? "");
  if (others.length === 0) {
    return null;
  }
  return (
    <div class="inline-form">
      <label class="field">
        <span class="field-label">{label}</span>
        <select class="input" value={id} onChange={(event) => choose(event.currentTarget.value)}>
          {others.map((one) => (
            <option key={one.id} value={one.id}>
              {one.name}
            </option>
          ))}
        </select>
      </label>
      <button type="button" class="button" aria-label={`${label}: ${t("Add")}`} onClick={() => onAdd(id)}>
        {t("Add")}
      </button>
    </div>
  );
}

/** Tells the bot that the person opened their chat, as the real client does when the chat is opened. */
function enter(user: string, chat: string): void {
  const content = t("The bot received the event that its chat was opened.");
  void attempt(api.enter(user, chat)).then((done) => {
    if (done) {
      update((state) => addToast(state, { type: "success", content }));
    }
  });
}

/** Who is in a chat; people and bots come into a group and leave it. */
export function Members({ chat, onClose }: { chat: PageChat; onClose(): void }): JSX.Element {
  const by = useStore((state) => state.me);
  const users = useStore((state) => state.users);
  const apps = useStore((state) => state.apps);
  const people = users.map(({ openId, name }) => ({ id: openId, name }));
  const bots = apps.map(({ appId, name }) => ({ id: appId, name }));
  const isGroup = chat.chatType === "group" && !chat.dissolved;
  const change = { chat: chat.chatId, by };
  const join = (more: { users?: string[]; bots?: string[] }) => void attempt(api.join({ ...change, ...more }));
  const leave = (more: { users?: string[]; bots?: string[] }) => void attempt(api.leave({ ...change, ...more }));
  const [here, botsHere] = [
    people.filter(({ id }) => chat.users.includes(id)),
    bots.filter(({ id }) => chat.bots.includes(id)),
  ];
  return (
    <Dialog title={t("Members of {chat}", { chat: chat.name })} onClose={onClose}>
      <div class="members">
        <MemberList
          legend={t("People")}
          members={here}
          onRemove={isGroup ? (id) => leave({ users: [id] }) : undefined}
        />
        {isGroup && (
          <Add
            label={t("Add a person")}
            others={people.filter((one) => !here.includes(one))}
            onAdd={(id) => join({ users: [id] })}
          />
        )}
        <MemberList
          legend={t("Bots")}
          members={botsHere}
          onRemove={isGroup ? (id) => leave({ bots: [id] }) : undefined}
        />
        {isGroup && (
          <Add
            label={t("Add a bot")}
            others={bots.filter((one) => !botsHere.includes(one))}
            onAdd={(id) => join({ bots: [id] })}
          />
        )}
        {chat.chatType === "p2p" && (
          <button type="button" class="button" onClick={() => enter(by, chat.chatId)}>
            {t("Send the event of an opened chat")}
          </button>
        )}
      </div>
      <div class="dialog-buttons">
        {isGroup && (
          <button
            type="button"
            class="button danger"
            onClick={() => void attempt(api.disband(by, chat.chatId)).then((done) => done && onClose())}
          >
            {t("Disband the group")}
          </button>
        )}
        <span class="grow" />
        <button type="button" class="button" onClick={onClose}>
          {t("Close")}
        </button>
      </div>
    </Dialog>
  );
}
