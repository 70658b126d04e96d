import { assertText, createLog, LarkApiError, type LogOptions, warnOfClearText } from "../base/index.ts";
import { classify, createTransport, type Fetch, type TimeLimits } from "../http/index.ts";
import type { MessageContent } from "../message/index.ts";
import { toBody } from "./body.ts";
import { createPace, type Time } from "./pace.ts";
import { sign } from "./sign.ts";

/** The address of a custom bot, and its security settings. */
export interface CustomBotOptions extends Pick<TimeLimits, "timeoutMs" | "deadlineMs">, LogOptions {
  /**
   * The address that the group shows, `https://open.feishu.cn/open-apis/bot/v2/hook/…`. A secret. With `http:` to another
   * machine a warning is logged, without the secret.
   */
  url: string;
  /** The secret of the signature, if the bot's settings have one. Default: requests are not signed. Empty: a `TypeError`. */
  secret?: string | undefined;
  /** A keyword of the bot's settings. A message without it gets a line with it. Default: none. Empty: a `TypeError`. */
  keyword?: string | undefined;
  /** Default `globalThis.fetch`. */
  fetch?: Fetch | undefined;
}

/** Sends messages to one group, without an app. */
export interface CustomBot {
  /**
   * Sends a message. Waits its turn where the rate would be over 5 a second or 100 a minute.
   *
   * @param content - A text, post, picture, group or card from a builder of `lark-edge/message`.
   * @throws {TypeError} A custom bot cannot send it: another type, a card entity, or no room for the keyword.
   * @throws {RangeError} It takes more than 20 KB.
   * @throws {LarkApiError} The platform refused: 19001 for the address, 19021 for the signature or the clock, 19022 for the
   *   sender's IP, 19024 for a keyword, 11232 for the rate, which is tried again twice.
   * @throws {LarkTransportError} No answer came. The message may have been sent.
   */
  send(content: MessageContent): Promise<void>;
}

/** The largest request, in bytes. */
const MAX_BYTES = 20 * 1024;

const NAME = "customBot.send";

/** The platform's answers to a custom bot: of three generations, and all with HTTP 200. */
interface Answer {
  StatusCode?: unknown;
  StatusMessage?: unknown;
}

function assertUrl(url: string): void {
  const { protocol, pathname, username, password } = URL.canParse(url) ? new URL(url) : new URL("none:");
  if (!/^https?:$/.test(protocol) || !/\/bot\/v2\/hook\/[^/]+$/.test(pathname) || username || password) {
    // The address is a secret.
    throw new TypeError("customBot: url must be like https://open.feishu.cn/open-apis/bot/v2/hook/…");
  }
}

/** Makes a bot that lives by a given clock. */
export function createCustomBot(options: CustomBotOptions, time: Time): CustomBot {
  const { url, secret, keyword, fetch, timeoutMs, deadlineMs } = options;
  assertUrl(url);
  warnOfClearText(new URL(url).origin, createLog(options));
  for (const [name, value] of Object.entries({ secret, keyword })) {
    if (value !== undefined) {
      assertText({ [name]: value }, name);
    }
  }
  const pace = createPace(time);
  const transport = createTransport({
    fetch,
    // The first attempt has waited already, before it was signed.
    gate: ({ attempt }) => (attempt > 1 ? pace() : undefined),
  });

  async function signed(body: object): Promise<string> {
    const timestamp = `${Math.floor(time.now() / 1000)}`;
    const proof = secret === undefined ? {} : { timestamp, sign: await sign(timestamp, secret) };
    const text = JSON.stringify({ ...proof, ...body });
    const { length } = new TextEncoder().encode(text);
    if (length > MAX_BYTES) {
      throw new RangeError(`customBot: the message takes ${length} bytes, more than ${MAX_BYTES}: split it`);
    }
    return text;
  }

  return {
    async send(content) {
      const body = toBody(content, keyword);
      // What is too large does not wait to be refused.
      await signed(body);
      await pace();
      const answer = await transport({
        operation: NAME,
        method: "POST",
        url,
        data: await signed(body),
        timeoutMs,
        deadlineMs,
      });
      const { StatusCode: code, StatusMessage: message } = answer as Answer;
      if (typeof code === "number" && code !== 0) {
        const platformMessage = typeof message === "string" ? message : undefined;
        throw new LarkApiError(
          `${NAME}: refused with code ${code}: ${platformMessage ?? "no message"} (HTTP ${answer.status})`,
          {
            code: "LARK_API",
            operation: NAME,
            status: answer.status,
            platformCode: code,
            platformMessage,
            logId: answer.logId,
            category: classify(answer.status, code),
          },
        );
      }
    },
  };
}

const hostTime: Time = {
  now: () => Date.now(),
  wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
};

/**
 * Makes a custom bot, which sends to the group that it was added to. It needs an address instead of an app.
 *
 * Make one for each address and use it everywhere: the rate of 5 messages a second and 100 a minute is kept for each bot
 * that is made. Messages with `md` nodes are for apps: send Markdown as a card. The address and the secret appear in no error and no
 * log.
 *
 * @throws {TypeError} `url` is not the address of a custom bot, or `secret` or `keyword` is empty.
 * @example
 * const bot = customBot({ url: env.BOT_URL, secret: env.BOT_SECRET });
 * await bot.send(text`The build of ${branch} failed`);
 * @see https://open.feishu.cn/document/client-docs/bot-v3/add-custom-bot 自定义机器人使用指南
 */
export const customBot = (options: CustomBotOptions): CustomBot => createCustomBot(options, hostTime);
