// Dispatchers with the weaknesses that were found. The attacks must succeed against them: else the attacks prove nothing.
import { createHash } from "node:crypto";
import { createMeter } from "./meter.ts";
import type { Answer, Target } from "./targets.ts";
import { ENCRYPT_KEY, TOKEN } from "./unsigned-bodies.ts";

const BLOCK = 16;
const KEY = createHash("sha256").update(ENCRYPT_KEY).digest();

/** Reads a plain text, or refuses it. */
type Read = (plain: Uint8Array) => string | undefined;

/** Every byte up to an end, as text. */
function textOf(plain: Uint8Array, end: number): string {
  const bytes = new Uint8Array(end);
  for (let at = 0; at < end; at++) {
    bytes[at] = plain[at] as number;
  }
  return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
}

/** Checks the padding, and stops at the first byte that is wrong. */
const readPadded: Read = (plain) => {
  const padding = plain[plain.length - 1] as number;
  let isWrong = padding < 1 || padding > BLOCK;
  for (let at = 2; at <= padding && !isWrong; at++) {
    isWrong = plain[plain.length - at] !== padding;
  }
  return isWrong ? undefined : textOf(plain, plain.length - padding);
};

/** Decides about padding and alphabet without a branch, and then reads what is right. */
const readPrintable: Read = (plain) => {
  const end = plain.length;
  const padding = plain[end - 1] as number;
  let wrong = +(padding < 1) | +(padding > BLOCK);
  for (let at = 0; at < end; at++) {
    const byte = plain[at] as number;
    const isPadding = +(at >= end - padding);
    wrong |= (isPadding & +(byte !== padding)) | ((1 ^ isPadding) & (+(byte < 0x20) | +(byte > 0x7e)));
  }
  return wrong ? undefined : textOf(plain, end - padding);
};

/** Looks at the first block before anything else, and refuses what is too long for a URL check. */
const readFirstBlock: Read = (plain) => {
  const isShort = plain.length <= 256;
  return isShort && textOf(plain, BLOCK).startsWith('{"') ? readPadded(plain) : undefined;
};

/** Echoes the challenge of whatever calls itself a URL check and carries our token. */
function answerTo(text: string | undefined): Pick<Answer, "status" | "challenge"> {
  try {
    const { type, token, challenge } = JSON.parse(text ?? "");
    if (type === "url_verification" && token === TOKEN) {
      return { status: 200, challenge };
    }
  } catch {}
  return { status: 401, challenge: undefined };
}

function naive(read: Read): Target {
  const meter = createMeter();
  return async (body) => {
    meter.take();
    let answer: Pick<Answer, "status" | "challenge"> = { status: 401, challenge: undefined };
    try {
      const { encrypt } = JSON.parse(new TextDecoder().decode(body));
      answer = answerTo(read(meter.decrypt(KEY, Buffer.from(encrypt, "base64"))));
    } catch {}
    return { ...answer, work: meter.take() };
  };
}

/** Answers later than it knows the answer, as with a timer: the work is done all the same, and others wait for it. */
const delayed =
  (target: Target): Target =>
  async (body) => {
    const answer = await target(body);
    await new Promise((resolve) => setTimeout(resolve, 0));
    return answer;
  };

/** The verifiers that were tried, and what was wrong with each. */
export const NAIVE = {
  "0.3.0": naive(readPadded),
  "0.3.0 with an answer at a grain of time": delayed(naive(readPadded)),
  "0.3.0 with a check of the size and of the first block": naive(readFirstBlock),
  "one verdict over padding and printable text": naive(readPrintable),
};
