/** Custom bots (incoming webhooks). `../table.ts` describes the notation. */
export const CUSTOM_BOT = `
19001 token_invalid
en The webhook address is not valid. | The token at its end is wrong, or the bot was removed from the group. | Copy the address from the settings of the bot in its group.
zh webhook 地址无效。 | 地址末尾的 token 有误，或机器人已被移出群。 | 在群的机器人设置中重新复制地址。

19002 invalid_request
en \`msg_type\` is missing, or the body does not match it. | The body is not JSON or has another shape; often a card stands in \`content\`. | Send \`{ msg_type: "text", content: { text: "hi" } }\` or \`{ msg_type: "interactive", card: { … } }\` with content type JSON.
zh 缺少 \`msg_type\`，或请求体与它不符。 | 请求体不是 JSON 或结构不对；常见错误是把卡片放在 \`content\` 中。 | 以 JSON 发送 \`{ msg_type: "text", content: { text: "hi" } }\` 或 \`{ msg_type: "interactive", card: { … } }\`。

19021 invalid_request
en The signature does not match, or is older than an hour. | The HMAC-SHA256 key is \`timestamp + "\\n" + secret\` and its message is empty; often both are swapped, or the timestamp is in milliseconds. | Use \`timestamp\` in seconds and correct the clock of the host.
zh 签名不匹配，或时间戳超过 1 小时。 | HMAC-SHA256 的密钥是 \`timestamp + "\\n" + secret\`，消息为空；常见错误是两者写反，或时间戳用了毫秒。 | \`timestamp\` 使用秒，并校准主机时钟。

19022 ip_denied
en The address of this host is not allowed. | The bot has an IP allow-list. | Add the outgoing address in the settings of the bot, or use the signature instead.
zh 当前主机 IP 不在白名单内。 | 机器人设置了 IP 白名单。 | 在机器人设置中添加出口 IP，或改用签名校验。

19024 invalid_request
en None of the keywords is in the message. | The bot accepts only messages with one of its keywords, in \`text\` or \`title\`. | Put a keyword into the text.
zh 消息不包含任何关键词。 | 机器人只接受 \`text\`、\`title\` 中含有关键词的消息。 | 在文本中加入关键词。

19036 invalid_request
en The message is too large. | A custom bot takes 20 KB. | Shorten it, or split it.
zh 消息体过大。 | 自定义机器人上限为 20 KB。 | 缩短或拆分消息。
`;
