import { expect, test } from "vitest";
import type { PageApp, PageChat } from "../../../src/emulator/control/protocol.ts";
import { followsAfter } from "../../../src/emulator/page/chat/follow.ts";
import {
  type Candidate,
  candidatesOf,
  matching,
  mentionsIn,
  typedName,
} from "../../../src/emulator/page/chat/mentions.ts";
import { withNames } from "../../../src/emulator/page/message/words.ts";
import { placeOf } from "../../../src/emulator/page/ui/place.ts";

const ada: Candidate = { id: "ou_1", name: "Ada", kind: "person" };
const lovelace: Candidate = { id: "ou_2", name: "Ada Lovelace", kind: "person" };
const bot: Candidate = { id: "cli_1", name: "Bot", kind: "bot" };
const everyone: Candidate = { id: "all", name: "Everyone", kind: "everyone" };

test("a group's mentions are its bots, its other people and everyone; a chat of two has only the bot", () => {
  const chat: PageChat = {
    ...{ chatId: "oc_1", chatType: "group", name: "Team", tenantKey: "t" },
    ...{ users: ["ou_1", "ou_2"], bots: ["cli_1", "cli_gone"] },
  };
  const people = ["ou_1", "ou_2", "ou_3"].map((openId) => ({ openId, name: openId, tenantKey: "t" }));
  const app: PageApp = {
    ...{ appId: "cli_1", name: "Bot", appType: "self-built", tenantKey: "t", botOpenId: "ou_b" },
    ...{ target: null, scopes: null },
  };
  const ids = (one: PageChat) => candidatesOf(one, people, [app], "ou_1", "Everyone").map(({ id }) => id);
  expect(ids(chat)).toEqual(["cli_1", "ou_2", "all"]);
  expect(ids({ ...chat, chatType: "p2p", users: ["ou_1"] })).toEqual(["cli_1"]);
});

test.each([
  ["@", 1, { at: 0, name: "" }],
  ["hi @Ad", 6, { at: 3, name: "Ad" }],
  ["hi @Ad", 5, { at: 3, name: "A" }],
  ["line\n@b", 7, { at: 5, name: "b" }],
  ["ada@example.com", 15, undefined],
  ["@Ada said", 9, undefined],
  ["", 0, undefined],
])("what is typed after the @ in %j at %i", (text, caret, expected) => {
  expect(typedName(text, caret)).toEqual(expected);
});

test("names that begin with the letters come first, in any case of letters", () => {
  expect(matching([bot, lovelace, ada], "a").map(({ name }) => name)).toEqual(["Ada Lovelace", "Ada"]);
  expect(matching([bot, ada], "o").map(({ name }) => name)).toEqual(["Bot"]);
  expect(matching([bot, ada], "")).toEqual([bot, ada]);
});

test("a text mentions those whose names are still in it, each once", () => {
  const chosen = [ada, bot, ada, everyone];
  expect(mentionsIn("@Ada and @Ada: ask", chosen)).toEqual({ text: "@Ada and @Ada: ask", mentions: ["ou_1"] });
  expect(mentionsIn("@Everyone, @Bot", chosen)).toEqual({ text: "@_all, @Bot", mentions: ["cli_1", "all"] });
  expect(mentionsIn("@Everyone typed by hand", [])).toEqual({ text: "@Everyone typed by hand", mentions: [] });
});

test("placeholders are read as names, also the tenth", () => {
  const mentions = Array.from({ length: 10 }, (_, at) => ({ key: `@_user_${at + 1}`, id: "ou", name: `P${at + 1}` }));
  expect(withNames({ text: "@_user_10 @_user_1 @_all", mentions })).toBe("@P10 @P1 @Everyone");
});

const room = 500;
test.each([
  ["at the end it follows", { follows: false, top: 0, height: 1000 }, { top: 500, height: 1000 }, false, true],
  ["near the end it follows", { follows: true, top: 500, height: 1000 }, { top: 400, height: 1000 }, true, true],
  ["a person scrolls up", { follows: true, top: 500, height: 1000 }, { top: 200, height: 1000 }, true, false],
  ["a jump up is a person's", { follows: true, top: 500, height: 1000 }, { top: 200, height: 1000 }, false, false],
  ["a picture loads", { follows: true, top: 500, height: 1000 }, { top: 500, height: 1400 }, false, true],
  ["a card shortens above", { follows: true, top: 900, height: 1400 }, { top: 300, height: 1000 }, false, true],
  [
    "a person scrolls up as it shortens",
    { follows: true, top: 900, height: 1400 },
    { top: 300, height: 1390 },
    true,
    false,
  ],
  ["what was left stays left", { follows: false, top: 100, height: 1000 }, { top: 200, height: 1000 }, false, false],
])("%s", (_, before, now, isByPerson, expected) => {
  expect(followsAfter(before, { ...now, room }, isByPerson)).toBe(expected);
});

const window = { width: 400, height: 600 };
test.each([
  [
    "below its button",
    { left: 20, right: 40, top: 100, bottom: 120 },
    { width: 100, height: 80 },
    { left: 20, top: 124 },
  ],
  [
    "above it at the foot",
    { left: 20, right: 40, top: 560, bottom: 580 },
    { width: 100, height: 80 },
    { left: 20, top: 476 },
  ],
  [
    "by the right edge",
    { left: 370, right: 390, top: 100, bottom: 120 },
    { width: 100, height: 80 },
    { left: 290, top: 124 },
  ],
  [
    "wider than the room beside it",
    { left: 200, right: 220, top: 9, bottom: 29 },
    { width: 380, height: 80 },
    { left: 8, top: 33 },
  ],
  [
    "higher than the room",
    { left: 20, right: 40, top: 300, bottom: 320 },
    { width: 100, height: 584 },
    { left: 20, top: 8 },
  ],
])("a menu stands %s", (_, button, list, expected) => {
  expect(placeOf(button, list, window)).toEqual(expected);
});
