interface HostGlobals {
  navigator?: { userAgent?: string };
  process?: { versions?: { node?: string } };
}

/** Whether this is Cloudflare's runtime, where I/O belongs to the request that started it. */
export function isWorkerd(): boolean {
  return (globalThis as HostGlobals).navigator?.userAgent === "Cloudflare-Workers";
}

/**
 * Whether work that nobody awaits goes on after the answer: a Node, Deno or Bun process.
 *
 * workerd also has a `process` under `nodejs_compat`, so it is asked for first. Any other host is taken for one that
 * stops with the answer.
 */
export function isLongLived(): boolean {
  return !isWorkerd() && !!(globalThis as HostGlobals).process?.versions?.node;
}
