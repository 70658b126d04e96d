import type { JSX } from "preact";
import type { Language } from "../language/language.ts";

/** A button with the name of the other language, in that language. */
export function LanguageSwitch({
  language,
  onChoose,
}: {
  language: Language;
  onChoose(next: Language): void;
}): JSX.Element {
  const isEnglish = language === "en";
  return (
    <button
      type="button"
      class="button small"
      lang={isEnglish ? "zh-CN" : "en"}
      onClick={() => onChoose(isEnglish ? "zh" : "en")}
    >
      {isEnglish ? "中文" : "English"}
    </button>
  );
}
