import type { JSX } from "preact";
import { useContext, useMemo } from "preact/hooks";
import type { CardAction, PageMessage, PageUser } from "../../control/protocol.ts";
import { Card } from "../card/card.tsx";
import { Image } from "../card/media.tsx";
import { t } from "../language/language.ts";
import { Avatar } from "../ui/avatar.tsx";
import { NamesContext } from "../ui/context.ts";
import { asObject, asText, parseObject } from "../ui/safe.ts";
import { FileLink } from "./media.tsx";
import { Post } from "./post.tsx";
import { PlainText } from "./text.tsx";

interface Props {
  message: PageMessage;
  members: readonly PageUser[];
  chatNames: ReadonlyMap<string, string>;
  onAction(action: CardAction): Promise<void>;
}

function Contact({ id, name, kind }: { id: string; name: string; kind: string }): JSX.Element {
  return (
    <span class="contact" title={id}>
      <Avatar id={id} name={name} />
      <span class="file-text">
        <span>{name}</span>
        <small>{kind}</small>
      </span>
    </span>
  );
}

/** A divider, or a sentence whose names are variables. */
function systemText(content: Readonly<Record<string, unknown>>): string {
  const params = asObject(content.params);
  const divider = asText(asObject(params?.divider_text)?.text);
  if (divider !== undefined) {
    return divider;
  }
  const template = asText(content.template) ?? asText(content.type) ?? t("System message");
  return template.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = Object.hasOwn(content, name) ? content[name] : "";
    return Array.isArray(value) ? value.join(", ") : (asText(value) ?? "");
  });
}

/** What a message says, by its type; the types that have no drawing show their name and content. */
export function Body({ message, members, chatNames, onAction }: Props): JSX.Element {
  const names = useContext(NamesContext);
  const { msg_type, mentions } = message;
  const content = useMemo(() => parseObject(message.content) ?? {}, [message.content]);
  const fileKey = asText(content.file_key) ?? "";
  const fileName = asText(content.file_name);
  switch (msg_type) {
    case "text":
      return <PlainText text={asText(content.text) ?? message.text} mentions={mentions} />;
    case "post":
      return <Post content={content} mentions={mentions} />;
    case "interactive":
      return <Card content={message.content} members={members} onAction={onAction} />;
    case "image":
      return <Image element={{ img_key: content.image_key, alt: { content: t("Image") } }} className="message-image" />;
    case "sticker":
      return <Image element={{ img_key: fileKey, alt: { content: t("Sticker") } }} className="message-image" />;
    case "file":
      return <FileLink fileKey={fileKey} label={fileName ?? t("File")} />;
    case "audio":
      return <FileLink fileKey={fileKey} label={fileName ?? t("Audio")} />;
    case "media":
      return <FileLink fileKey={fileKey} label={fileName ?? t("Video")} />;
    case "share_chat": {
      const id = asText(content.chat_id) ?? "";
      return <Contact id={id} name={chatNames.get(id) ?? id} kind={t("Shared group")} />;
    }
    case "share_user": {
      const id = asText(content.user_id) ?? "";
      return <Contact id={id} name={names.get(id) ?? id} kind={t("Shared contact")} />;
    }
    case "merge_forward":
      return <Contact id={message.message_id} name={t("Forwarded messages")} kind={message.content} />;
    case "system":
      return <span>{systemText(content)}</span>;
    default:
      return (
        <div class="unknown-message">
          <small>{t("Message of type {type}", { type: msg_type })}</small>
          <pre>{message.content}</pre>
        </div>
      );
  }
}
