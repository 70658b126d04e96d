import { type Context, createContext, type FunctionComponent } from "preact";
import type { CardAction, PageUser } from "../../control/protocol.ts";
import type { Element } from "./read.ts";
import type { Typing } from "./typing.ts";

/** What the components of a card need of the page. */
export interface CardUse {
  /** Sends a callback to the bot, as the person who speaks. */
  send(action: CardAction): Promise<void>;
  /** The people of a person select without a list. */
  members: readonly PageUser[];
  /** Which component waits for the bot's answer. */
  busy: string;
  /** How texts are typed; absent unless the card is in streaming mode. */
  typing?: Typing | undefined;
  /** Draws what is in a container. */
  Elements: FunctionComponent<{ elements: readonly Element[] }>;
}

export const CardContext: Context<CardUse> = createContext<CardUse>({
  send: async () => {},
  members: [],
  busy: "",
  Elements: () => null,
});

/** A form keeps the values of its fields until it is submitted. */
export interface FormUse {
  values: Map<string, unknown>;
  reset(): void;
}

export const FormContext: Context<FormUse | undefined> = createContext<FormUse | undefined>(undefined);

/** The browser's time zone, as callbacks carry it. */
export const timezone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** `+0800` at a moment in the browser's time zone. */
export function offset(date: Date): string {
  const minutes = -date.getTimezoneOffset();
  const hours = String(Math.floor(Math.abs(minutes) / 60)).padStart(2, "0");
  return `${minutes < 0 ? "-" : "+"}${hours}${String(Math.abs(minutes) % 60).padStart(2, "0")}`;
}
