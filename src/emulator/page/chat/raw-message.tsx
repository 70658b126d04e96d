import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { t } from "../language/language.ts";
import { attempt } from "../model/store.ts";
import { api } from "../server/api.ts";
import { Dialog } from "../ui/dialog.tsx";
import { parseObject } from "../ui/safe.ts";

/** A content to begin with, for each type that a person can send. */
const EXAMPLES: Readonly<Record<string, object>> = {
  post: {
    title: "Title",
    content: [
      [
        { tag: "text", text: "Hello " },
        { tag: "text", text: "bold", style: ["bold"] },
      ],
    ],
  },
  interactive: { schema: "2.0", body: { elements: [{ tag: "markdown", content: "**Hello**" }] } },
  image: { image_key: "img_v3_…" },
  file: { file_key: "file_v3_…", file_name: "report.pdf" },
  audio: { file_key: "file_v3_…", duration: 2000 },
  media: { file_key: "file_v3_…", image_key: "img_v3_…", file_name: "film.mp4" },
  sticker: { file_key: "file_v3_…" },
  share_chat: { chat_id: "oc_…" },
  share_user: { user_id: "ou_…" },
  location: { name: "Beijing", longitude: "116.39", latitude: "39.90" },
};

interface Props {
  user: string;
  chat: string;
  /** The message that the open thread begins with. */
  replyTo: string | undefined;
  onClose(): void;
}

/** Sends a message of any type by its content. */
export function RawMessage({ user, chat, replyTo, onClose }: Props): JSX.Element {
  const [type, setType] = useState("post");
  const [content, setContent] = useState(JSON.stringify(EXAMPLES.post, null, 2));
  const parsed = parseObject(content);
  const send = async (): Promise<void> => {
    const words = { user, chat, msg_type: type, reply_to: replyTo, in_thread: replyTo !== undefined };
    if (parsed !== undefined && (await attempt(api.say({ ...words, content: parsed })))) {
      onClose();
    }
  };
  return (
    <Dialog title={t("Send a message of any type")} onClose={onClose} wide>
      <label class="field">
        <span class="field-label">{t("Type")}</span>
        <select
          class="input"
          value={type}
          onChange={({ currentTarget }) => {
            setType(currentTarget.value);
            setContent(JSON.stringify(EXAMPLES[currentTarget.value], null, 2));
          }}
        >
          {Object.keys(EXAMPLES).map((name) => (
            <option key={name}>{name}</option>
          ))}
        </select>
      </label>
      <label class="field">
        <span class="field-label">{t("Content")}</span>
        <textarea
          class="input code"
          rows={10}
          spellcheck={false}
          value={content}
          onInput={(event) => setContent(event.currentTarget.value)}
        />
      </label>
      <p class="field-error" role="status">
        {parsed === undefined ? t("The content is not a JSON object.") : ""}
      </p>
      <div class="dialog-buttons">
        <button type="button" class="button" onClick={onClose}>
          {t("Cancel")}
        </button>
        <button type="button" class="button primary" disabled={parsed === undefined} onClick={() => void send()}>
          {t("Send")}
        </button>
      </div>
    </Dialog>
  );
}
