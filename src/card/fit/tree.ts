import type { Json } from "../json.ts";
import { elementLists } from "../measure.ts";

/** Where a component stands in the card that was given. */
export type Place = readonly (string | number)[];

/** Where components came from, whatever has become of them since. */
export type Origins = WeakMap<Json, Place>;

/** Replaces components, each by any number of others. What is in them comes first. */
export function replaceIn(
  node: Json,
  origins: Origins,
  replace: (node: Json, place: Place, isRoot: boolean) => Json[],
  place: Place = ["body"],
  isRoot = true,
): Json {
  const copy = { ...node };
  origins.set(copy, origins.get(node) ?? place);
  for (const [key, list] of elementLists(node)) {
    copy[key] = list.flatMap((one, at) => {
      const here = origins.get(one) ?? [...place, key, at];
      const made = replace(replaceIn(one, origins, replace, here, false), here, isRoot);
      for (const part of made) {
        origins.set(part, here);
      }
      return made;
    });
  }
  return copy;
}
