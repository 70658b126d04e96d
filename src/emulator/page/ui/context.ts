import { type Context, createContext } from "preact";
import type { Language } from "../language/language.ts";
import type { Names } from "../model/select.ts";

/** Names of people and bots, for mentions wherever they stand. */
export const NamesContext: Context<Names> = createContext(new Map() as Names);

/** The language that the page is drawn in. What keeps a drawing depends on it. */
export const LanguageContext: Context<Language> = createContext<Language>("en");
