import type { Exchange } from "../gateway/serve.ts";

/** What a code means to the bot's author, and what to do; for codes that do not speak for themselves. */
const BY_CODE: Readonly<Record<number, string>> = {
  [-1]: "The emulator does not implement this operation: start it without --strict to get a made-up answer.",
  10003: "A parameter of the token request is missing or malformed: check the app's id and secret.",
  10012: "The app_ticket was refused: only the newest one is valid.",
  10013: "No token for this tenant: the tenant key is unknown.",
  10014: "The app id is unknown here: give the bot the APP_ID that the emulator printed.",
  10015: "The app secret is wrong: give the bot the APP_SECRET that the emulator printed.",
  9499: "The body is not JSON, or a field has another JSON type than the operation takes.",
  99991201: "No operation has this path: check the URL.",
  99991301: "The path exists, but not with this HTTP method.",
  99991400: "Too many requests: wait as many seconds as x-ogw-ratelimit-reset says, then try again.",
  99991403: "The tenant's quota of API calls for this month is used up: trying again does not help.",
  99991661: "The request carried no token in its Authorization header.",
  99991663: "The tenant's token is invalid or has expired, or the operation takes another kind: get a new one.",
  99991664: "The app's token is invalid or has expired: get a new one.",
  99991668: "The user's token is invalid, or the operation takes another kind.",
  99991671: "The token has none of the platform's forms: it must begin with t- or u-.",
  99991672: "The app lacks a scope.",
  99991677: "The user's token has expired: refresh it.",
  99992402: "Fields are missing or wrong: error.field_violations names them.",
  230001: "A parameter is wrong: the message names it after ext=.",
  230002: "The bot is not in this chat.",
  230025: "The message is too long: 150 KB for a text, 30 KB for others.",
  230099: "The card was refused: the message has the reason after ErrCode.",
  300305: "A card has at most 200 elements.",
  300317: "Each change of a card needs a higher sequence than the one before.",
  2200: "The emulator itself failed: please report it.",
};

const BY_FAULT: Readonly<Record<string, string>> = {
  cut: "A fault cut the answer in half.",
  html: "A fault put a web page in the place of the answer.",
  "not-json": "A fault put a text in the place of the JSON answer.",
  redirect: "A fault redirected the request.",
  network: "A fault broke the connection.",
  hang: "A fault lets the request hang without an answer.",
  slow: "A fault made the answer slow.",
  "server-error": "A fault made the server fail.",
};

/** Marks of Markdown that are rarely meant otherwise: bold, a link, a heading, a block of code. */
const MARKDOWN = /\*\*\S|\]\(https?:|^#{1,6} |```/m;

/** A text message that shows its Markdown as it is. */
function isLiteralMarkdown({ record, requestBody }: Pick<Exchange, "record" | "requestBody">): boolean {
  if (record.code !== 0 || !/^POST .*\/im\/v1\/messages(\/:message_id\/reply)?$/.test(`${record.operation}`)) {
    return false;
  }
  const { msg_type, content } = Object(parse(requestBody));
  return msg_type === "text" && MARKDOWN.test(Object(parse(content)).text);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A sentence about an answer that is no success, or about a success that its sender did not mean. */
export function explain(exchange: Pick<Exchange, "record" | "requestBody">): string | undefined {
  const { code, status, fault, madeUp } = exchange.record;
  const injected = fault === undefined ? undefined : (BY_FAULT[fault] ?? `It was injected by the fault ${fault}.`);
  const meaning = code === undefined || code === 0 || !Object.hasOwn(BY_CODE, code) ? undefined : BY_CODE[code];
  const parts = [meaning, injected].filter((part) => part !== undefined);
  if (parts.length > 0) {
    return parts.join(" ");
  }
  if (isLiteralMarkdown(exchange)) {
    return "A text shows its Markdown as it is: send `markdown` of lark-edge/message, a post or a card.";
  }
  if (madeUp) {
    return "The answer is made up: the emulator keeps no state for this operation.";
  }
  return status >= 400 ? "The request was refused: the message in the answer says why." : undefined;
}
