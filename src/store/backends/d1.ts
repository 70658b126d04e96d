import type { KeyValueStore } from "../key-value-store.ts";
import { checkBinding } from "./check.ts";
import { checkedStore } from "./checked-store.ts";
import { d1Statements } from "./d1-statements.ts";
import { storedKey } from "./stored-key.ts";

/** The table, unless another is named. */
export const DEFAULT_D1_TABLE = "lark_edge_store";

/**
 * The longest value, in bytes. D1 keeps rows of 2 MB; the rest of the row is the key and the time.
 *
 * @see https://developers.cloudflare.com/d1/platform/limits/
 */
export const D1_MAX_VALUE_BYTES = 1_998_000;

/** What is used of a statement; `D1PreparedStatement` fits. */
export interface D1Statement {
  bind(...values: (string | number | null)[]): D1Statement;
  run(): Promise<D1Answer>;
}

/** What is used of the answer to a statement. */
export interface D1Answer {
  readonly results: unknown[];
}

/** What is used of a D1 binding; `D1Database` fits. */
export interface D1Binding {
  prepare(query: string): D1Statement;
  batch(statements: D1Statement[]): Promise<D1Answer[]>;
  // Not used. A session has none, and must not be taken for the database: it may read from a replica, which lags.
  exec(query: string): Promise<unknown>;
}

/** How to use a D1 database. */
export interface D1StoreOptions {
  /** Letters, digits and underscores. Default `lark_edge_store`. */
  table?: string | undefined;
  /**
   * The clock, in milliseconds since the Unix epoch. Default the database's own: it is one for all instances, while
   * theirs differ, and stand still between two waits.
   */
  now?: (() => number) | undefined;
}

/**
 * Keeps values in a table of a D1 database, with an atomic `compareAndSet`.
 *
 * The table is made at the first use. Every write that may add a row takes up to four expired ones with it, so that the
 * table stays as large as what lives in it, without a timer.
 *
 * Everything goes to the primary, also with read replication: a store that claims events must read what was written last.
 * A write that fails may still have been made; read before you decide.
 *
 * @param binding - `env.DB`: a D1 database of `wrangler.toml`, not one of its sessions.
 * @throws {TypeError} The binding is missing or is a session, or `table` is no plain name.
 * @throws {RangeError} Of the methods: an empty key, or a value that is too long for a row.
 * @example
 * const store = d1Store(env.DB)
 * const client = new Client({ appId, appSecret, store, apis: { im } })
 * @see https://developers.cloudflare.com/d1/best-practices/read-replication/
 */
export function d1Store(binding: D1Binding, options: D1StoreOptions = {}): Required<KeyValueStore> {
  checkBinding("d1Store", binding, ["prepare", "batch", "exec"], "[[d1_databases]]");
  const { table = DEFAULT_D1_TABLE, now } = options;
  // SQLite and D1 keep these beginnings for themselves.
  if (!/^(?!sqlite_|_cf_|d1_)[a-z_]\w{0,62}$/i.test(table)) {
    throw new TypeError("table must be a name of letters, digits and underscores, and none of SQLite's or D1's own");
  }
  const sql = d1Statements(table);
  const time = () => now?.() ?? null;
  // Not a promise: on workerd, one that was born in another request may never settle. First calls that come together
  // each send the statements, which do nothing to a table that is there.
  let isMade = false;

  async function run(query: string, values: (string | number | null)[], more: D1Statement[] = []): Promise<unknown[]> {
    const setup = isMade ? [] : sql.create.map((text) => binding.prepare(text));
    const statement = binding.prepare(query).bind(...values);
    try {
      // Together, in one transaction and one round trip; a lone statement is spared the transaction.
      const answers =
        setup.length || more.length ? await binding.batch([...setup, statement, ...more]) : [await statement.run()];
      isMade = true;
      return answers[setup.length]?.results ?? [];
    } catch (error) {
      // The table may have been dropped: the next call creates it again.
      isMade = false;
      throw error;
    }
  }

  const sweep = () => [binding.prepare(sql.sweep).bind(time())];

  return checkedStore({
    name: "D1",
    // A longer one is stored under its hash.
    maxKeyBytes: Number.POSITIVE_INFINITY,
    guarantees: {
      atomic: true,
      readYourWrites: "everywhere",
      ttlFloorSeconds: 0,
      ttlLagSeconds: 0,
      maxValueBytes: D1_MAX_VALUE_BYTES,
    },
    async get(key) {
      const [row] = await run(sql.get, [await storedKey(key), time()]);
      return (row as { value: string } | undefined)?.value ?? null;
    },
    set: async (key, value, ttlMs) => run(sql.set, [await storedKey(key), time(), value, ttlMs ?? null], sweep()),
    delete: async (key) => run(sql.delete, [await storedKey(key)]),
    async compareAndSet(key, expected, next, ttlMs) {
      const stored = await storedKey(key);
      if (next === null) {
        return expected === null
          ? !(await run(sql.get, [stored, time()])).length
          : !!(await run(sql.release, [stored, time(), expected])).length;
      }
      const rows =
        expected === null
          ? await run(sql.claim, [stored, time(), next, ttlMs ?? null], sweep())
          : await run(sql.replace, [stored, time(), next, ttlMs ?? null, expected]);
      return !!rows.length;
    },
  });
}
