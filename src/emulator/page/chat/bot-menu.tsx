import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { t } from "../language/language.ts";
import { addToast } from "../model/state.ts";
import { attempt, update } from "../model/store.ts";
import { api } from "../server/api.ts";
import { Dialog } from "../ui/dialog.tsx";
import { Icon } from "../ui/icons.tsx";
import { Menu, type MenuItem } from "../ui/menu.tsx";
import { parseObject } from "../ui/safe.ts";

const KEY = "lark-edge-emulator-menu";

/** The keys that were chosen before, by the ids of apps. */
function rememberedKeys(app: string): string[] {
  const keys = parseObject(localStorage.getItem(KEY) ?? "")?.[app];
  return Array.isArray(keys) ? keys.filter((key) => typeof key === "string") : [];
}

function remember(app: string, keys: readonly string[]): void {
  localStorage.setItem(
    KEY,
    JSON.stringify({ ...parseObject(localStorage.getItem(KEY) ?? ""), [app]: keys.slice(0, 8) }),
  );
}

function NewKey({ onChoose, onClose }: { onChoose(key: string): void; onClose(): void }): JSX.Element {
  const [key, setKey] = useState("");
  return (
    <Dialog title={t("Choose an entry of the bot's menu")} onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          onChoose(key.trim());
        }}
      >
        <label class="field">
          <span class="field-label">{t("Key of the entry (event_key)")}</span>
          <input class="input" maxLength={100} value={key} onInput={(event) => setKey(event.currentTarget.value)} />
        </label>
        <div class="dialog-buttons">
          <button type="button" class="button" onClick={onClose}>
            {t("Cancel")}
          </button>
          <button type="submit" class="button primary" disabled={key.trim() === ""}>
            {t("Send")}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

/** The menu of a bot in its chat with a person. The keys of its entries are in the bot's code, so the page remembers them. */
export function BotMenu({ user, app }: { user: string; app: string }): JSX.Element {
  const [keys, setKeys] = useState(() => rememberedKeys(app));
  const [isOpen, setOpen] = useState(false);
  const choose = async (key: string): Promise<void> => {
    setOpen(false);
    const next = [key, ...keys.filter((one) => one !== key)];
    setKeys(next);
    remember(app, next);
    await attempt(
      api.chooseMenu(user, key, app).then(({ deliveries }) => {
        if (deliveries.length === 0) {
          const content = t("The bot is not connected.");
          update((state) => addToast(state, { type: "warning", content }));
        }
      }),
    );
  };
  const items: MenuItem[] = [
    ...keys.map((key) => ({ label: key, run: () => void choose(key) })),
    { label: t("Another entry…"), run: () => setOpen(true) },
  ];
  return (
    <>
      <Menu label={t("Bot menu")} face={<Icon name="menu" />} items={items} className="bot-menu" />
      {isOpen && <NewKey onChoose={(key) => void choose(key)} onClose={() => setOpen(false)} />}
    </>
  );
}
