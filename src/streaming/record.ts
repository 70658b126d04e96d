import { parseObject } from "../base/index.ts";
import type { Target } from "../send/index.ts";
import type { Ask, KeyValueStore } from "../store/index.ts";
import { change } from "./change.ts";
import type { Identity } from "./identity.ts";
import { listStream } from "./open-streams.ts";
import { loadPieces, savePieces } from "./pieces.ts";
import type { CardView, StreamOutcome } from "./types.ts";

/** How long after its last write a stream counts as abandoned. */
export const LEASE_MS = 60_000;

/** The sequence numbers that one run of a stream may use. */
const SEQUENCES = 10_000;

/** A card that is full and closed. */
export interface FullCard {
  readonly message_id?: string | undefined;
  /** Where the text of the next card begins. */
  readonly to: number;
  /** What the next card begins with before that text: the beginning of a block that was cut. */
  readonly head: string;
}

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
  /** Where the card goes. */
  target?: Target;
  card_id?: string | undefined;
  message_id?: string | undefined;
  /** The card was made, and may have been sent. */
  sending?: boolean;
  /** The message is a card without an entity. */
  isPlain?: boolean;
  /** How many cards there were before this one, of all runs. */
  number?: number;
  /** The full cards before this one, which people see. */
  full?: readonly FullCard[];
  /** Where the text begins that no card shows. It is sent in another form. */
  rest?: number | undefined;
  /** Messages that show something old, and are to be recalled. */
  stale?: readonly string[];
  /** Where the text is: the key's ending, and the number of its pieces. */
  text?: readonly [slot: string, pieces: number];
  /** How it ended, and how much of the text is shown. */
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
  /** Adds the stream to the open ones, or removes it. */
  list(isOpen: boolean): Promise<unknown>;
}

/** How a record is taken. */
export interface TakeOptions {
  readonly store: KeyValueStore | undefined;
  readonly identity: Identity;
  readonly ask: Ask;
  readonly now: () => number;
  readonly target?: Target | undefined;
  /** Whether a record may be taken. Default: each. A record that is done is never taken. */
  readonly mayTake?: ((found: StreamRecord | undefined) => boolean) | undefined;
}

const parse = (text: string | null): StreamRecord | undefined => {
  const record = parseObject(text) as unknown as StreamRecord | undefined;
  return record?.owner ? record : undefined;
};

async function loadView(store: KeyValueStore, key: string, record: StreamRecord): Promise<CardView | undefined> {
  const [slot, count] = record.text ?? [];
  const text = slot && (await loadPieces(store, `${key}:${slot}`, count as number));
  return text ? (parseObject(text) as unknown as CardView) : undefined;
}

/** The record of the next run. */
function nextRecord(owner: string, until: number, target: Target | undefined, before?: StreamRecord): StreamRecord {
  const { epoch = 0, reserved = 0 } = before ?? {};
  return {
    state: "open",
    ...(target ? { target } : {}),
    ...before,
    rest: before?.state === "finishing" ? before.rest : undefined,
    owner,
    epoch: epoch + 1,
    until,
    reserved: reserved + SEQUENCES,
  };
}

/** The lowest number that this run may use. */
export const firstSequence = ({ reserved }: StreamRecord): number => reserved - SEQUENCES + 1;

/**
 * Takes a stream over, whoever had it: `once` decides who runs the handler. Earlier owners see it at their next write.
 *
 * @returns The book, and what an earlier run left; no book if the record may not be taken. A record that is done is returned
 *   as it is.
 */
export async function takeRecord(options: TakeOptions): Promise<{ book?: Book; left?: Taken | undefined }> {
  const { store, identity, ask, now, target, mayTake = () => true } = options;
  const { key } = identity;
  const owner = crypto.randomUUID();
  let record = nextRecord(owner, now() + LEASE_MS, target);
  let left: Taken | undefined;
  let isRefused = false;

  const taking =
    store &&
    (await ask(async () => {
      let before: StreamRecord | undefined;
      const taken = await change(store, key, (text) => {
        const found = parse(text);
        before = found?.owner === owner ? before : found;
        isRefused = !mayTake(before);
        if (isRefused || before?.state === "done") {
          return undefined;
        }
        record = nextRecord(owner, now() + LEASE_MS, target, before);
        return JSON.stringify(record);
      });
      if (before) {
        record = taken === false ? before : record;
        left = { record: before, view: await loadView(store, key, before) };
      }
      return taken;
    }));
  // A store that fails is left alone: its state is unknown, and the stream goes on without it.
  const kept = taking && taking.value !== undefined ? store : undefined;

  let listing: Promise<unknown> | undefined;

  async function save(changes: Partial<StreamRecord>): Promise<boolean> {
    // No card is sent before its stream is in the list, by which it is closed if this process dies.
    await listing;
    Object.assign(record, { until: now() + LEASE_MS }, changes);
    const saved =
      kept &&
      (await ask(() =>
        change(kept, key, (text) => {
          const found = parse(text);
          return found && found.owner !== owner ? undefined : JSON.stringify(record);
        }),
      ));
    return saved?.value !== false;
  }

  let slot = 0;
  const book: Book = {
    get record() {
      return record;
    },
    save,
    async saveView(view, changes = {}) {
      slot += 1;
      // Two places in turn, so that the one that the record names is never half written.
      const name = `${record.epoch}.${slot % 2}`;
      const saving = kept && (await ask(() => savePieces(kept, `${key}:${name}`, JSON.stringify(view))));
      return save(saving ? { ...changes, text: [name, saving.value] } : changes);
    },
    async list(isOpen) {
      listing = kept && identity.list ? ask(() => listStream(kept, identity.list, key, isOpen)) : undefined;
      await listing;
    },
  };
  return isRefused ? {} : { book, left };
}
