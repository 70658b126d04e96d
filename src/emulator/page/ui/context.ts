import { type Context, createContext } from "preact";
import type { Names } from "../model/select.ts";

/** Names of people and bots, for mentions wherever they stand. */
export const NamesContext: Context<Names> = createContext(new Map() as Names);
