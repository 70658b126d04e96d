import { parseObject } from "../base/index.ts";
import type { Ask, KeyValueStore } from "../store/index.ts";
import { loadPieces, savePieces } from "./pieces.ts";
import type { CardView, StreamOutcome } from "./types.ts";

/** How long after its last write a stream counts as abandoned. */
const LEASE_MS = 60_000;

/** The sequence numbers that one run of a stream may use. */
const SEQUENCES = 10_000;

/** A record outlives the redeliveries of its event. */
const TTL_SECONDS = 86_400;

/** How often a change is tried again that another writer overtook. */
const ROUNDS = 5;

/** What the store holds of a stream. */
export interface StreamRecord {
  state: "open" | "finishing" | "done";
  owner: string;
  /** Which run this is: 1, 2 and so on. */
  epoch: number;
  /** When the lease ends, in milliseconds since the Unix epoch. */
  until: number;
  /** The highest sequence number that a run may have used. */
  reserved: number;
  card_id?: string;
  message_id?: string;
  /** The card was made, and may have been sent. */
  sending?: boolean;
  /** Where the text is: the key's ending, and the number of its pieces. */
  text?: readonly [slot: string, pieces: number];
  /** How it ended, and how much of the text the card shows. */
  end?: { readonly outcome: StreamOutcome; readonly cut: number };
}

/** What an earlier run left. */
export interface Taken {
  readonly record: StreamRecord;
  /** What the card was to show. */
  readonly view?: CardView | undefined;
}

/** The record of one stream, as its owner sees it. */
export interface Book {
  readonly record: StreamRecord;
  /** Stores changes of the record. Resolves to `false` if another owner has taken it. A store that fails changes nothing. */
  save(change: Partial<StreamRecord>): Promise<boolean>;
  /** Stores what the card shall show, and then the changes that belong to it. */
  saveView(view: CardView, change?: Partial<StreamRecord>): Promise<boolean>;
}

const parse = (text: string | null | undefined): StreamRecord | undefined => {
  const record = parseObject(text) as unknown as StreamRecord | undefined;
  return record?.owner ? record : undefined;
};

async function loadView(store: KeyValueStore, key: string, record: StreamRecord): Promise<CardView | undefined> {
  const [slot, count] = record.text ?? [];
  const text = slot && (await loadPieces(store, `${key}:${slot}`, count as number));
  return text ? (parseObject(text) as unknown as CardView) : undefined;
}

/** A record in memory, for a stream without a store and for a store that fails. */
function firstRecord(owner: string, now: number): StreamRecord {
  return { state: "open", owner, epoch: 1, until: now + LEASE_MS, reserved: SEQUENCES };
}

function nextRecord(owner: string, now: number, before: StreamRecord | undefined): StreamRecord {
  const first = firstRecord(owner, now);
  return before
    ? { ...before, owner, epoch: before.epoch + 1, until: first.until, reserved: before.reserved + SEQUENCES }
    : first;
}

/** The lowest number that this run may use. */
export const firstSequence = ({ reserved }: StreamRecord): number => reserved - SEQUENCES + 1;

/**
 * Takes a stream over, whoever had it: `once` decides who runs the handler. Earlier owners see it at their next write.
 *
 * @returns The book, and what an earlier run left. A record that is done is returned as it is.
 */
export async function takeRecord(
  store: KeyValueStore | undefined,
  key: string,
  ask: Ask,
  now: () => number,
): Promise<{ book: Book; left: Taken | undefined }> {
  const owner = crypto.randomUUID();
  let record = firstRecord(owner, now());
  let left: Taken | undefined;

  /** One change, repeated while others write and until the store says that it is ours. */
  async function write(next: (found: StreamRecord | undefined) => StreamRecord | undefined): Promise<boolean> {
    if (!store) {
      return next(record) !== undefined;
    }
    for (let round = 0; round < ROUNDS; round++) {
      const found = await store.get(key);
      const made = next(parse(found));
      if (!made) {
        return false;
      }
      const text = JSON.stringify(made);
      const options = { ttlSeconds: TTL_SECONDS };
      if (!store.compareAndSet) {
        await store.set(key, text, options);
      } else if (!(await store.compareAndSet(key, found, text, options))) {
        continue;
      }
      return true;
    }
    return false;
  }

  const taking = await ask(async () => {
    let before: StreamRecord | undefined;
    await write((found) => {
      before = found?.owner === owner ? before : found;
      if (before?.state === "done") {
        record = before;
        return undefined;
      }
      record = found?.owner === owner ? found : nextRecord(owner, now(), before);
      return record;
    });
    left = before && store && { record: before, view: await loadView(store, key, before) };
  });
  // A store that fails is left alone: its state is unknown, and the stream goes on without it.
  const isKept = store !== undefined && taking !== undefined;

  async function save(change: Partial<StreamRecord>): Promise<boolean> {
    Object.assign(record, change, { until: now() + LEASE_MS });
    if (!isKept) {
      return true;
    }
    const saved = await ask(() => write((found) => (found && found.owner !== owner ? undefined : record)));
    return saved?.value ?? true;
  }

  let slot = 0;
  const book: Book = {
    get record() {
      return record;
    },
    save,
    async saveView(view, change = {}) {
      slot += 1;
      // Two places in turn, so that the one that the record names is never half written.
      const name = `${record.epoch}.${slot % 2}`;
      const count = isKept && (await ask(() => savePieces(store, `${key}:${name}`, JSON.stringify(view))))?.value;
      return save(count ? { ...change, text: [name, count] } : change);
    },
  };
  return { book, left };
}
