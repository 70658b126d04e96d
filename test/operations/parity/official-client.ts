import { createRequire } from "node:module";
import { PassThrough, Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { methodOf } from "./methods.ts";
import type { Operation } from "./operations.ts";
import { type Payload, withFiles } from "./payload.ts";
import { HELPDESK, readRequest, type SentRequest } from "./request.ts";

/** What its HTTP library knows of a request that is ready to be sent. */
interface Config {
  method: string;
  data?: string | FormStream;
  headers: { toJSON(): Record<string, string> };
}

/** Its multipart body: a stream, older than those that can be iterated. */
interface FormStream {
  getHeaders(): Record<string, string>;
  pipe(target: PassThrough): PassThrough;
}

/** As much of its HTTP library as is needed to stand in for the network. */
interface Http {
  request(config: object): Promise<unknown>;
  getUri(config: object): string;
}

/** As much of the SDK as is used here. Its own declarations are 17 MB, and the compiler would read them all. */
interface OfficialSdk {
  Client: new (options: object) => object;
  withHelpDeskCredential(): object;
  LoggerLevel: { error: number };
  defaultHttpInstance: Http;
}

const sdk = createRequire(import.meta.url)("@larksuiteoapi/node-sdk") as OfficialSdk;

/** Headers and body as they would go out. */
async function encode({ data, headers }: Config): Promise<{ headers: Headers; body?: BodyInit | undefined }> {
  if (typeof data !== "object") {
    return { headers: new Headers(headers.toJSON()), body: data };
  }
  const bytes = new Uint8Array(await buffer(data.pipe(new PassThrough())));
  return {
    headers: new Headers({ ...headers.toJSON(), ...data.getHeaders() }),
    // A form without fields has no bytes: that is no body.
    body: bytes.length > 0 ? bytes : undefined,
  };
}

/** The official client, whose requests are read where they would go to the network. */
export class OfficialClient {
  readonly client: object;
  #sent: Config | undefined;

  constructor() {
    // Its own HTTP library does everything but the sending, so that bodies and queries are those of the wire.
    const adapter = async (config: Config) => {
      this.#sent = config;
      return { status: 200, statusText: "OK", headers: {}, config, data: { code: 0, data: {} } };
    };
    const request = (config: object) => sdk.defaultHttpInstance.request({ ...config, adapter });
    this.client = new sdk.Client({
      appId: "cli_1",
      appSecret: "secret",
      helpDeskId: HELPDESK.id,
      helpDeskToken: HELPDESK.token,
      // With a cache it would fetch a token before each call.
      disableTokenCache: true,
      httpInstance: { request },
      loggerLevel: sdk.LoggerLevel.error,
      logger: { error: () => {}, warn: () => {}, info: () => {}, debug: () => {}, trace: () => {} },
    });
  }

  /** What it sends for a payload. */
  async send(name: string, payload: Payload, { helpdesk }: Operation): Promise<SentRequest> {
    this.#sent = undefined;
    // Only a stream with a path becomes a file with a name; bytes would go out as a text part.
    const data = withFiles(payload.data, ({ bytes }) => Object.assign(Readable.from([bytes]), { path: "file.bin" }));
    // It fills a path with what it is given, so that its callers must encode.
    const encoded = Object.entries(payload.path ?? {}).map(([key, value]) => [key, encodeURIComponent(value)]);
    const path = Object.fromEntries(encoded);
    await methodOf(this.client, name)?.({ ...payload, path, data }, helpdesk ? sdk.withHelpDeskCredential() : {});
    const config = this.#sent as Config | undefined;
    if (!config) {
      throw new Error("nothing was sent");
    }
    return readRequest(
      {
        method: config.method,
        url: sdk.defaultHttpInstance.getUri(config),
        ...(await encode(config)),
      },
      Object.keys(payload.headers ?? {}),
    );
  }
}
