import type { PageApp, PageChat, PageUser } from "../../control/protocol.ts";

/** The placeholder of everyone in a text on the wire. */
const EVERYONE = "@_all";

/** Most letters after an `@` that still look for a name. */
const NAME = /(?:^|\s)@([^\s@]{0,40})$/;

/** Someone whom a message can mention. */
export interface Candidate {
  /** An open id, the id of an app, or `all`. */
  id: string;
  name: string;
  kind: "person" | "bot" | "everyone";
}

/** Whom a person can mention in a chat: everyone in a group, the others, the bots. */
export function candidatesOf(
  { chatType, users, bots }: PageChat,
  people: readonly PageUser[],
  apps: readonly PageApp[],
  me: string,
  everyone: string,
): Candidate[] {
  return [
    ...bots.flatMap((id): Candidate[] => {
      const app = apps.find(({ appId }) => appId === id);
      return app === undefined ? [] : [{ id, name: app.name, kind: "bot" }];
    }),
    ...people
      .filter(({ openId }) => openId !== me && users.includes(openId))
      .map(({ openId, name }): Candidate => ({ id: openId, name, kind: "person" })),
    ...(chatType === "group" ? [{ id: "all", name: everyone, kind: "everyone" } as const] : []),
  ];
}

/** What is typed after the `@` before the caret, and where that `@` stands. */
export function typedName(text: string, caret: number): { at: number; name: string } | undefined {
  const found = NAME.exec(text.slice(0, caret));
  const name = found?.[1];
  return name === undefined ? undefined : { at: caret - name.length - 1, name };
}

/** Those whose name begins with the letters first, then those whose name has them. */
export function matching(candidates: readonly Candidate[], name: string): Candidate[] {
  const letters = name.toLowerCase();
  const begins = candidates.filter((one) => one.name.toLowerCase().startsWith(letters));
  const has = candidates.filter((one) => !begins.includes(one) && one.name.toLowerCase().includes(letters));
  return [...begins, ...has];
}

/** A text as it is sent, and whom it mentions: those that were chosen and whose names are still in it. */
export function mentionsIn(text: string, chosen: readonly Candidate[]): { text: string; mentions: string[] } {
  const named = chosen.filter(({ name }) => text.includes(`@${name}`));
  const everyone = named.find(({ kind }) => kind === "everyone");
  return {
    text: everyone === undefined ? text : text.replace(`@${everyone.name}`, EVERYONE),
    mentions: [...new Set(named.map(({ id }) => id))],
  };
}
