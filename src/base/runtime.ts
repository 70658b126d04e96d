interface HostGlobals {
  navigator?: { userAgent?: string };
  process?: { versions?: { node?: string } };
}

/** Whether this is Cloudflare's runtime, where I/O belongs to the request that started it. */
export function isWorkerd(): boolean {
  return (globalThis as HostGlobals).navigator?.userAgent === "Cloudflare-Workers";
}

/**
 * Where work goes that outlasts the answer: the host's `waitUntil`, a process that lives on, or nowhere.
 *
 * Node, Deno and Bun live on. workerd also has a `process` under `nodejs_compat`, so it is checked first. Any other
 * host is taken for one that stops with the answer.
 */
export function workPlace(host: {
  waitUntil?: ((work: Promise<unknown>) => void) | undefined;
}): ((work: Promise<unknown>) => void) | undefined {
  const livesOn = !isWorkerd() && (globalThis as HostGlobals).process?.versions?.node;
  return host.waitUntil ?? (livesOn ? () => {} : undefined);
}

/** A module of Node, where the host has it: Node from 20.16 on, Deno, Bun. */
export function nodeModule<Module>(name: string): Module | undefined {
  const { process } = globalThis as { process?: { getBuiltinModule?: (name: string) => Module | undefined } };
  return process?.getBuiltinModule?.(`node:${name}`);
}
