import { type KeyValueStore, streamKey } from "../store/index.ts";
import { change } from "./change.ts";

/** In how many lists the open streams of an app are, so that few writers meet in one. */
const LISTS = 8;

/** A list stays below the 64 KB that the smallest store takes. The oldest streams leave a full list. */
const MAX_KEYS = 250;

const read = (list: string | null): string[] => (list ? list.split("\n") : []);

/** The key of one list of an app. */
const listKey = (prefix: string | undefined, app: string, list: number): Promise<string> =>
  streamKey(prefix, app, `open:${list}`);

/** The key of the list that a stream is in. */
export const listKeyOf = (prefix: string | undefined, app: string, key: string): Promise<string> =>
  listKey(prefix, app, [...key].reduce((sum, char) => sum + (char.codePointAt(0) as number), 0) % LISTS);

/** Adds a stream to its list, or removes it. */
export async function listStream(store: KeyValueStore, list: string, key: string, isOpen: boolean): Promise<void> {
  await change(store, list, (found) => {
    const keys = read(found);
    if (keys.includes(key) === isOpen) {
      return undefined;
    }
    return (isOpen ? [...keys.slice(-MAX_KEYS), key] : keys.filter((one) => one !== key)).join("\n");
  });
}

/** The keys of an app's open streams, each with the key of its list. */
export async function openStreams(
  store: KeyValueStore,
  prefix: string | undefined,
  app: string,
): Promise<{ key: string; list: string }[]> {
  const lists = await Promise.all(Array.from({ length: LISTS }, (_, list) => listKey(prefix, app, list)));
  const found = await Promise.all(lists.map(async (list) => ({ list, keys: read(await store.get(list)) })));
  return found.flatMap(({ list, keys }) => keys.map((key) => ({ key, list })));
}
