import { createDecipheriv, createHash } from "node:crypto";
import type { EmulatedApp, Emulator } from "../../src/emulator/index.ts";

/** Parsed JSON whose shape the test asserts: as loose as `JSON.parse` leaves it. */
export type Parsed = ReturnType<typeof JSON.parse>;

/** An answer, parsed. */
export interface Answered {
  status: number;
  headers: Headers;
  body: Parsed;
}

export async function call(
  emulator: Emulator,
  method: string,
  path: string,
  body?: unknown,
  token?: string,
): Promise<Answered> {
  const response = await emulator.fetch(`https://open.feishu.cn${path}`, {
    method,
    headers: {
      "content-type": "application/json",
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
    body: body === undefined ? null : typeof body === "string" ? body : JSON.stringify(body),
  });
  return { status: response.status, headers: response.headers, body: await response.json() };
}

export async function tenantToken(emulator: Emulator, app: EmulatedApp = emulator.app): Promise<string> {
  const { body } = await call(emulator, "POST", "/open-apis/auth/v3/tenant_access_token/internal", {
    app_id: app.appId,
    app_secret: app.appSecret,
  });
  return body.tenant_access_token;
}

/** Opens a sealed request with node:crypto, which shares no code with the emulator. */
export async function open(
  request: Request,
  app: EmulatedApp,
): Promise<{ event: Parsed; signatureValid: boolean | undefined }> {
  const raw = await request.text();
  const sealed = Buffer.from(JSON.parse(raw).encrypt, "base64");
  const key = createHash("sha256").update(app.encryptKey).digest();
  const decipher = createDecipheriv("aes-256-cbc", key, sealed.subarray(0, 16));
  const event = JSON.parse(decipher.update(sealed.subarray(16), undefined, "utf8") + decipher.final("utf8"));
  const signature = request.headers.get("x-lark-signature");
  const prefix = `${request.headers.get("x-lark-request-timestamp")}${request.headers.get("x-lark-request-nonce")}`;
  const expected = createHash("sha256")
    .update(prefix + app.encryptKey + raw)
    .digest("hex");
  return { event, signatureValid: signature === null ? undefined : signature === expected };
}

/** A bot: answers the URL check, hands every other event to `handle`. */
export function bot(
  app: EmulatedApp,
  handle: (event: Parsed) => unknown = () => ({}),
): (request: Request) => Promise<Response> {
  return async (request) => {
    const { event, signatureValid } = await open(request, app);
    if (event.type === "url_verification") {
      return Response.json({ challenge: event.challenge });
    }
    if (signatureValid !== true) {
      return new Response("bad signature", { status: 401 });
    }
    return Response.json((await handle(event)) ?? {});
  };
}
