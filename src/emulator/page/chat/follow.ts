import type { RefObject } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";

/** As near to the end as this, a new message scrolls the list. */
const NEAR_END_PX = 120;

/** Keys that scroll a list up. */
const UPWARDS = ["ArrowUp", "PageUp", "Home"];

/** How a list stood when it was looked at last. */
interface Stand {
  top: number;
  height: number;
}

/**
 * Whether a list goes on following its end after it was scrolled.
 *
 * @param isByPerson - Whether a wheel, a finger or a key moved it up. A list whose content changes its height is moved by the browser.
 */
export function followsAfter(
  before: Stand & { follows: boolean },
  now: Stand & { room: number },
  isByPerson: boolean,
): boolean {
  if (now.height - now.top - now.room < NEAR_END_PX) {
    return true;
  }
  const isUpwards = now.top < before.top;
  return before.follows && !(isUpwards && (isByPerson || now.height >= before.height));
}

/** A list that follows its end. */
export interface Follower {
  /** Whether a message came while the list was not at its end. */
  hasNews: boolean;
  toEnd(): void;
  onScroll(): void;
}

/**
 * Keeps a list at its end, whatever changes its height, until a person scrolls up.
 *
 * @param chat - Another chat begins at its end.
 * @param newest - Another message is news.
 * @param isOwn - Whether the newest message is of the person who looks.
 */
export function useFollow(
  list: RefObject<HTMLElement | null>,
  chat: string | undefined,
  newest: unknown,
  isOwn: boolean,
): Follower {
  const stand = useRef({ follows: true, top: 0, height: 0 });
  const isByPerson = useRef(false);
  const [hasNews, setNews] = useState(false);

  const toEnd = (): void => {
    const element = list.current;
    if (element) {
      element.scrollTop = element.scrollHeight;
      stand.current = { follows: true, top: element.scrollTop, height: element.scrollHeight };
      setNews(false);
    }
  };
  const keepEnd = (): void => {
    if (stand.current.follows) {
      toEnd();
    }
  };
  useLayoutEffect(toEnd, [chat]);
  useLayoutEffect(() => {
    if (stand.current.follows || isOwn) {
      toEnd();
    } else {
      setNews(true);
    }
  }, [newest]);
  // Pictures, panels, streamed cards and the composer change the height after a message was drawn.
  useEffect(() => {
    const element = list.current;
    const content = element?.firstElementChild;
    if (!element || !content) {
      return;
    }
    const observer = new ResizeObserver(keepEnd);
    observer.observe(content);
    observer.observe(element);
    const move = (event: Event): void => {
      const isUp =
        event instanceof WheelEvent
          ? event.deltaY < 0
          : !(event instanceof KeyboardEvent) || UPWARDS.includes(event.key);
      isByPerson.current = isUp;
    };
    for (const type of ["wheel", "touchmove", "keydown"]) {
      element.addEventListener(type, move, { passive: true });
    }
    return () => {
      observer.disconnect();
      for (const type of ["wheel", "touchmove", "keydown"]) {
        element.removeEventListener(type, move);
      }
    };
  }, []);

  const onScroll = (): void => {
    const element = list.current;
    if (!element) {
      return;
    }
    const now = { top: element.scrollTop, height: element.scrollHeight };
    const follows = followsAfter(stand.current, { ...now, room: element.clientHeight }, isByPerson.current);
    isByPerson.current = false;
    stand.current = { ...now, follows };
    if (follows) {
      setNews(false);
    }
  };
  return { hasNews, toEnd, onScroll };
}
