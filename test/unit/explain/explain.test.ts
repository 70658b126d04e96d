import { describe, expect, test } from "vitest";
import {
  isLarkError,
  LarkApiError,
  type LarkApiErrorInfo,
  LarkAuthError,
  LarkCallbackError,
  LarkError,
  LarkTransportError,
  tellOf,
} from "../../../src/base/index.ts";
import { explainError } from "../../../src/explain/index.ts";

const refusal = (info: Partial<LarkApiErrorInfo>) =>
  new LarkApiError("refused", {
    code: "LARK_API",
    operation: "im.v1.message.create",
    status: 400,
    category: "refused",
    ...info,
  });

describe("a refusal", () => {
  test("says what its code means, why it comes and what to do", () => {
    expect(explainError(refusal({ platformCode: 230002 }))).toEqual({
      meaning: "refused",
      summary: "The bot is not in the chat.",
      cause: "The bot was never added to this group, or was removed from it.",
      advice: 'Add the bot in the settings of the group ("Bots"), then send again.',
      links: [],
    });
  });

  test("says it in Chinese", () => {
    expect(explainError(refusal({ platformCode: 230002 }), { language: "zh" }).summary).toBe("机器人不在群里。");
  });

  test("of content that is no JSON string says JSON.stringify", () => {
    expect(explainError(refusal({ platformCode: 9499 })).advice).toContain("JSON.stringify");
    expect(explainError(refusal({ platformCode: 230001 })).advice).toContain("JSON.stringify");
  });

  test("names the missing scopes and links to the application for them", () => {
    const details = {
      permission_violations: [{ subject: "im:message" }, { subject: "im:message:send_as_bot" }, {}],
      helps: [{ url: "https://open.feishu.cn/app/cli_1/auth?q=im:message" }, {}],
    };
    const { meaning, advice, links } = explainError(refusal({ platformCode: 99991672, details }));
    expect(meaning).toBe("permission_denied");
    expect(advice).toMatch(/ Scopes: im:message, im:message:send_as_bot\.$/);
    expect(links[0]).toBe("https://open.feishu.cn/app/cli_1/auth?q=im:message");
    expect(links[1]).toContain("how-to-fix-the-99991672-error");
  });

  test("names the fields that are invalid", () => {
    const details = {
      field_violations: [{ field: "receive_id_type", description: "receive_id_type is required" }, { field: "uuid" }],
    };
    const error = refusal({ platformCode: 99992402, details });
    expect(explainError(error).advice).toMatch(/ Fields: receive_id_type \(receive_id_type is required\), uuid\.$/);
    expect(explainError(error, { language: "zh" }).advice).toContain("字段：receive_id_type");
  });

  test("links to the troubleshooter of the platform", () => {
    const details = { troubleshooter: "排查建议查看: https://open.feishu.cn/search?log_id=1&code=9" };
    expect(explainError(refusal({ platformCode: 9499, details })).links).toEqual([
      "https://open.feishu.cn/search?log_id=1&code=9",
    ]);
  });

  test("of a card is explained by the code inside its message", () => {
    const platformMessage =
      "Failed to create card content, ext=ErrCode: 200861; ErrMsg: unsupported tag note; ErrPath: ROOT -> body";
    expect(explainError(refusal({ platformCode: 230099, platformMessage })).summary).toBe(
      "A component does not exist in JSON 2.0.",
    );
    const unknown = refusal({ platformCode: 230099, platformMessage: "ext=ErrCode: 299999; ErrMsg: x" });
    expect(explainError(unknown).summary).toBe("The card was refused.");
  });

  test.each([
    [230071, "im.v1.message.update", "The caller did not send this message."],
    [230071, "PUT /open-apis/im/v1/messages/om_1", "The caller did not send this message."],
    [230071, "im.v1.message.reply", "The chat does not support replies in a thread."],
    [9499, "POST /open-apis/bot/v2/hook/x", "The body of the webhook call could not be read."],
    [9499, "im.v1.message.create", "A field of the request has the wrong type."],
    [10002, "cardkit.v1.card.create", "A parameter of the card call is invalid."],
  ])("with a code that means several things goes by the operation: %i at %s", (platformCode, operation, summary) => {
    expect(explainError(refusal({ platformCode, operation })).summary).toBe(summary);
  });

  test.each([
    [4242, "refused", "refused"],
    [4242, "transient", "transient"],
    [4242, "rate_limited", "rate_limited"],
    [4242, "token_invalid", "token_invalid"],
    [99992499, "refused", "invalid_request"],
    [10002, "refused", "refused"],
  ] as const)("with an unknown code %i is explained by its category %s", (platformCode, category, meaning) => {
    const explained = explainError(refusal({ platformCode, category }));
    expect(explained.meaning).toBe(meaning);
    expect(explained.advice).toMatch(/\.$/);
  });

  test("without a code is explained by its category", () => {
    expect(explainError(refusal({ category: "transient" })).meaning).toBe("transient");
  });

  test("of a token is explained, too", () => {
    const known = { code: "LARK_AUTH", status: 200, platformCode: 10015, category: "refused" } as const;
    expect(explainError(new LarkAuthError("no token", known)).summary).toBe("The app secret is wrong.");
  });
});

