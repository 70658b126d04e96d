// Between two refusals of unsigned bodies an attacker sees no difference: the same work is done, step by step. Times are
// measured by hand, with `run.mjs`.
import { describe, expect, test } from "vitest";
import { toBase64, toBytes } from "../support/platform-callbacks.ts";
import type { Work } from "./meter.ts";
import { NAIVE } from "./naive.ts";
import { larkEdge, type Target } from "./targets.ts";
import { CLASSES, ENCRYPT_KEY, makeBodies, sealBlocks, TOKEN } from "./unsigned-bodies.ts";

/** The work for some bodies of a class; each different one once. */
async function worksOf(target: Target, make: (length: number) => Uint8Array, length: number): Promise<Work[]> {
  const works = new Map<string, Work>();
  for (const body of await makeBodies(make as never, length, 8)) {
    const { status, work } = await target(body);
    expect(status).toBe(401);
    works.set(JSON.stringify(work), work);
  }
  return [...works.values()];
}

const DECRYPTED = { digests: 0, decrypted: ["raw 112"] };
/** No bytes are ever decrypted here but those of these lengths, initialisation vector included. */
const LENGTHS = [112, 128, 160, 192, 240, 256];

describe("every class of unsigned bodies takes the same work", () => {
  test.each(LENGTHS)("of %i bytes", async (length) => {
    const target = larkEdge();
    const all = [];
    for (const make of Object.values(CLASSES)) {
      all.push(...(await worksOf(target, make, length - 16)));
    }
    const [first] = all as [Work];
    expect(first).toMatchObject({ ...DECRYPTED, decrypted: [`raw ${length}`] });
    expect(first.reads).toBeGreaterThan(length);
    for (const work of all) {
      expect(work).toEqual(first);
    }
  });

  test.each([
    ["two keys, the right one first", { encryptKey: [ENCRYPT_KEY, "another key"] }, 2],
    ["two keys, the right one last", { encryptKey: ["another key", ENCRYPT_KEY] }, 2],
    ["three keys", { encryptKey: ["another key", ENCRYPT_KEY, "a third key"] }, 3],
    ["two tokens", { verificationToken: ["x".repeat(32), TOKEN] }, 1],
    ["two tokens of different lengths", { verificationToken: [TOKEN, "x".repeat(40)] }, 1],
    ["old cards accepted", { oldCards: true }, 1],
  ])("with %s", async (_, options, keys) => {
    const target = larkEdge(options);
    const all = [];
    for (const make of Object.values(CLASSES)) {
      all.push(...(await worksOf(target, make, 144)));
    }
    expect(all[0]?.decrypted).toEqual(Array(keys).fill("raw 160"));
    for (const work of all) {
      expect(work).toEqual(all[0]);
    }
  });

  test("whichever byte of a URL check is changed, but where it is the challenge", async () => {
    const target = larkEdge();
    const plain = `{"challenge":"5634b122-c042-4634-bc7f-b07a3c3e77ad","token":"${TOKEN}","type":"url_verification"}`;
    const padding = 16 - (plain.length % 16);
    const bytes = toBytes(plain + String.fromCharCode(padding).repeat(padding));
    const works = new Set<string>();
    // From the token on: a challenge of other letters is another URL check.
    for (let at = plain.indexOf(TOKEN); at < bytes.length; at++) {
      if (at >= plain.indexOf(TOKEN) + TOKEN.length && at < plain.indexOf('"url_') && plain[at] !== '"') {
        continue;
      }
      const changed = bytes.slice();
      changed[at] = (changed[at] as number) ^ 0x81;
      const { status, work } = await target(toBytes({ encrypt: toBase64(await sealBlocks(changed)) }));
      expect(status).toBe(401);
      works.add(JSON.stringify(work));
    }
    expect(works.size).toBe(1);
  });
});

describe("what cannot be a URL check is not decrypted", () => {
  test.each([32, 48, 64, 80, 96, 272, 512])("%i bytes", async (length) => {
    const target = larkEdge();
    for (const make of [CLASSES["random, good padding"], CLASSES["printable, no padding"]]) {
      const [body] = await makeBodies(make as never, length - 16, 1);
      const { status, work } = await target(body as Uint8Array);
      expect(status).toBe(401);
      expect(work).toEqual({ digests: 0, decrypted: [], reads: 0, order: 0 });
    }
  });

  test.each([1, 15, 17])("a URL check that is longer by %i bytes", async (more) => {
    const target = larkEdge();
    const sealed = await sealBlocks(toBytes("x".repeat(112)));
    const body = toBytes({ encrypt: toBase64(Uint8Array.of(...sealed, ...new Uint8Array(more))) });
    const { status, work } = await target(body);
    expect(status).toBe(401);
    expect(work.decrypted).toEqual([]);
  });
});

// What was tried against the oracles, in this order. A verifier that fails shows that the measurement would find it.
describe("the verifiers that were tried", () => {
  const text = (length: number) => toBytes("The plan is ready. ".repeat(20).slice(0, length));
  const random = (length: number) => crypto.getRandomValues(new Uint8Array(length));
  const good = (bytes: Uint8Array) => Uint8Array.from(bytes).fill(4, bytes.length - 4);
  const bad = (bytes: Uint8Array) => Uint8Array.from(good(bytes)).fill(5, bytes.length - 1);

  const VERIFIERS: [
    name: string,
    target: Target,
    what: string,
    plain: (length: number) => Uint8Array,
    n: number,
    tells: boolean,
  ][] = [
    ["0.3.0", NAIVE["0.3.0"], "text", text, 112, true],
    ["0.3.0", NAIVE["0.3.0"], "one block of text", text, 16, true],
    ["a grain of time", NAIVE["0.3.0 with an answer at a grain of time"], "text", text, 112, true],
    [
      "one verdict over padding and alphabet",
      NAIVE["one verdict over padding and printable text"],
      "random bytes",
      random,
      112,
      false,
    ],
    [
      "one verdict over padding and alphabet",
      NAIVE["one verdict over padding and printable text"],
      "two blocks of printable text",
      text,
      32,
      true,
    ],
    ["lark-edge", larkEdge(), "random bytes", random, 112, false],
    ["lark-edge", larkEdge(), "one block of text", text, 16, false],
    ["lark-edge", larkEdge(), "two blocks of printable text", text, 32, false],
    ["lark-edge", larkEdge(), "printable text of the shortest length", text, 96, false],
    ["lark-edge", larkEdge(), "printable text of 112 bytes", text, 112, false],
    ["lark-edge", larkEdge(), "printable text of the greatest length", text, 240, false],
  ];

  test.each(VERIFIERS)(
    "%s: tells a good padding from a bad one in %3$s",
    async (_, target, __, plain, length, tells) => {
      const bytes = plain(length);
      const works = [];
      for (const blocks of [good(bytes), bad(bytes)]) {
        works.push((await target(toBytes({ encrypt: toBase64(await sealBlocks(blocks as never)) }))).work);
      }
      expect(works[0]?.reads !== works[1]?.reads).toBe(tells);
      if (!tells) {
        expect(works[0]).toEqual(works[1]);
      }
    },
  );
});
