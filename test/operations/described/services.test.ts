import { expect, test } from "vitest";
import { createEmulator } from "../../../src/emulator/index.ts";
import { createValidators } from "../../support/answer-validators.ts";
import { readDescribed } from "../../support/described-operations.ts";
import { makeDraft, toRequest } from "./requests.ts";

const operations = readDescribed();
const validatorOf = createValidators(operations);

/** The tokens of everybody who may call. */
async function tokensOf(emulator: ReturnType<typeof createEmulator>): Promise<Record<string, string>> {
  const { appId: app_id, appSecret: app_secret } = emulator.app;
  const ask = async (path: string, data: object) => {
    const response = await emulator.fetch(`https://open.feishu.cn/open-apis/auth/v3/${path}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(data),
    });
    return response.json();
  };
  const { tenant_access_token: tenant, app_access_token: app } = await ask("app_access_token/internal", {
    app_id,
    app_secret,
  });
  return { tenant, app, user: emulator.userAccessToken(emulator.addUser()) };
}

test("a valid request about something that nobody made is answered or refused by its service, and breaks nothing", async () => {
  const emulator = createEmulator({ strict: false });
  const tokens = await tokensOf(emulator);
  const problems: string[] = [];
  for (const described of operations) {
    const [kind] = described.tokens;
    const response = await emulator.fetch(toRequest(described, makeDraft(described), kind && tokens[kind]));
    const type = response.headers.get("content-type") ?? "";
    if (described.isFile && response.status === 200) {
      continue;
    }
    const text = await response.text();
    const body = type.includes("json") ? JSON.parse(text) : undefined;
    const isRefusal = Number.isInteger(body?.code) && body.code !== 0 && typeof body.msg === "string";
    if (response.status >= 500 || body === undefined || body.code === 2200) {
      problems.push(`${described.id}: HTTP ${response.status} ${text.slice(0, 200)}`);
    } else if (!isRefusal && described.answer !== undefined) {
      const validate = validatorOf(described);
      if (!validate(described.isFlat ? body : body.data)) {
        problems.push(`${described.id}: ${JSON.stringify(validate.errors)}`);
      }
    }
  }
  expect(problems).toEqual([]);
}, 120_000);
