import { hostCrypto, toHex } from "../crypto/index.ts";
import { type Identified, idOf } from "./identity.ts";

/**
 * The `uuid` of a call that a handler makes, derived from the event: when the handler runs again, it is the same, and
 * the platform does not do the same thing twice. It fits every idempotency field, `client_token` and the like too.
 *
 * For a message (`im.v1.message.create` and `reply`) the platform remembers it for an hour.
 *
 * @param ctx - What the handler got.
 * @param call - Which call of this handler: a number or a name, different for each.
 * @returns 36 characters of the form of a UUID.
 * @example
 * await client.im.v1.message.reply({ path, data: { msg_type, content, uuid: await eventUuid(ctx, "reply") } });
 * @see https://open.feishu.cn/document/server-docs/im-v1/message/create
 */
export async function eventUuid(ctx: Identified, call: number | string): Promise<string> {
  // An event without an id is not delivered again.
  const id = idOf(ctx) ?? JSON.stringify(ctx.raw);
  const name = JSON.stringify([ctx.header.app_id, ctx.type, id, `${call}`]);
  const hex = toHex((await hostCrypto().digest("SHA-256", [name])) as Uint8Array<ArrayBuffer>);
  // Version 4, which some operations require, and the RFC's variant.
  return hex.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*/, "$1-$2-4$3-a$4-$5");
}
