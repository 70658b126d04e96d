import type { ComponentChildren, JSX } from "preact";
import { useState } from "preact/hooks";
import { t } from "../language/language.ts";
import { apply, openChat } from "../model/state.ts";
import { attempt, current, update, useStore } from "../model/store.ts";
import { api } from "../server/api.ts";
import { Dialog } from "../ui/dialog.tsx";

function Buttons({ onClose, isReady }: { onClose(): void; isReady: boolean }): JSX.Element {
  return (
    <div class="dialog-buttons">
      <button type="button" class="button" onClick={onClose}>
        {t("Cancel")}
      </button>
      <button type="submit" class="button primary" disabled={!isReady}>
        {t("Create")}
      </button>
    </div>
  );
}

function Name({ value, onInput, label }: { value: string; label: string; onInput(name: string): void }): JSX.Element {
  return (
    <label class="field">
      <span class="field-label">{label}</span>
      <input class="input" maxLength={100} value={value} onInput={(event) => onInput(event.currentTarget.value)} />
    </label>
  );
}

/** Adds a person to the tenant, who then speaks. */
export function NewUser({ onClose }: { onClose(): void }): JSX.Element {
  const [name, setName] = useState("");
  const create = async (): Promise<void> => {
    const user = await api.addUser(name.trim());
    update((state) => ({ ...apply(state, { type: "user", user }), me: user.openId }));
    onClose();
  };
  return (
    <Dialog title={t("New person")} onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void attempt(create());
        }}
      >
        <Name label={t("Name")} value={name} onInput={setName} />
        <Buttons onClose={onClose} isReady={name.trim() !== ""} />
      </form>
    </Dialog>
  );
}

function Choices({ legend, children }: { legend: string; children: ComponentChildren }): JSX.Element {
  return (
    <fieldset class="choices">
      <legend class="field-label">{legend}</legend>
      {children}
    </fieldset>
  );
}

function Choice(props: { label: string; isOn: boolean; onChange(isOn: boolean): void }): JSX.Element {
  return (
    <label>
      <input type="checkbox" checked={props.isOn} onChange={(event) => props.onChange(event.currentTarget.checked)} />
      {props.label}
    </label>
  );
}

const toggle = (list: readonly string[], id: string, isOn: boolean): string[] =>
  isOn ? [...list, id] : list.filter((one) => one !== id);

/** Opens a chat between people and bots. */
export function NewChat({ onClose }: { onClose(): void }): JSX.Element {
  const users = useStore((state) => state.users);
  const apps = useStore((state) => state.apps);
  const [name, setName] = useState("");
  const [members, setMembers] = useState<readonly string[]>([current().me]);
  const [bots, setBots] = useState<readonly string[]>(apps.slice(0, 1).map((app) => app.appId));
  const [isGroup, setGroup] = useState(false);
  const [hasTopics, setTopics] = useState(false);
  const chat_type = isGroup || members.length > 1 ? "group" : "p2p";
  const create = async (): Promise<void> => {
    const given = name.trim() === "" ? {} : { name: name.trim() };
    const chat = await api.addChat({ ...given, users: [...members], bots: [...bots], chat_type, topics: hasTopics });
    update((state) => openChat(apply(state, { type: "chat", chat }), chat.chatId));
    onClose();
  };
  return (
    <Dialog title={t("New chat")} onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void attempt(create());
        }}
      >
        <Name label={t("Name (optional)")} value={name} onInput={setName} />
        <Choices legend={t("People")}>
          {users.map(({ openId, name: label }) => (
            <Choice
              key={openId}
              label={label}
              isOn={members.includes(openId)}
              onChange={(isOn) => setMembers(toggle(members, openId, isOn))}
            />
          ))}
        </Choices>
        <Choices legend={t("Bots")}>
          {apps.map(({ appId, name: label }) => (
            <Choice
              key={appId}
              label={`${label} (${appId})`}
              isOn={bots.includes(appId)}
              onChange={(isOn) => setBots(toggle(bots, appId, isOn))}
            />
          ))}
        </Choices>
        <Choices legend={t("Kind")}>
          <Choice label={t("Group, even with one person")} isOn={chat_type === "group"} onChange={setGroup} />
          <Choice
            label={t("Topic group: each message begins a thread")}
            isOn={hasTopics}
            onChange={(isOn) => {
              setTopics(isOn);
              setGroup(isGroup || isOn);
            }}
          />
        </Choices>
        <Buttons onClose={onClose} isReady={members.length > 0} />
      </form>
    </Dialog>
  );
}
