import { toBase64, toUtf8, webSealing } from "../crypto/index.ts";

/**
 * Signs a message of a custom bot. Time and secret are the key of the HMAC, and its message is empty: for `1599360473` and
 * `demo` it is `l1N0gAcBjdwBvGm1xMjOF0XSyaLRpR7tuO5dHfhAYc8=`.
 *
 * @param timestamp - Seconds since the Unix epoch, at most an hour away from the platform's clock.
 * @see https://open.feishu.cn/document/client-docs/bot-v3/add-custom-bot 自定义机器人使用指南
 */
export async function sign(timestamp: string, secret: string): Promise<string> {
  return toBase64(await webSealing.hmacSha256(toUtf8(`${timestamp}\n${secret}`), new Uint8Array()));
}
