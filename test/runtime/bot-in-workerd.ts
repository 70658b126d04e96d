import { type BuildOptions, build } from "esbuild";
import type { Emulator } from "lark-edge/emulator";
import { Miniflare } from "miniflare";
import { COMPATIBILITY_DATE } from "../conformance/runtimes.ts";

/** The environment of a bot of the emulator's app. */
export function secretsOf({ app }: Emulator): Record<string, string> {
  const { appId, appSecret, encryptKey, verificationToken } = app;
  return { APP_ID: appId, APP_SECRET: appSecret, ENCRYPT_KEY: encryptKey, VERIFICATION_TOKEN: verificationToken };
}

/** Runs a bot in workerd, between it and the emulator nothing but requests. Resolves to what ends it. */
export async function connectInWorkerd(
  emulator: Emulator,
  source: BuildOptions,
  env: Record<string, string> = {},
): Promise<() => Promise<void>> {
  const { outputFiles } = await build({
    ...source,
    bundle: true,
    format: "esm",
    conditions: ["workerd", "worker", "browser"],
    write: false,
    logLevel: "error",
  });
  const workerd = new Miniflare({
    modules: true,
    script: outputFiles?.[0]?.text ?? "",
    compatibilityDate: COMPATIBILITY_DATE,
    bindings: { ...secretsOf(emulator), ...env },
    outboundService: async (request: Pick<Request, "url" | "method" | "headers" | "arrayBuffer">) => {
      const { url, method, headers } = request;
      const body = method === "GET" ? undefined : await request.arrayBuffer();
      return emulator.fetch(new Request(url, { method, headers: [...headers], body })) as never;
    },
  });
  // The platform gives the URL check a second, which is for the bot and not for the start of workerd.
  await workerd.ready;
  await workerd.dispatchFetch("https://bot.example/");
  await emulator.connect(async (request) => {
    const { url, method, headers } = request;
    const body = await request.arrayBuffer();
    return (await workerd.dispatchFetch(url, { method, headers: [...headers], body })) as never;
  });
  return () => workerd.dispose();
}
