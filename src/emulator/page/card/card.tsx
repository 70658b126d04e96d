import type { JSX } from "preact";
import { useContext, useMemo, useState } from "preact/hooks";
import type { CardAction, PageUser } from "../../control/protocol.ts";
import { t } from "../language/language.ts";
import { LanguageContext } from "../ui/context.ts";
import { asText, colorName, parseObject, safeUrl } from "../ui/safe.ts";
import { CardContext } from "./context.ts";
import { Elements } from "./elements.tsx";
import { containerStyle } from "./layout.tsx";
import { Placeholder } from "./media.tsx";
import { type CardView, type Element, elementsOf, readCard, textOf, translated } from "./read.ts";
import { Text } from "./text.tsx";

function Header({ header }: { header: Element }): JSX.Element {
  const tags = elementsOf(translated(header.text_tag_list, header.i18n_text_tag_list));
  return (
    <header class="card-header">
      <div class="card-title">
        <Text text={header.title} />
        {tags.slice(0, 3).map((tag, index) => (
          <span key={index} class={`text-tag paint tone-${colorName(tag.color) ?? "neutral"}`}>
            {textOf(tag.text)}
          </span>
        ))}
      </div>
      {textOf(header.subtitle) !== "" && (
        <div class="card-subtitle">
          <Text text={header.subtitle} />
        </div>
      )}
    </header>
  );
}

interface Props {
  /** The message's content, a JSON text. */
  content: string;
  members: readonly PageUser[];
  onAction(action: CardAction): Promise<void>;
}

/** A card of JSON 1.0 or 2.0. Whatever it holds becomes elements and text, never HTML. */
export function Card({ content, members, onAction }: Props): JSX.Element {
  const [busy, setBusy] = useState("");
  const language = useContext(LanguageContext);
  const view = useMemo<CardView | string>(() => {
    const parsed = parseObject(content);
    return parsed === undefined ? t("Card that is no JSON object") : readCard(parsed);
  }, [content, language]);
  const typing = typeof view === "string" ? undefined : view.typing;
  const use = useMemo(
    () => ({
      members,
      busy,
      typing,
      Elements,
      async send(action: CardAction): Promise<void> {
        setBusy(`${action.tag} ${action.name ?? ""} ${JSON.stringify(action.value)}`);
        await onAction(action);
        setBusy("");
      },
    }),
    [members, busy, typing, onAction],
  );
  if (typeof view === "string") {
    return <Placeholder element={{ tag: view }} />;
  }
  const { header, body, elements, isStreaming, width, link } = view;
  const title = textOf(header?.title);
  const href = safeUrl(link);
  const template = colorName(asText(header?.template)) ?? "default";
  return (
    <CardContext.Provider value={use}>
      <section
        class={`card card-${width} ${header === undefined ? "" : `template tone-${template}`}`}
        aria-label={title === "" ? t("Card") : t("Card: {title}", { title })}
        aria-busy={busy !== "" || isStreaming}
      >
        {header !== undefined && <Header header={header} />}
        <div class="card-body" style={containerStyle(body)}>
          <Elements elements={elements} />
          {isStreaming && (
            <span class="streaming" role="img" aria-label={t("Being written")}>
              ···
            </span>
          )}
          {href !== undefined && (
            <a class="card-link" href={href} target="_blank" rel="noopener noreferrer">
              {t("Open the card's link")}
            </a>
          )}
        </div>
      </section>
    </CardContext.Provider>
  );
}
