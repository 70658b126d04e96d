import { Client } from "../../../src/index.ts";
import { methodOf } from "./methods.ts";
import type { Operation } from "./operations.ts";
import { type Payload, withFiles } from "./payload.ts";
import { HELPDESK, readRequest, type SentRequest, type WireRequest } from "./request.ts";

/** With a token of each kind no call fetches one. */
const TOKENS = { userAccessToken: "u-1", tenantAccessToken: "t-1", appAccessToken: "a-1" };

/** Our client, whose requests are read where they would go to the network. */
export class OurClient {
  readonly client: object;
  #sent: WireRequest[] = [];
  #uploads = 0;
  #answer: () => Response = () => new Response();

  constructor() {
    const fetch = async (url: string, init: RequestInit): Promise<Response> => {
      const { method = "GET", headers, body } = init;
      this.#sent.push({ method, url, headers: new Headers(headers), body });
      return this.#answer();
    };
    // Seven operations read a body on GET, which only some transports can send.
    const able = Object.assign(fetch, { sendsGetBody: true });
    this.client = new Client({
      appId: "cli_1",
      appSecret: "secret",
      helpdesk: HELPDESK,
      fetch: able,
      retry: { maxRetries: 0 },
    });
  }

  /** What it sends for a payload. */
  async send(name: string, payload: Payload, { binary }: Operation): Promise<SentRequest> {
    this.#sent = [];
    this.#answer = () => (binary ? new Response("file") : Response.json({ code: 0, msg: "", data: {} }));
    // Bytes and blobs in turn: either must do.
    const data = withFiles(payload.data, ({ bytes }) => (this.#uploads++ % 2 === 0 ? bytes : new Blob([bytes])));
    await methodOf(this.client, name)?.({ ...payload, data }, TOKENS);
    const [sent, second] = this.#sent;
    if (!sent || second) {
      throw new Error(`${this.#sent.length} requests were sent`);
    }
    return readRequest(sent, Object.keys(payload.headers ?? {}));
  }
}
