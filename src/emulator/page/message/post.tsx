import type { ComponentChildren, JSX } from "preact";
import type { PageMention } from "../../control/protocol.ts";
import { translated } from "../card/read.ts";
import { t } from "../language/language.ts";
import { Markdown } from "../markdown/markdown.tsx";
import { Link } from "../markdown/tags.tsx";
import { emoji } from "../ui/emoji.ts";
import { Icon } from "../ui/icons.tsx";
import { Mention } from "../ui/mention.tsx";
import { Picture } from "../ui/picture.tsx";
import { Pre } from "../ui/pre.tsx";
import { asList, asObject, asText } from "../ui/safe.ts";
import { FileLink } from "./media.tsx";

type Part = Readonly<Record<string, unknown>>;

const CLASSES: Readonly<Record<string, string>> = {
  bold: "bold",
  italic: "italic",
  underline: "underline",
  lineThrough: "strike",
};

const styleOf = (part: Part): string =>
  asList(part.style)
    .flatMap((style) => (Object.hasOwn(CLASSES, String(style)) ? CLASSES[String(style)] : []))
    .join(" ");

function Mentioned({ part, mentions }: { part: Part; mentions: readonly PageMention[] }): JSX.Element {
  const id = asText(part.user_id) ?? "";
  const mention = mentions.find((one) => one.key === id);
  return <Mention id={mention?.id ?? id} name={mention?.name ?? asText(part.user_name)} />;
}

function draw(part: Part, mentions: readonly PageMention[]): ComponentChildren {
  const text = asText(part.text) ?? "";
  switch (part.tag) {
    case "text":
      return <span class={styleOf(part)}>{text}</span>;
    case "a":
      return <Link href={part.href}>{<span class={styleOf(part)}>{text || asText(part.href)}</span>}</Link>;
    case "at":
      return <Mentioned part={part} mentions={mentions} />;
    case "img":
      return <Picture imageKey={asText(part.image_key) ?? ""} alt={t("Image")} />;
    case "media":
      return <FileLink fileKey={asText(part.file_key) ?? ""} label={t("Video")} />;
    case "emotion":
      return <span title={asText(part.emoji_type)}>{emoji(asText(part.emoji_type) ?? "")}</span>;
    case "code_block":
      return <Pre label={t("{language} code", { language: asText(part.language) ?? "" }).trim()}>{text}</Pre>;
    case "hr":
      return <hr />;
    case "md":
      return <Markdown text={text} breaks={false} />;
    default:
      return (
        <span class="unknown-part">
          <Icon name="braces" />
          {asText(part.tag) ?? "?"}
        </span>
      );
  }
}

/** A post: a title, and paragraphs of parts. As sent it has one of these for each language. */
export function Post({
  content,
  mentions = [],
}: {
  content: Part;
  mentions?: readonly PageMention[] | undefined;
}): JSX.Element {
  const isReduced = Array.isArray(content.content);
  const first = content.en_us ?? content.zh_cn ?? Object.values(content)[0];
  const body = isReduced ? content : (asObject(translated(first, content)) ?? {});
  const title = asText(body.title) ?? "";
  return (
    <div class="post">
      {title !== "" && <h3 class="post-title">{title}</h3>}
      {asList(body.content).map((paragraph, index) => (
        <div key={index} class="post-paragraph">
          {asList(paragraph).map((part, place) => (
            <span key={place}>{draw(asObject(part) ?? {}, mentions)}</span>
          ))}
        </div>
      ))}
    </div>
  );
}
