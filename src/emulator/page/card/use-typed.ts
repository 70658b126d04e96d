import { useContext, useEffect, useRef, useState } from "preact/hooks";
import { CardContext } from "./context.ts";
import { lengthAt, type Typed, typeOn } from "./typing.ts";

/** Whether the person has asked the system for less motion. */
const isStill = (): boolean => matchMedia("(prefers-reduced-motion: reduce)").matches;

/** The part of a text that is on the page: all of it, unless its card is in streaming mode and types what was added. */
export function useTyped(text: string): string {
  const { typing } = useContext(CardContext);
  const typed = useRef<Typed>({ text, from: text.length, at: 0 });
  const [, redraw] = useState(0);
  const now = performance.now();
  const isTyping = typing !== undefined && !isStill();
  if (!isTyping) {
    typed.current = { text, from: text.length, at: now };
  } else if (typed.current.text !== text) {
    typed.current = typeOn(typed.current, text, typing, now);
  }
  const length = isTyping ? lengthAt(typed.current, typing, now) : text.length;
  useEffect(() => {
    if (!isTyping || length >= text.length) {
      return undefined;
    }
    const timer = setTimeout(() => redraw((count) => count + 1), typing.everyMs);
    return () => clearTimeout(timer);
  });
  return text.slice(0, length);
}
