/** The emoji types of the platform that people use most, as characters. */
export const EMOJI: Readonly<Record<string, string>> = {
  THUMBSUP: "👍",
  OK: "👌",
  SMILE: "🙂",
  HEART: "❤️",
  APPLAUSE: "👏",
  DONE: "✅",
  PARTY: "🎉",
  THANKS: "🙏",
  Fire: "🔥",
  LAUGH: "😄",
  JIAYI: "➕",
  MUSCLE: "💪",
  ROSE: "🌹",
  THINKING: "🤔",
  SOB: "😭",
  CRY: "😢",
  WOW: "😮",
  ANGRY: "😠",
  ThumbsDown: "👎",
  CrossMark: "❌",
  Get: "🫡",
  LGTM: "🆗",
  OnIt: "🏃",
};

/** The character, or the type's own name. */
export const emoji = (type: string): string => (Object.hasOwn(EMOJI, type) ? (EMOJI[type] as string) : `:${type}:`);
