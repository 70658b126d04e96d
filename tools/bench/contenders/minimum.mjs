import { createDecipheriv, createHash, timingSafeEqual } from "node:crypto";

/** What a bot's author writes by hand on Node, Deno and Bun, without any library. */
export function create({ encryptKey }) {
  let handled = 0;
  const key = createHash("sha256").update(encryptKey).digest();

  const handle = (event) => {
    handled += event.message.message_id ? 1 : 0;
  };

  async function bytes(body, headers) {
    const hash = createHash("sha256");
    hash.update(headers["x-lark-request-timestamp"] + headers["x-lark-request-nonce"] + encryptKey);
    const signature = hash.update(body).digest();
    const given = Buffer.from(headers["x-lark-signature"], "hex");
    if (given.length !== signature.length || !timingSafeEqual(given, signature)) {
      return { status: 401, body: "" };
    }
    const sealed = Buffer.from(JSON.parse(body.toString()).encrypt, "base64");
    const decipher = createDecipheriv("aes-256-cbc", key, sealed.subarray(0, 16));
    const plain = decipher.update(sealed.subarray(16), undefined, "utf8") + decipher.final("utf8");
    await handle(JSON.parse(plain).event);
    return { status: 200, body: "{}" };
  }

  return {
    handled: () => handled,
    bytes,
    async stream(req) {
      const chunks = [];
      for await (const chunk of req) {
        chunks.push(chunk);
      }
      return bytes(Buffer.concat(chunks), req.headers);
    },
    async request(request) {
      const body = Buffer.from(await request.arrayBuffer());
      const answer = await bytes(body, Object.fromEntries(request.headers));
      return new Response(answer.body, { status: answer.status });
    },
  };
}
