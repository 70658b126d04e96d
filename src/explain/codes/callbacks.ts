/** Why a callback was refused: `reason` of a `LarkCallbackError`. `../table.ts` describes the notation. */
export const CALLBACKS = `
not_json callback_refused
en The content type of the request is not JSON. | The platform sends \`application/json\`; a test with \`curl -d\` sends a form by default. | Send \`Content-Type: application/json\`.
zh 请求的 Content-Type 不是 JSON。 | 平台发送的是 \`application/json\`；\`curl -d\` 默认发送表单。 | 发送 \`Content-Type: application/json\`。

too_large callback_refused
en The body is too large, or took longer than five seconds. | The limit is \`maxBodyBytes\` (1 MiB), and 16 KiB for a body without a signature where an Encrypt Key is set; the platform sends much less. | Raise \`maxBodyBytes\` only if a real event is refused. If the body is not signed, let the proxy pass the headers \`X-Lark-*\`.
zh 请求体过大，或传输超过 5 秒。 | 上限为 \`maxBodyBytes\`（1 MiB）；设置了 Encrypt Key 而请求没有签名时为 16 KiB。平台实际发送的远小于此。 | 仅在真实事件被拒绝时调大 \`maxBodyBytes\`；若请求没有签名，让代理透传 \`X-Lark-*\` 请求头。

body_used callback_refused
en The body was read before \`listener\` could read it. | A body parser such as \`express.json()\` ran first. | Move \`listener(events)\` before the body parser, or let the parser keep the bytes in \`request.rawBody\`.
zh 请求体在 \`listener\` 读取之前已被读取。 | \`express.json()\` 等 body parser 先执行了。 | 将 \`listener(events)\` 放在 body parser 之前，或让 body parser 把原始字节保存到 \`request.rawBody\`。

invalid_body callback_refused
en The body is not a callback of the platform. | It is no JSON, names no event type, or was read or changed before the dispatcher: a body parser, \`c.req.json()\`, a proxy. | Pass the bytes exactly as received, and mount the webhook before any body parser.
zh 请求体不是平台的回调。 | 不是 JSON、缺少事件类型，或在 dispatcher 之前已被读取或修改：body parser、\`c.req.json()\`、代理。 | 原样传入收到的字节，并将 webhook 挂载在 body parser 之前。

encrypt_key_missing callback_refused
en The event is encrypted and no \`encryptKey\` is configured. | An Encrypt Key is set in the developer console. | Copy it from "Events & Callbacks", "Encryption Strategy".
zh 事件已加密，但未配置 \`encryptKey\`。 | 开发者后台设置了 Encrypt Key。 | 从「事件与回调」→「加密策略」复制。

not_encrypted callback_refused
en The event is not encrypted, and an \`encryptKey\` is configured. | The console has no Encrypt Key, or the request is not from the platform. | Set the same Encrypt Key in the console, or leave \`encryptKey\` away.
zh 配置了 \`encryptKey\`，但事件未加密。 | 后台未设置 Encrypt Key，或请求不是来自平台。 | 在后台设置相同的 Encrypt Key，或去掉 \`encryptKey\`。

signature_missing callback_refused
en The body is encrypted, has no signature, and is no URL check of this app. | While the URL is being saved: \`encryptKey\` or \`verificationToken\` is not what the console shows. Otherwise a proxy removed \`X-Lark-Signature\`, or the request is not from the platform. | Copy both secrets from the developer console again, and let the proxy pass the headers \`X-Lark-*\`.
zh 请求体已加密但没有签名，也不是本应用的 URL 校验。 | 保存请求地址时：\`encryptKey\` 或 \`verificationToken\` 与后台不一致；其他情况：代理移除了 \`X-Lark-Signature\`，或请求不是来自平台。 | 从开发者后台重新复制两个密钥，并让代理透传 \`X-Lark-*\` 请求头。

too_many_url_checks callback_refused
en There were too many URL checks: 20 at once and two a second are looked at. | An attacker may send forged ones. Events are not affected. | Save the URL again after a few seconds. Once it is saved, set \`urlVerification: false\`.
zh URL 校验过多：一次最多处理 20 个，之后每秒 2 个。 | 有人在发送伪造的校验请求。事件不受影响。 | 几秒后重新保存请求地址；保存后设置 \`urlVerification: false\`。

challenge_refused callback_refused
en The URL check is not answered. | \`urlVerification\` is \`false\`, or its challenge is not one of the platform's: 1 to 128 letters, digits, dashes and underscores. | To save the URL in the developer console, remove \`urlVerification: false\` meanwhile.
zh 未响应 URL 校验。 | \`urlVerification\` 为 \`false\`，或 challenge 不符合平台格式（1 到 128 个字母、数字、连字符或下划线）。 | 需要保存请求地址时，临时去掉 \`urlVerification: false\`。

old_cards_off callback_refused
en An old card callback came, and nothing handles it. | \`onCardAction\` or a handler of \`card.action.trigger_v1\` is missing, or \`oldCards\` is \`false\`. | Add \`onCardAction\`, or remove the message card request URL in the console.
zh 收到旧版卡片回调，但没有处理函数。 | 没有 \`onCardAction\` 或 \`card.action.trigger_v1\` 的处理函数，或 \`oldCards\` 为 \`false\`。 | 添加 \`onCardAction\`，或在后台删除消息卡片请求网址。

signature_mismatch callback_refused
en The signature does not match the body. | \`encryptKey\` is of another app or was copied incompletely, or the body was changed before the dispatcher (parsed and written again). | Copy the Encrypt Key again, and pass the bytes exactly as received.
zh 签名与请求体不匹配。 | \`encryptKey\` 属于其他应用或复制不完整，或请求体在 dispatcher 之前被改动（解析后重新序列化）。 | 重新复制 Encrypt Key，并原样传入收到的字节。

timestamp_outside_window callback_refused
en The signature is too old or from the future. | The clock of the host is wrong, or an old request is replayed. | Correct the clock; \`signatureMaxAgeSeconds\` is eight hours, since the platform delivers again for six.
zh 签名时间超出允许范围。 | 主机时钟不准，或重放了旧请求。 | 校准时钟；\`signatureMaxAgeSeconds\` 默认 8 小时，因为平台最长 6 小时后仍会重新投递。

decrypt_failed callback_refused
en The body could not be decrypted. | \`encryptKey\` is of another app, was reset in the console, or was copied incompletely. | Copy the Encrypt Key from the developer console again.
zh 请求体解密失败。 | \`encryptKey\` 属于其他应用、已在后台重置，或复制不完整。 | 在开发者后台重新复制 Encrypt Key。

token_mismatch callback_refused
en The verification token is another one. | \`verificationToken\` is of another app, was reset, or stands in the place of the Encrypt Key. | Copy the Verification Token from the developer console again.
zh Verification Token 不一致。 | \`verificationToken\` 属于其他应用、已重置，或与 Encrypt Key 写反了。 | 在开发者后台重新复制 Verification Token。

running_elsewhere callback_refused
en Another delivery of this event is being handled. | The platform delivered it again before the first was done. | Nothing: it is answered 503 and delivered again.
zh 该事件的另一次投递正在处理。 | 首次处理完成前平台重新投递。 | 无需处理：返回 503，平台会再次投递。

lease_lost callback_refused
en The handler has lost its claim on the event. | Another delivery took the event over: the store did not answer for 30 seconds, the process slept, or the handler ran for half an hour. | Stop what \`ctx.signal\` is passed to; the other delivery does the work.
zh 处理函数已失去对该事件的占用。 | 另一次投递接管了该事件：存储 30 秒无响应、进程休眠，或处理函数运行超过半小时。 | 停止使用 \`ctx.signal\` 的工作，由另一次投递完成。

answer_late callback_refused
en The answer to a callback came too late. | The handler took longer than the three seconds of the platform. | Return the answer first, and update the card afterwards.
zh 回调响应过晚。 | 处理函数超过平台的 3 秒限制。 | 先返回响应，再更新卡片。
`;
