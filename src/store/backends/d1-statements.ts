/** How many expired rows a write takes with it. More than the one that it adds, so that writing cannot outrun it. */
export const SWEPT_ROWS = 4;

/**
 * The statements of a table. `?1` is the key and `?2` the time, or null for the database's own; the clean-up has only
 * the time.
 *
 * - Each of them looks at the time itself, so that an expired row is never read, kept or compared with.
 * - Each comparison and its write are one statement: SQLite runs it alone, and `RETURNING` tells whether it wrote. (The
 *   `changes` in `meta` say the same, but are documented as figures to watch, next to the duration.)
 * - `WITHOUT ROWID`: the key is the table, and a write is billed as one row, not as one more for an index of keys.
 * - The index is the price of the clean-up: one more row written for a value with a ttl. Without it each clean-up would
 *   read the whole table, while claims are being waited for. Values without a ttl are not in it.
 *
 * @see https://developers.cloudflare.com/d1/platform/pricing/ What is billed for an index.
 * @see https://www.sqlite.org/lang_upsert.html
 */
export function d1Statements(table: string): {
  create: string[];
  get: string;
  set: string;
  delete: string;
  claim: string;
  replace: string;
  release: string;
  sweep: string;
} {
  const clock = (given: string) => `coalesce(${given}, CAST(unixepoch('subsec') * 1000 AS INTEGER))`;
  const now = clock("?2");
  // Null, which is neither true nor false, is a row that stays.
  const isLive = `("${table}".expires_at <= ${now}) IS NOT TRUE`;
  const set = `INSERT INTO "${table}" (key, value, expires_at) VALUES (?1, ?3, ${now} + ?4)
    ON CONFLICT (key) DO UPDATE SET value = excluded.value, expires_at = excluded.expires_at`;
  return {
    create: [
      `CREATE TABLE IF NOT EXISTS "${table}"
        (key TEXT PRIMARY KEY NOT NULL, value TEXT NOT NULL, expires_at INTEGER) WITHOUT ROWID`,
      `CREATE INDEX IF NOT EXISTS "${table}_expires_at" ON "${table}" (expires_at) WHERE expires_at IS NOT NULL`,
    ],
    get: `SELECT value FROM "${table}" WHERE key = ?1 AND ${isLive}`,
    set,
    delete: `DELETE FROM "${table}" WHERE key = ?1`,
    claim: `${set} WHERE NOT (${isLive}) RETURNING 1`,
    replace: `UPDATE "${table}" SET value = ?3, expires_at = ${now} + ?4
      WHERE key = ?1 AND value = ?5 AND ${isLive} RETURNING 1`,
    release: `DELETE FROM "${table}" WHERE key = ?1 AND value = ?3 AND ${isLive} RETURNING 1`,
    sweep: `DELETE FROM "${table}" WHERE key IN
      (SELECT key FROM "${table}" WHERE expires_at <= ${clock("?1")} LIMIT ${SWEPT_ROWS})`,
  };
}