describe("what is not a refusal", () => {
  test.each(["LARK_NETWORK", "LARK_TIMEOUT", "LARK_ABORTED", "LARK_REDIRECT", "LARK_BAD_ANSWER"] as const)(
    "%s: no answer",
    (code) => {
      const { meaning, advice } = explainError(new LarkTransportError("no answer", { code }));
      expect(meaning).toBe("no_answer");
      expect(advice).toMatch(/\.$/);
    },
  );

  test("a refused callback is explained by its reason", () => {
    const { meaning, advice } = explainError(new LarkCallbackError("decrypt_failed"));
    expect(meaning).toBe("callback_refused");
    expect(advice).toContain("Copy the Encrypt Key");
  });

  test.each([
    [new LarkError("store", { code: "LARK_STORE" }), "store_failed"],
    [new TypeError("path.message_id"), "wrong_call"],
    [new RangeError("over maxUploadBytes"), "wrong_call"],
    [new Error("boom"), "unknown"],
    ["a text", "unknown"],
    [undefined, "unknown"],
    [null, "unknown"],
    [{ name: "99991672" }, "permission_denied"],
  ])("%s", (thrown, meaning) => {
    expect(explainError(thrown).meaning).toBe(meaning);
  });

  test("odd details are left out", () => {
    const details = { permission_violations: null, field_violations: "x", helps: {}, troubleshooter: 5 };
    const explained = explainError(refusal({ platformCode: 99992402, details: details as never }));
    expect(explained.links).toEqual([]);
    expect(explained.advice).not.toContain("undefined");
  });
});

describe("anything may be thrown: values without a text are left out", () => {
  const textless = [{ toString: 1, valueOf: 1 }, Symbol("a"), Object.create(null), () => "LARK_API"];
  const fields = [
    "code",
    "reason",
    "name",
    "message",
    "operation",
    "platformCode",
    "platformMessage",
    "category",
    "details",
    "cause",
  ];

  test.each(fields)("in %s", (field) => {
    for (const value of textless) {
      const { advice, meaning } = explainError({ [field]: value }, { card: {}, client: {} });
      expect(meaning).toBe("unknown");
      expect(advice).toMatch(/\.$/);
      expect(explainError(Object.assign(refusal({ platformCode: 230002 }), { [field]: value })).advice).toMatch(/\.$/);
      expect(isLarkError({ [field]: value })).toBe(false);
      expect(tellOf({ [field]: value })).toMatch(/^\w+$/);
    }
  });

  test.each(["permission_violations", "field_violations", "helps", "troubleshooter"])("in details.%s", (field) => {
    for (const value of [
      ...textless,
      null,
      5,
      [null],
      [{ subject: textless[0], field: textless[0], url: textless[0] }],
    ]) {
      const error = refusal({ platformCode: 99991672, details: { [field]: value } as never });
      const { advice, links } = explainError(error);
      expect(advice).not.toMatch(/undefined|Scopes|Fields/);
      expect(links).toHaveLength(1);
    }
  });
});

test.each(["fr", "", "EN", "constructor", null])("language %j is refused", (language) => {
  expect(() => explainError(new Error(), { language: language as never })).toThrow(
    'explainError: language is "en" or "zh"',
  );
});
