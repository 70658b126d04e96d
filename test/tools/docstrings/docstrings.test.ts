// Docstrings of everything that the entry points export: what an editor shows is all that many users read.
import { expect, test } from "vitest";
import { callables, classes, type Documented, exports, made, methods, options } from "./public-surface.ts";

/** Errors that a docstring does not name: most are checks that the function's own values pass. */
const NOT_NAMED: Record<string, string> = {
  "custom-bot/bot.ts: customBot RangeError": "the limits of createTransport keep their defaults",
  "emulator/emulator-types.ts: Emulator.connect ConnectError": "named as Error: the class is not exported",
  "long-connection/connect.ts: connect RangeError": "the signal closes with the default time",
  "oauth/oauth.ts: createOAuth RangeError": "the limits of createTransport keep their defaults",
  "oauth/register-app.ts: registerApp RangeError": "as createOAuth",
  "official/register-app.ts: registerApp RangeError": "as createOAuth",
  "official/ws-client.ts: WSClient.start RangeError": "as connect",
  "send/send.ts: send RangeError": "texts are split at a constant size",
};

/** Functions and classes that follow no page of the platform, a runtime or the official SDK. */
const NO_PAGE: Record<string, string> = {
  "base/errors.ts: LarkCallbackError": "our own errors",
  "base/errors.ts: LarkError": "our own errors",
  "base/errors.ts: LarkTransportError": "our own errors",
  "base/errors.ts: isLarkError": "our own errors",
  "card/md.ts: CardMention": "made by at, which has the page",
  "emulator/emulator.ts: createEmulator": "each behaviour has its source in FIDELITY.md",
  "message/show.ts: toMarkdown": "works on what readMessage returns",
  "message/show.ts: toPlainText": "works on what readMessage returns",
  "message/split.ts: splitMarkdown": "works on any Markdown",
  "store/backends/layered.ts: layeredStore": "works on any two stores",
  "store/backends/memory.ts: memoryStore": "a map in the process",
};

/** Numbers that no value makes an error. */
const ANY_NUMBER: Record<string, string> = {
  "client/types.ts: RetryOptions.maxRetries": "what is no number is no repetition",
  "emulator/emulator-types.ts: EmulatorOptions.seed": "any number is a seed",
  "emulator/people/types.ts: WaitOptions.timeoutMs": "a time that is over waits for nothing",
  "emulator/platform/delivery-types.ts: EventRequestOptions.now": "tests send wrong times on purpose",
  "official/ws-client.ts: WSClientOptions.handshakeTimeoutMs": "has no effect",
};

const tagsOf = ({ tags }: Documented, name: string) => tags.filter((tag) => tag.name === name).map(({ text }) => text);
const namesOf = (all: readonly Documented[]) => all.map(({ name }) => name).sort();

/** The error classes that a docstring does not name, each with the function. */
const untold = () =>
  [...callables, ...made, ...classes].flatMap((one) =>
    one.throws
      .filter((error) => !tagsOf(one, "throws").some((text) => text.includes(`{${error}}`)))
      .map((error) => `${one.name} ${error}`),
  );

const unlinked = () =>
  namesOf([...callables.filter(({ name }) => !name.split(": ")[1]?.includes(".")), ...classes].filter(isUnlinked));
const isUnlinked = (one: Documented) => !tagsOf(one, "see").some((text) => text.startsWith("http"));

const numbersWithoutError = () =>
  namesOf(options.filter(({ isNumber, text }) => isNumber && !/\b(?:Range|Type)Error\b/.test(text)));

test("the compiler finds the exports, and what they throw", () => {
  expect(exports.length).toBeGreaterThan(200);
  expect(callables.length).toBeGreaterThan(60);
  expect(made.length).toBeGreaterThan(30);
  expect(options.length).toBeGreaterThan(80);
  expect(namesOf(exports)).toEqual(expect.arrayContaining(["card/card.ts: card", "client/client.ts: Client"]));
  const throwing = callables.filter(({ throws }) => throws.length > 0);
  expect(namesOf(throwing)).toEqual(expect.arrayContaining(["message/text.ts: text", "event/once.ts: once"]));
  // By a function of another room.
  expect(classes.find(({ name }) => name === "event/dispatcher.ts: EventDispatcher")?.throws).toContain("RangeError");
});

test("every export has a docstring, and every method of a class or an interface", () => {
  expect(namesOf([...exports, ...methods].filter(({ text }) => text === ""))).toEqual([]);
});

test("a function, a constructor or a method that throws says so: @throws names the class", () => {
  expect(untold().sort()).toEqual(Object.keys(NOT_NAMED).sort());
});

test("a function or class has the page that it follows: @see", () => {
  expect(unlinked()).toEqual(Object.keys(NO_PAGE).sort());
});

test("every option has its meaning, and its default if it can be left out", () => {
  const silent = options.filter(({ text, isOptional }) => text === "" || (isOptional && !/\bdefaults?\b/i.test(text)));
  expect(namesOf(silent)).toEqual([]);
});

test("every option that is a number has the error of a bad value", () => {
  expect(numbersWithoutError()).toEqual(Object.keys(ANY_NUMBER).sort());
});

test("every option that is a time or a size has its unit, in its name or its text", () => {
  const measured = options.filter(
    ({ isNumber, name }) => isNumber && /\.(?:\w*(?:Time|Age|Ttl|Bytes|Size)|time|age|ttl|now)/.test(name),
  );
  const bare = measured.filter(
    ({ name, text }) => !/(?:Ms|Seconds|Bytes)$/.test(name) && !/milliseconds|seconds|bytes/.test(text),
  );
  expect(measured.length).toBeGreaterThan(10);
  expect(namesOf(bare)).toEqual([]);
});
