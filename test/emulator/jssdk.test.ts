import { expect, test } from "vitest";
import { createEmulator } from "../../src/emulator/index.ts";
import { documentedAnswers } from "../support/documented-answers.ts";
import { call, tenantToken } from "../support/emulator-api.ts";

test("a ticket for pages is the same until it expires", async () => {
  let now = 1_700_000_000_000;
  const emulator = createEmulator({ now: () => now });
  const get = async () => {
    const { body } = await call(emulator, "POST", "/open-apis/jssdk/ticket/get", {}, await tenantToken(emulator));
    documentedAnswers("jssdk")(emulator, body);
    return body.data;
  };
  const first = await get();
  expect(first.expire_in).toBe(7_200);
  now += 3_600_000;
  expect(await get()).toEqual({ ticket: first.ticket, expire_in: 3_600 });
  now += 3_600_000;
  expect((await get()).ticket).not.toBe(first.ticket);
});
