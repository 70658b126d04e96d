import { isLarkError, type LarkErrorCategory, type PlatformErrorDetails } from "../base/index.ts";
import { mistakeOf } from "./mistake.ts";
import { type CardChecker, type CardPlace, findPlace } from "./place.ts";
import { type CodeEntry, type ErrorLanguage, findEntry } from "./table.ts";

/** An explanation of a failure for the person who has to correct it. */
export type LarkErrorMeaning =
  | LarkErrorCategory
  | "quota_exhausted"
  | "app_ticket_invalid"
  | "token_expired"
  | "token_missing"
  | "reauthorize"
  | "permission_denied"
  | "ip_denied"
  | "invalid_request"
  /** No usable answer came: a `LarkTransportError`. */
  | "no_answer"
  /** An incoming request was refused: a `LarkCallbackError`. */
  | "callback_refused"
  | "store_failed"
  /** A `TypeError` or `RangeError`: the call is wrong, and nothing was sent. */
  | "wrong_call"
  /** Not an error of this package. */
  | "unknown";

/** A failure, explained. */
export interface ErrorExplanation {
  readonly meaning: LarkErrorMeaning;
  /** What happened, in a sentence. */
  readonly summary: string;
  /** Why it usually happens. */
  readonly cause: string;
  /** What to do. Names the missing scopes and the invalid fields, if the platform's answer has them. */
  readonly advice: string;
  /** The platform's pages about it: the troubleshooter, the application for a scope, the page of the code. */
  readonly links: readonly string[];
  /** The place of the fault in the card that was sent, if `card` was passed and the place is known. */
  readonly place?: CardPlace | undefined;
}

/** How to explain. */
export interface ExplainOptions {
  /** The language of the sentences, `"en"` or `"zh"`. Default `"en"`. Another value is a `TypeError`. */
  language?: ErrorLanguage | undefined;
  /** The card that was refused: JSON as an object or a string, or a message of `lark-edge/message`. Default: none. */
  card?: unknown;
  /** The client that was called: for a method that does not exist, the advice then has the nearest name. Default: none. */
  client?: object | undefined;
  /** `checkCard` of `lark-edge/card`, which finds the place where the platform names none. Default: none. */
  check?: CardChecker | undefined;
}

/** What may hang on an error. */
interface Facts {
  code?: string;
  reason?: string;
  name?: string;
  message?: string;
  operation?: string;
  platformCode?: number;
  platformMessage?: string;
  category?: LarkErrorCategory;
}

/** The fields of anything, as far as they are texts and numbers: an object there may have no text. */
function factsOf(value: unknown, ...names: string[]): Record<string, string | number | undefined> {
  return Object.fromEntries(
    names.map((name) => {
      const field = Object(value)[name];
      return [name, /^(string|number)$/.test(typeof field) ? field : undefined];
    }),
  );
}

const FACTS = ["code", "reason", "name", "message", "operation", "platformCode", "platformMessage", "category"];

const errorFacts = (error: unknown) => factsOf(error, ...FACTS) as Facts;

const WORDS = {
  en: { scopes: " Scopes: ", fields: " Fields: ", nearest: " The nearest name: ", and: ", ", end: "." },
  zh: { scopes: "权限：", fields: "字段：", nearest: "最接近的名称：", and: "、", end: "。" },
} as const;

/** The IDs of documents, users and the like that the gateway does not find. */
const isGatewayId = (code: number) => code >= 99992351 && code <= 99992501;

/** A card is refused with one code for all; the reason stands in the message. */
const cardCode = (message: unknown) => /ErrCode: ?(\d{4,7})/.exec(`${message}`)?.[1];

function placeOf(error: unknown, { card, check }: ExplainOptions): CardPlace | undefined {
  const { platformCode, platformMessage } = errorFacts(error);
  const code = Number(cardCode(platformMessage) ?? platformCode);
  return card === undefined || !code ? undefined : findPlace(card, code, `${platformMessage}`, check);
}

function entryOf(error: unknown): CodeEntry | undefined {
  const { code, reason, name, operation, platformCode, platformMessage, category } = errorFacts(error);
  if (isLarkError(error) && category) {
    const inner = platformCode === 230099 && cardCode(platformMessage);
    const general = platformCode && isGatewayId(platformCode) && category === "refused" ? "invalid_request" : category;
    return (inner && findEntry(inner, operation)) || findEntry(`${platformCode}`, operation) || findEntry(general);
  }
  return findEntry(`${isLarkError(error) ? (reason ?? code) : name}`) ?? findEntry("unknown");
}

/** The entries of a list of the platform, or the one that stands in its place. */
const listOf = (list: unknown, ...names: string[]) => [list ?? []].flat().map((entry) => factsOf(entry, ...names));

/** The names that the platform added to a refusal. */
function namesOf(
  details: PlatformErrorDetails | undefined,
  nearest: string | undefined,
  language: ErrorLanguage,
): string {
  const { scopes, fields, nearest: nearestWord, and, end } = WORDS[language];
  const missing = listOf(details?.permission_violations, "subject").flatMap(({ subject }) => `${subject || ""}` || []);
  const wrong = listOf(details?.field_violations, "field", "description").flatMap(({ field, description }) =>
    field ? `${field}${description ? ` (${description})` : ""}` : [],
  );
  const say = (title: string, names: string[]) => (names.length ? title + names.join(and) + end : "");
  return say(scopes, missing) + say(fields, wrong) + say(nearestWord, nearest ? [nearest] : []);
}

/**
 * Explains an error to a person: what it means, why it comes, what to do.
 *
 * It knows the codes of the platform that people meet most, the reasons for which a callback is refused, and what can
 * go wrong on the way. An unknown code is explained by its category. The table of all codes is in `docs/errors.md`.
 *
 * The texts are in a separate module, so a bot that does not import this function does not contain them.
 *
 * @param error - Anything that was thrown.
 * @param options.card - The card that was sent. `place` is then the component that the platform's `ErrPath` names; with
 *   `check: checkCard` also the place of what it refuses without naming one.
 * @returns Sentences for a person. Branch on `platformCode`, `category` or `code` of the error instead.
 * @throws {TypeError} The language is neither `"en"` nor `"zh"`.
 * @example
 * catch (error) { console.error(explainError(error, { language: "zh" }).advice); }
 * @see https://open.feishu.cn/document/server-docs/api-call-guide/generic-error-code
 */
export function explainError(error: unknown, options: ExplainOptions = {}): ErrorExplanation {
  const { language = "en" } = options;
  if (!Object.hasOwn(WORDS, language)) {
    throw new TypeError(`explainError: language is "en" or "zh", got ${JSON.stringify(language)}`);
  }
  const { category } = errorFacts(error);
  const details: PlatformErrorDetails | undefined = Object(error).details ?? undefined;
  const mistake = mistakeOf(errorFacts(error), options.client);
  const entry = ((mistake && findEntry(mistake.key)) ?? entryOf(error)) as CodeEntry;
  const { summary, cause, advice } = entry[language];
  const troubleshooter = /https:\S+/.exec(`${factsOf(details, "troubleshooter").troubleshooter}`)?.[0];
  const helps = listOf(details?.helps, "url").map(({ url }) => url && `${url}`);
  const meaning = entry.meaning === "refused" ? (category ?? "refused") : entry.meaning;
  const place = placeOf(error, options);
  return {
    meaning: meaning as LarkErrorMeaning,
    summary,
    cause,
    advice: advice + namesOf(details, mistake?.nearest, language),
    links: [troubleshooter, ...helps, entry.link].filter((url) => typeof url === "string"),
    ...(place && { place }),
  };
}
