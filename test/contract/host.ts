// What every host promises: the same answers, byte by byte, to the same requests over a real connection.
import { request as httpRequest } from "node:http";
import { connect } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { challenge, event1, event2, type Fields, newCard, seal, sign } from "../support/platform-callbacks.ts";
import { BUDGET_MS, MAX_BODY_BYTES, type Seen, SLOW_MS } from "./hosts/bot.ts";

/** A host under contract that serves the bot of `hosts/bot.ts`. */
export interface Host {
  port: number;
  stop(): unknown;
}

/** A sealed body, and the headers that sign it. */
async function sealedBody(content: Fields): Promise<{ body: string; headers: Record<string, string> }> {
  const body = JSON.stringify({ encrypt: await seal(content) });
  return { body, headers: await sign(body) };
}

const REFUSED = { status: 401, type: "application/json", text: "{}" };
const ACCEPTED = { status: 200, type: "application/json", text: "{}" };

/** The contract. */
export function hostContract(name: string, start: () => Promise<Host>): void {
  describe(name, () => {
    let host: Host;
    beforeAll(async () => {
      host = await start();
    });
    afterAll(() => host?.stop());

    const url = (path = "/webhook/event") => `http://127.0.0.1:${host.port}${path}`;
    let count = 0;
    let type = "";
    beforeEach(() => {
      count += 1;
      type = `contract_${count}_v1`;
    });

    const seen = async (): Promise<Seen> => (await fetch(url("/seen"))).json();
    const timesSeen = async (of = type) => (await seen()).begun.filter((one) => one === of).length;
    const ended = async (of: string) => {
      for (let waited = 0; !(await seen()).ended.includes(of); waited += 50) {
        if (waited > 10 * SLOW_MS) {
          throw new Error(`${of} did not come to its end`);
        }
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    };

    async function send(init: RequestInit) {
      const response = await fetch(url(), {
        method: "POST",
        ...init,
        headers: { "content-type": "application/json", ...(init.headers as Record<string, string>) },
      });
      return { status: response.status, type: response.headers.get("content-type"), text: await response.text() };
    }

    test.each([
      ["schema 2.0", event2],
      ["schema 1.0", event1],
    ])("an event of %s reaches its handler once", async (_, make) => {
      expect(await send(await sealedBody(make(type)))).toEqual(ACCEPTED);
      expect(await timesSeen()).toBe(1);
    });

    test("an encrypted URL check is answered with its challenge", async () => {
      const { status, text } = await send(await sealedBody(challenge({ challenge: "ajls384kdjx98XX" })));
      expect({ status, body: JSON.parse(text) }).toEqual({ status: 200, body: { challenge: "ajls384kdjx98XX" } });
    });

    test("the answer to a card action is sent in UTF-8", async () => {
      const { status, text } = await send(await sealedBody(newCard()));
      expect({ status, body: JSON.parse(text) }).toEqual({
        status: 200,
        body: { toast: { type: "success", content: "好 🚀" } },
      });
    });

    test("header names in capitals are read", async () => {
      const { body, headers } = await sealedBody(event2(type));
      const capitals = Object.fromEntries(Object.entries(headers).map(([key, value]) => [key.toUpperCase(), value]));
      expect(await send({ body, headers: capitals })).toEqual(ACCEPTED);
    });

    test.each<[string, (good: { body: string; headers: Record<string, string> }) => RequestInit]>([
      ["no body", () => ({})],
      ["text", () => ({ body: "hello" })],
      ["bytes that are no UTF-8", () => ({ body: new Uint8Array([0xff, 0xfe, 0x80]) })],
      ["a signed event without its headers", ({ body }) => ({ body })],
      ["a wrong signature", ({ body, headers }) => ({ body, headers: { ...headers, "x-lark-signature": "0" } })],
      ["an empty signature", ({ body, headers }) => ({ body, headers: { ...headers, "x-lark-signature": "" } })],
      ["a body that was changed", ({ body, headers }) => ({ body: `${body} `, headers })],
    ])("%s gets the one refusal", async (_, make) => {
      expect(await send(make(await sealedBody(event2(type))))).toEqual(REFUSED);
      expect(await timesSeen()).toBe(0);
    });

    test("a signature header that comes twice is refused", async () => {
      const { body, headers } = await sealedBody(event2(type));
      const signature = headers["x-lark-signature"] ?? "";
      const status = await new Promise((resolve, reject) => {
        const twice = { ...headers, "x-lark-signature": [signature, signature], "content-length": body.length };
        httpRequest(url(), { method: "POST", headers: twice }, (response) => resolve(response.resume().statusCode))
          .on("error", reject)
          .end(body);
      });
      expect(status).toBe(401);
      expect(await timesSeen()).toBe(0);
    });

    test.each(["GET", "HEAD", "PUT", "DELETE"])("%s is answered with 405 and the allowed method", async (method) => {
      const response = await fetch(url(), { method });
      expect({ status: response.status, allow: response.headers.get("allow") }).toEqual({ status: 405, allow: "POST" });
    });

    test("a body that comes in many chunks, without a length, is put together", async () => {
      const { body, headers } = await sealedBody(event2(type));
      const status = await new Promise((resolve, reject) => {
        const request = httpRequest(url(), { method: "POST", headers }, (response) =>
          resolve(response.resume().statusCode),
        );
        request.on("error", reject);
        for (let at = 0; at < body.length; at += 50) {
          request.write(body.slice(at, at + 50));
        }
        request.end();
      });
      expect(status).toBe(200);
      expect(await timesSeen()).toBe(1);
    });

    test("a body over the limit is answered with 413", async () => {
      const { status } = await send({ body: "x".repeat(MAX_BODY_BYTES + 1) });
      expect(status).toBe(413);
    });

    test("a handler that fails is answered with 500, so that the platform delivers again", async () => {
      const failing = `failing_${type}`;
      expect((await send(await sealedBody(event2(failing)))).status).toBe(500);
      expect(await timesSeen(failing)).toBe(1);
    });

    test("a handler that takes longer than the budget is acknowledged, and comes to its end", async () => {
      const slow = `slow_${type}`;
      const started = performance.now();
      expect(await send(await sealedBody(event2(slow)))).toEqual(ACCEPTED);
      const tookMs = performance.now() - started;
      expect(tookMs).toBeGreaterThan(BUDGET_MS * 0.9);
      expect((await seen()).ended).not.toContain(slow);
      await ended(slow);
    });

    test("twenty events at the same time are handled once each", async () => {
      const types = Array.from({ length: 20 }, (_, index) => `${type}_${index}`);
      const answers = await Promise.all(types.map(async (one) => send(await sealedBody(event2(one)))));
      expect(answers).toEqual(types.map(() => ACCEPTED));
      const { begun } = await seen();
      expect(types.map((one) => begun.filter((other) => other === one).length)).toEqual(types.map(() => 1));
    });

    test("a connection that breaks in the middle of a body does no harm to the next event", async () => {
      await new Promise<void>((resolve) => {
        const socket = connect(host.port, "127.0.0.1", () => {
          socket.write("POST / HTTP/1.1\r\nHost: bot\r\nContent-Length: 1000\r\n\r\n{", () => socket.destroy());
        });
        socket.on("error", () => {});
        socket.on("close", () => resolve());
      });
      expect(await send(await sealedBody(event2(type)))).toEqual(ACCEPTED);
      expect(await timesSeen()).toBe(1);
    });
  });
}
