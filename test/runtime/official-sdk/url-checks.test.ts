// The official Node SDK beside the same URL checks.
import { generateChallenge } from "@larksuiteoapi/node-sdk";
import { expect, test } from "vitest";
import vectors from "../../vectors/url_checks.json";

const answered = vectors.filter(({ expected, name }) => expected.challenge && !name.endsWith("wrong-token"));

test.each(answered.map(({ name, input, expected }) => [name, input, expected] as const))("%s", (_, input, expected) => {
  const { encrypt_key: encryptKey = "", body } = input as { encrypt_key?: string; body: string };
  const { isChallenge, challenge } = generateChallenge(JSON.parse(body), { encryptKey });
  expect({ isChallenge, challenge }).toEqual({ isChallenge: true, challenge: expected });
});

test("there are URL checks of the documentation, the Node SDK and the Go SDK", () => {
  for (const origin of ["documented", "node-sdk", "go-sdk"]) {
    expect(answered.filter(({ name }) => name.startsWith(origin)).length).toBeGreaterThan(1);
  }
});
