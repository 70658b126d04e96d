import { describe, expect, test } from "vitest";
import { sign } from "../../../src/custom-bot/sign.ts";
import vectors from "../../vectors/bot_hmac_sign.json" with { type: "json" };

interface Vector {
  name: string;
  input: { timestamp: string; secret: string; sign?: string; msg_type?: string };
  expected: { sign?: string; valid?: boolean; body?: { sign: string } };
}

describe("the signature of a custom bot", () => {
  test.each(vectors as Vector[])("is as in the vector $name", async ({ input, expected }) => {
    const signed = await sign(input.timestamp, input.secret);
    if (expected.valid === false) {
      expect(signed).not.toBe(input.sign);
    } else {
      expect(signed).toBe(expected.sign ?? expected.body?.sign);
    }
  });
});
