/** Spreads keys over `count` places, always the same way: FNV-1a, since nobody gains by choosing his place. */
export function spread(key: string, count: number): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < key.length; at++) {
    hash = Math.imul(hash ^ key.charCodeAt(at), 0x01000193);
  }
  return (hash >>> 0) % count;
}
