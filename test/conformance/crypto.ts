// The host's own crypto, seen through the dispatcher that uses it: known answers on every runtime.
import { nobleCrypto } from "lark-edge/crypto/noble";
import type { EventDispatcherOptions } from "lark-edge/event";
import { assert, test } from "../support/cases.ts";
import { receive, setup } from "../support/dispatcher.ts";
import { event2, fromBase64, post, seal, sealed, sign, toBytes, toHex } from "../support/platform-callbacks.ts";
import encryption from "../vectors/event_encryption.json";
import signatures from "../vectors/event_signature.json";

interface Decryption {
  name: string;
  input: { op: string; encrypt_key: string; encrypt: string };
  expected: { plaintext?: string; error?: string };
}

/** What the dispatcher says of a plain text, and whether an event got in. */
function outcome(plaintext: string): { reason: string; type?: string } {
  try {
    const body = JSON.parse(plaintext);
    const type = body.header?.event_type ?? body.event?.type;
    if (body.type === "url_verification") {
      return { reason: "" };
    }
    return type ? { reason: "", type } : { reason: "invalid_body" };
  } catch {
    return { reason: "invalid_body" };
  }
}

const REASONS: Record<string, string> = {
  bad_padding: "decrypt_failed",
  ciphertext_too_short: "decrypt_failed",
  bad_block_length: "decrypt_failed",
  invalid_base64: "decrypt_failed",
  invalid_utf8: "invalid_body",
  invalid_json: "invalid_body",
};

const PROVIDERS: [string, EventDispatcherOptions][] = [
  ["the host's crypto", {}],
  ["noble", { crypto: nobleCrypto }],
];

for (const [provider, options] of PROVIDERS) {
  for (const { name, input, expected } of encryption as unknown as Decryption[]) {
    if (input.op === "decrypt") {
      test(`known answer event_encryption/${name}, signed, by ${provider}`, async () => {
        const { events, seen, lines } = setup({ ...options, encryptKey: input.encrypt_key });
        const body = { encrypt: input.encrypt };
        const answer = await receive(events, post(body, await sign(body, { secret: input.encrypt_key })));
        const { error, plaintext = "" } = expected;
        const { reason, type } = error ? { reason: REASONS[error] ?? error, type: undefined } : outcome(plaintext);
        assert.equal(answer.status, reason ? 401 : 200);
        assert.deepEqual(seen, type ? [type] : []);
        assert.match(lines.join(), reason ? new RegExp(`callback refused: ${reason}$`) : /^$/);
      });
    }
  }

  test(`a large event is decrypted, by ${provider}`, async () => {
    const { events } = setup({ ...options, encryptKey: "large-key" });
    let length = 0;
    events.on("a_v1", (event) => {
      length = (event as { pad: string }).pad.length;
    });
    const body = event2("a_v1", { pad: "x".repeat(500_000) });
    assert.equal((await receive(events, await sealed(body, { secret: "large-key" }))).status, 200);
    assert.equal(length, 500_000);
  });

  test(`many events at once are told apart, by ${provider}`, async () => {
    const { events } = setup({ ...options, encryptKey: "key" });
    const names = new Set<unknown>();
    events.on("a_v1", (event) => {
      names.add((event as { name: number }).name);
    });
    const requests = await Promise.all(
      Array.from({ length: 50 }, (_, name) => sealed(event2("a_v1", { name }), { secret: "key" })),
    );
    const answers = await Promise.all(requests.map((request) => receive(events, request)));
    assert.deepEqual([...new Set(answers.map(({ status }) => status))], [200]);
    assert.equal(names.size, 50);
  });
}

interface Signature {
  name: string;
  input: {
    timestamp: string;
    nonce: string;
    encrypt_key: string;
    body?: string;
    body_base64?: string;
    signature?: string;
  };
  expected: { signature?: string; valid?: boolean };
}

for (const [provider, options] of PROVIDERS) {
  for (const { name, input, expected } of signatures as Signature[]) {
    test(`known answer event_signature/${name}, by ${provider}`, async () => {
      const { events, seen, lines } = setup({
        ...options,
        encryptKey: input.encrypt_key,
        now: () => Number(input.timestamp) * 1000,
      });
      const bytes = input.body_base64 ? fromBase64(input.body_base64) : toBytes(input.body ?? "");
      const headers: Record<string, string | undefined> = {
        "x-lark-request-timestamp": input.timestamp,
        "x-lark-request-nonce": input.nonce,
        "x-lark-signature": expected.signature ?? input.signature,
      };
      const answer = await events.handle(bytes, (header) => headers[header]);
      const log = lines.join();
      if (expected.valid === false) {
        assert.equal(answer.status, 401);
        assert.match(log, /signature_mismatch/);
        assert.deepEqual(seen, []);
      } else if (!input.body?.includes('"encrypt"')) {
        // A body that is not encrypted is refused before its signature is asked for.
        assert.equal(answer.status, 401);
        assert.match(log, /not_encrypted|invalid_body/);
      } else if (input.encrypt_key === "event-key-0001") {
        assert.equal(answer.status, 200, log);
        assert.lengthOf(seen, 1);
      } else {
        // Signed with a key that did not encrypt it: past the signature, and no further.
        assert.match(log, /decrypt_failed|invalid_body/);
      }
    });
  }
}

interface Encryption {
  name: string;
  input: {
    op: string;
    encrypt_key: string;
    iv_hex: string;
    plaintext_pattern?: { prefix: string; letters: number; suffix: string };
  };
  expected: { encrypt_length: number; encrypt_sha256: string };
}

test("the judge is judged: what these tests seal is what the platform seals", async () => {
  const large = (encryption as unknown as Encryption[]).filter(({ input }) => input.plaintext_pattern);
  assert.lengthOf(large, 2);
  for (const { input, expected } of large) {
    const { prefix, letters, suffix } = input.plaintext_pattern ?? { prefix: "", letters: 0, suffix: "" };
    const text =
      prefix + Array.from({ length: letters }, (_, at) => String.fromCharCode(97 + (at % 26))).join("") + suffix;
    const iv = Uint8Array.from(input.iv_hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
    const encrypt = await seal(text, input.encrypt_key, iv);
    assert.lengthOf(encrypt, expected.encrypt_length);
    const digest = await crypto.subtle.digest("SHA-256", toBytes(encrypt));
    assert.equal(toHex(new Uint8Array(digest)), expected.encrypt_sha256);
  }
});

test("a crypto provider that is given is used, and one that fails refuses", async () => {
  let calls = 0;
  const counting: typeof nobleCrypto = {
    ...nobleCrypto,
    digest: (...parts) => {
      calls++;
      return nobleCrypto.digest(...parts);
    },
  };
  const used = setup({ encryptKey: "key", crypto: counting });
  assert.equal((await receive(used.events, await sealed(event2(), { secret: "key" }))).status, 200);
  assert.isAbove(calls, 0);
  const broken = { ...nobleCrypto, digest: () => Promise.reject(new Error("no crypto")) };
  const failing = setup({ encryptKey: "key", crypto: broken });
  assert.equal((await receive(failing.events, await sealed(event2(), { secret: "key" }))).status, 401);
  assert.deepEqual(failing.seen, []);
});
