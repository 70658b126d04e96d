import type { ComponentChildren, JSX } from "preact";
import { useState } from "preact/hooks";
import { ChatHead } from "./chat/chat-head.tsx";
import { Composer } from "./chat/composer.tsx";
import { MessageList } from "./chat/message-list.tsx";
import { Sidebar } from "./chat/sidebar.tsx";
import { Inspector } from "./inspector/inspector.tsx";
import { chooseLanguage, type Language, rememberedLanguage, setLanguage, t } from "./language/language.ts";
import { selectNames } from "./model/select.ts";
import type { Part } from "./model/state.ts";
import { update, useStore } from "./model/store.ts";
import { Boundary } from "./ui/boundary.tsx";
import { LanguageContext, NamesContext } from "./ui/context.ts";
import { Icon } from "./ui/icons.tsx";
import { LanguageSwitch } from "./ui/language.tsx";
import { ThemeSwitch } from "./ui/theme.tsx";
import { Toasts } from "./ui/toasts.tsx";

function Connection(): JSX.Element {
  const connection = useStore((state) => state.connection);
  const words = {
    connecting: t("Connecting"),
    live: t("Live"),
    lost: t("Connection lost, trying again"),
  }[connection];
  return (
    <span class={`connection ${connection}`} role="status">
      <span class="dot" aria-hidden="true" />
      {words}
    </span>
  );
}

/** The page in the language of the person. */
export function App(): JSX.Element {
  const [language, choose] = useState<Language>(() => {
    const remembered = rememberedLanguage();
    setLanguage(remembered);
    return remembered;
  });
  const change = (next: Language): void => {
    chooseLanguage(next);
    choose(next);
  };
  // What a person typed or opened stays: the context draws every part again, also those that are kept otherwise.
  return (
    <LanguageContext.Provider value={language}>
      <Page language={language} onLanguage={change} />
    </LanguageContext.Provider>
  );
}

/** What is emulated, where, and what the page looks like. */
function Top(props: {
  language: Language;
  onLanguage(next: Language): void;
  children: ComponentChildren;
}): JSX.Element {
  const { language, onLanguage, children } = props;
  const version = useStore((state) => state.version);
  const domain = useStore((state) => state.domain);
  return (
    <header class="top">
      <span class="brand">
        lark-edge <span>{t("emulator")}</span>
      </span>
      <span class="domain" title={t("Version {version}, in place of {domain}", { version, domain })}>
        {location.host}
      </span>
      <Connection />
      <span class="grow" />
      {children}
      <LanguageSwitch language={language} onChoose={onLanguage} />
      <ThemeSwitch />
    </header>
  );
}

interface PageProps {
  language: Language;
  onLanguage(next: Language): void;
}

function openPart(part: Part): void {
  update((state) => ({ ...state, part }));
}

function Page({ language, onLanguage }: PageProps): JSX.Element {
  const names = useStore(selectNames);
  const errors = useStore((state) => state.faults.length);
  const chat = useStore((state) => state.chat);
  const part = useStore((state) => state.part);
  const isInspected = useStore((state) => state.isInspected);
  return (
    <NamesContext.Provider value={names}>
      <div class={`app show-${part} ${isInspected ? "with-inspector" : ""}`}>
        <Top language={language} onLanguage={onLanguage}>
          <button
            type="button"
            class="icon-button wide-only"
            aria-label={t("Inspector")}
            title={t("Inspector")}
            aria-pressed={isInspected}
            onClick={() => update((state) => ({ ...state, isInspected: !isInspected }))}
          >
            <Icon name="pulse" />
          </button>
        </Top>
        <Boundary what={t("The list of chats")}>
          <Sidebar onOpen={() => openPart("chat")} />
        </Boundary>
        <main class="chat" aria-label={t("Chat")}>
          <ChatHead onBack={() => openPart("chats")} />
          <Boundary what={t("This chat")} of={chat}>
            <MessageList />
            <Composer />
          </Boundary>
        </main>
        <Boundary what={t("The inspector")}>
          <Inspector />
        </Boundary>
        <div class="parts" role="toolbar" aria-label={t("Parts of the page")}>
          {(["chats", "chat", "inspector"] as const).map((name) => (
            <button key={name} type="button" aria-pressed={part === name} onClick={() => openPart(name)}>
              {name === "chats"
                ? t("Chats")
                : name === "chat"
                  ? t("Messages")
                  : `${t("Inspector")}${errors > 0 ? " •" : ""}`}
            </button>
          ))}
        </div>
        <Toasts />
      </div>
    </NamesContext.Provider>
  );
}
