import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { encryptEvent, signBody } from "../../src/emulator/delivery/seal.ts";

interface Vector {
  name: string;
  input: Record<string, string>;
  expected: Record<string, string>;
}

const read = (name: string): Vector[] =>
  JSON.parse(readFileSync(new URL(`../vectors/${name}.json`, import.meta.url), "utf8"));

const hexToBytes = (hex: string) => new Uint8Array(hex.match(/../g)?.map((pair) => Number.parseInt(pair, 16)) ?? []);
const base64ToBytes = (text: string) => Uint8Array.from(atob(text), (char) => char.charCodeAt(0));

const encryptions = read("event_encryption").filter(
  ({ input }) => input.op === "encrypt" && input.plaintext !== undefined,
);
const signatures = read("event_signature").filter(({ expected }) => expected.signature !== undefined);
const cardSignatures = read("card_sha1_signature").filter(({ expected }) => expected.signature !== undefined);

test("the vectors are there", () => {
  expect([encryptions.length, signatures.length, cardSignatures.length]).toEqual([13, 8, 4]);
});

test.each(encryptions)("encrypts $name", async ({ input, expected }) => {
  const { plaintext = "", encrypt_key = "", iv_hex = "" } = input;
  expect(await encryptEvent(plaintext, encrypt_key, hexToBytes(iv_hex))).toBe(expected.encrypt);
});

test.each(signatures)("signs an event: $name", async ({ input, expected }) => {
  const { timestamp = "", nonce = "", encrypt_key = "", body, body_base64 = "" } = input;
  const bytes = body === undefined ? base64ToBytes(body_base64) : new TextEncoder().encode(body);
  expect(await signBody("SHA-256", timestamp, nonce, encrypt_key, bytes)).toBe(expected.signature);
});

test.each(cardSignatures)("signs an old card callback: $name", async ({ input, expected }) => {
  const { timestamp = "", nonce = "", verification_token = "", body = "" } = input;
  const bytes = new TextEncoder().encode(body);
  expect(await signBody("SHA-1", timestamp, nonce, verification_token, bytes)).toBe(expected.signature);
});

test("seals a large body", async () => {
  const sealed = await encryptEvent("x".repeat(1_000_000), "key", new Uint8Array(16));
  expect(base64ToBytes(sealed)).toHaveLength(16 + 1_000_000 + 16 - (1_000_000 % 16));
});
