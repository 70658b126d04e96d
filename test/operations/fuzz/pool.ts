import type { Random } from "./random.ts";

/** Ids that exist on the emulator: what it answered, by the name of the field. */
export interface Pool {
  gather(answer: unknown): void;
  add(name: string, value: string): void;
  /** One of that name, or any. */
  take(random: Random, name: string): string;
  /** Remembers ids that belong together: those in the path of a request that was done. */
  keepPath(path: Readonly<Record<string, string>>): void;
  /** Ids that belong together, among them one of this name. */
  takePath(random: Random, name: string): Readonly<Record<string, string>>;
}

const MOST = 60;

/** Fields that hold the ids which other operations take under another name. */
const ALIASES: Readonly<Record<string, readonly string[]>> = {
  document_id: ["obj_token", "token", "file_token"],
  app_token: ["token", "file_token"],
  spreadsheet_token: ["token", "file_token", "spreadsheetToken"],
  spreadsheetToken: ["spreadsheet_token"],
  folder_token: ["token", "parent_token", "folder_token"],
  sheet_id: ["sheetId", "range"],
  open_id: ["user_id", "receive_id", "member_id"],
  chat_id: ["receive_id", "container_id"],
  thread_id: ["receive_id", "container_id"],
};

export function createPool(): Pool {
  const byName = new Map<string, string[]>();
  const all: string[] = [];
  function add(name: string, value: string): void {
    const values = byName.get(name) ?? [];
    if (values.length < MOST) {
      values.push(value);
    } else {
      values[all.length % MOST] = value;
    }
    byName.set(name, values);
    all[all.length < 1000 ? all.length : (value.length * 7) % 1000] = value;
  }
  function gather(value: unknown, name = "", depth = 0): void {
    if (
      typeof value === "string" &&
      value.length > 3 &&
      value.length < 80 &&
      /(_id|_key|_token|token|Id|guid)$/.test(name)
    ) {
      for (const one of [name, ...(ALIASES[name] ?? [])]) {
        add(one, value);
      }
    } else if (typeof value === "object" && value !== null && depth < 8) {
      for (const [key, item] of Object.entries(value).slice(0, 50)) {
        gather(item, Array.isArray(value) ? name.replace(/s$/, "") : key, depth + 1);
      }
    }
  }
  const paths = new Map<string, Readonly<Record<string, string>>[]>();
  return {
    gather: (answer) => gather(answer),
    add,
    keepPath(path) {
      for (const name of Object.keys(path)) {
        paths.set(name, [...(paths.get(name) ?? []), path].slice(-MOST));
      }
    },
    takePath: (random, name) => random.pick(paths.get(name) ?? [{}]),
    take(random, name) {
      const values = byName.get(name) ?? byName.get(name.replace(/s$/, ""));
      const from = values && random.chance(0.9) ? values : all;
      return from.length > 0 ? random.pick(from) : random.hex(12);
    },
  };
}
