// What every test in workerd takes: a bundle, and the two ways between a Worker and the emulator.
import { type BuildOptions, build } from "esbuild";
import type { Emulator } from "lark-edge/emulator";
import { type Miniflare, type Request as WorkerRequest, Response as WorkerResponse } from "miniflare";

/** The environment of a bot of the emulator's app. */
export function secretsOf({ app }: Emulator): Record<string, string> {
  const { appId, appSecret, encryptKey, verificationToken } = app;
  return { APP_ID: appId, APP_SECRET: appSecret, ENCRYPT_KEY: encryptKey, VERIFICATION_TOKEN: verificationToken };
}

/** Bundles a Worker as Wrangler does. */
export async function bundleWorker(source: BuildOptions): Promise<string> {
  const { outputFiles } = await build({
    ...source,
    bundle: true,
    format: "esm",
    target: "es2022",
    conditions: ["workerd", "worker", "browser"],
    external: ["cloudflare:workers"],
    write: false,
    logLevel: "error",
  });
  return outputFiles?.[0]?.text ?? "";
}

/** Miniflare's `outboundService`: whatever a Worker calls is the emulator. */
export const callsOf =
  (emulator: Emulator) =>
  async ({ url, method, headers, body }: WorkerRequest): Promise<WorkerResponse> => {
    const bytes = body ? await new Response(body as ReadableStream).arrayBuffer() : null;
    const answer = await emulator.fetch(new Request(url, { method, headers: [...headers], body: bytes }));
    return new WorkerResponse(await answer.arrayBuffer(), { status: answer.status, headers: [...answer.headers] });
  };

/** Hands a request to a Worker, at its own address unless another is given. */
export async function dispatch(workerd: Miniflare, request: Request, url: string = request.url): Promise<Response> {
  const { method, headers } = request;
  const body = await request.arrayBuffer();
  const answer = await workerd.dispatchFetch(url, { method, headers: [...headers], body });
  return new Response(await answer.arrayBuffer(), { status: answer.status });
}

/** Lets the emulator's events go to a Worker, once it is up: the URL check gives a bot a second, not the start of workerd. */
export async function connect(emulator: Emulator, workerd: Miniflare): Promise<void> {
  await workerd.ready;
  await workerd.dispatchFetch("https://bot.example/");
  await emulator.connect((request) => dispatch(workerd, request));
}
