import type { BuildOptions } from "esbuild";
import type { Emulator } from "lark-edge/emulator";
import { Miniflare } from "miniflare";
import { COMPATIBILITY_DATE } from "./runtimes.ts";
import { bundleWorker, callsOf, connect, secretsOf } from "./workerd.ts";

/** Runs a bot in workerd, between it and the emulator nothing but requests. Resolves to what ends it. */
export async function connectInWorkerd(
  emulator: Emulator,
  source: BuildOptions,
  env: Record<string, string> = {},
): Promise<() => Promise<void>> {
  const workerd = new Miniflare({
    modules: true,
    script: await bundleWorker(source),
    compatibilityDate: COMPATIBILITY_DATE,
    bindings: { ...secretsOf(emulator), ...env },
    outboundService: callsOf(emulator),
  });
  await connect(emulator, workerd);
  return () => workerd.dispose();
}
