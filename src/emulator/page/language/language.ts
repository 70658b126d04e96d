import { ZH } from "./zh.ts";

export type Language = "en" | "zh";

/** A text of the page, in English. */
export type Text = keyof typeof ZH;

const KEY = "lark-edge-emulator-language";

let language: Language = "en";

/** The language of the page. */
export const currentLanguage = (): Language => language;

/** The language that the person chose before, or else the browser's. */
export function rememberedLanguage(): Language {
  const chosen = localStorage.getItem(KEY);
  return chosen === "en" || chosen === "zh" ? chosen : /^zh\b/i.test(navigator.language) ? "zh" : "en";
}

/** Sets the language of every text that is drawn from now on. */
export function setLanguage(next: Language): void {
  language = next;
  document.documentElement.lang = next === "zh" ? "zh-CN" : "en";
}

/** Sets the language, also of later visits. */
export function chooseLanguage(next: Language): void {
  localStorage.setItem(KEY, next);
  setLanguage(next);
}

const fill = (text: string, values: Readonly<Record<string, string | number>>): string =>
  text.replace(/\{(\w+)\}/g, (all, name: string) => (Object.hasOwn(values, name) ? String(values[name]) : all));

/** A text in the language of the page, with `{name}` replaced by its value. */
export const t = (text: Text, values: Readonly<Record<string, string | number>> = {}): string =>
  fill(language === "zh" ? ZH[text] : text, values);

/** A sentence of the emulator in the language of the page, if it is known; otherwise as it is. */
export const inLanguage = (sentence: string): string =>
  language === "zh" && Object.hasOwn(ZH, sentence) ? ZH[sentence as Text] : sentence;
