const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** What a bot's author writes by hand on workerd, without any library: WebCrypto, and what V8 has for hex and base64. */
export function create({ encryptKey, handle }) {
  let handled = 0;
  let key;

  const count = (event) => {
    handled += event.message.message_id ? 1 : 0;
  };

  async function importKey() {
    const raw = await crypto.subtle.digest("SHA-256", encoder.encode(encryptKey));
    return crypto.subtle.importKey("raw", raw, "AES-CBC", false, ["decrypt"]);
  }

  async function bytes(body, header) {
    const prefix = encoder.encode(header("x-lark-request-timestamp") + header("x-lark-request-nonce") + encryptKey);
    const signed = new Uint8Array(prefix.length + body.length);
    signed.set(prefix);
    signed.set(body, prefix.length);
    const signature = await crypto.subtle.digest("SHA-256", signed);
    if (!crypto.subtle.timingSafeEqual(signature, Uint8Array.fromHex(header("x-lark-signature")))) {
      return { status: 401, body: "" };
    }
    const sealed = Uint8Array.fromBase64(JSON.parse(decoder.decode(body)).encrypt);
    key ??= await importKey();
    const plain = await crypto.subtle.decrypt(
      { name: "AES-CBC", iv: sealed.subarray(0, 16) },
      key,
      sealed.subarray(16),
    );
    await (handle ?? count)(JSON.parse(decoder.decode(plain)).event);
    return { status: 200, body: "{}" };
  }

  return {
    handled: () => handled,
    bytes: (body, headers) => bytes(body, (name) => headers[name]),
    async request(request) {
      const answer = await bytes(new Uint8Array(await request.arrayBuffer()), (name) => request.headers.get(name));
      return new Response(answer.body, { status: answer.status });
    },
  };
}
