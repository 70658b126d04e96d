/** Messages and reactions. `../table.ts` describes the notation. */
export const MESSAGES = `
230001 invalid_request
en A parameter of the message call is invalid. | The text behind \`ext=\` names it. Often \`content\` is not a JSON string, \`receive_id\` does not match \`receive_id_type\`, or \`msg_type\` does not exist. | \`content\` is \`JSON.stringify({ text: "hi" })\`; \`receive_id_type\` follows the prefix of the ID: \`oc_\` chat_id, \`ou_\` open_id, \`on_\` union_id; \`msg_type\` is text, post, image, interactive, file, audio, media, sticker, share_chat, share_user or system.
zh 消息参数错误。 | \`ext=\` 之后的文字会指出参数。常见原因：\`content\` 不是 JSON 字符串、\`receive_id\` 与 \`receive_id_type\` 不匹配、\`msg_type\` 不存在。 | \`content\` 应为 \`JSON.stringify({ text: "hi" })\`；\`receive_id_type\` 由 ID 前缀决定：\`oc_\` 为 chat_id、\`ou_\` 为 open_id、\`on_\` 为 union_id；\`msg_type\` 可取 text、post、image、interactive、file、audio、media、sticker、share_chat、share_user、system。

230002 refused
en The bot is not in the chat. | The bot was never added to this group, or was removed from it. | Add the bot in the settings of the group ("Bots"), then send again.
zh 机器人不在群里。 | 机器人从未加入该群，或已被移除。 | 在群设置的「群机器人」中添加机器人后重试。

230003 refused
en The operation exists only in a chat with one person. | The message is in a group. | Use it on messages of a p2p chat.
zh 该操作仅支持单聊。 | 消息位于群聊中。 | 仅对单聊消息使用。

230004,230050 refused
en The message is not visible to the caller. | The bot or user is not in the chat, or joined later and the chat hides its history. | Add the bot to the chat, or choose a message since it joined.
zh 消息对调用者不可见。 | 机器人或用户不在会话中，或入群较晚且群隐藏了历史消息。 | 将机器人加入会话，或选择其入群后的消息。

230005,230013 refused
en The bot is not available to this user. | The user is outside the app's availability, or in its blocked range. | Add the user to the availability of the app ("Version Management") and publish a version.
zh 机器人对该用户不可用。 | 用户不在应用的可用范围内，或在禁用范围内。 | 在「版本管理与发布」中将用户加入可用范围并发布版本。

230006,234007,232025,11205 refused
en The app has no bot. | The bot ability is not enabled, or the version with it is not published. | Enable "Bot" under "Add Features" in the developer console, create a version and publish it.
zh 应用未启用机器人能力。 | 未添加机器人能力，或包含它的版本尚未发布。 | 在开发者后台「添加应用能力」中添加「机器人」，创建并发布版本。

230009 refused
en The message is too old to be recalled. | The administrator limits the time for recalling. | Recall earlier, or send a correction.
zh 消息已超过撤回时限。 | 撤回时限由企业管理员设置。 | 尽早撤回，或另发更正消息。

230011 refused
en The message was recalled. | Its sender or an administrator withdrew it. | Send a new message to the chat in place of the reply.
zh 消息已被撤回。 | 发送者或管理员撤回了它。 | 改为向会话发送新消息，而不是回复。

230012,230026 refused
en The bot did not send this message. | A bot changes, recalls and urges only its own messages. | Pass the \`message_id\` of a message that this app sent.
zh 机器人不是该消息的发送者。 | 机器人只能编辑、撤回、加急自己发送的消息。 | 传入本应用所发消息的 \`message_id\`。

230015 refused
en A chat with one person cannot be shared. | \`share_chat\` takes groups. | Share a group, or a person with \`share_user\`.
zh 单聊不能被分享。 | \`share_chat\` 只支持群。 | 分享群，或用 \`share_user\` 分享个人名片。

230017,234008,10017 refused
en The bot does not own the image or file. | Another app uploaded it, or the key comes from a received message. | Upload the file with this app and use the new key; read received files by \`messageResource.get\`.
zh 机器人不是该资源的所有者。 | 由其他应用上传，或 key 来自接收到的消息。 | 用本应用重新上传并使用新的 key；接收到的文件用 \`messageResource.get\` 读取。

230018 refused
en The settings of the group forbid it. | For example only chosen members may write. | Ask an owner of the group to allow the bot.
zh 群设置禁止该操作。 | 例如仅指定成员可发言。 | 请群主或管理员修改群设置。

230019 refused
en The thread does not exist. | The \`thread_id\` is misspelt, or its first message was deleted. | Pass a \`thread_id\` (\`omt_…\`) of an event or a message.
zh 话题不存在。 | \`thread_id\` 有误，或首条消息已删除。 | 传入事件或消息中的 \`thread_id\`（\`omt_…\`）。

230020 rate_limited
en Too many messages to one chat or user. | The limit is five a second, shared by all bots of a group, and five updates a second of one message. | Send fewer messages; combine texts; update a card instead of sending new ones.
zh 触发消息频率限制。 | 单个群（群内所有机器人共享）或单个用户每秒 5 条，单条消息每秒更新 5 次。 | 降低发送频率，合并文本，或更新卡片而不是新发。

230022,11248 refused
en The content was found to be sensitive. | The platform's filter matched a word or a link. | Change the text.
zh 消息内容包含敏感信息。 | 命中了平台的内容审核。 | 修改内容后重试。

230023 refused
en The user has too many unread urgent messages. | At most 200 are allowed. | Wait until the user has read some.
zh 用户未读加急消息过多。 | 上限为 200 条。 | 待用户处理部分加急消息后再试。

230024 refused
en The quota of urgent messages is used up. | Text and phone urgency cost quota. | Ask the administrator of the tenant.
zh 加急额度已用完。 | 短信与电话加急会消耗额度。 | 联系企业管理员。

230025 refused
en The message is too long. | A text message may have 150 KB, a card or a post 30 KB; styles and mentions are counted expanded. | Split the message, or shorten it.
zh 消息体超过长度限制。 | 文本消息最大 150 KB，卡片与富文本最大 30 KB；样式与提及会展开计算。 | 拆分或缩短消息。

230027,232014,234009 permission_denied
en The caller may not do this. | A scope is missing, the user did not authorise it, or the chat is external and the app has no external sharing. | Read the message; apply for the scope and publish a version, or enable external sharing for the bot.
zh 无权进行本次操作。 | 缺少权限、用户未授权，或为外部群而机器人未开启对外共享。 | 根据报错信息申请权限并发布版本，或为机器人开启对外共享能力。

230028,11312 refused
en The data loss prevention of the tenant refused the content. | For example a phone number or an e-mail address in plain text. | Remove or mask what the message names.
zh 消息未通过数据防泄漏审查。 | 例如包含明文电话号码或邮箱。 | 删除或遮盖报错信息中指出的内容。

230029,11236 refused
en The user has left the company. | The account is resigned. | Remove the user from your list.
zh 用户已离职。 | 账号处于离职状态。 | 将该用户从名单中移除。

230031 refused
en The message is too old to be changed. | Cards can be updated for 14 days. | Send a new card.
zh 消息已超过可更新期限。 | 卡片在发送后 14 天内可更新。 | 发送新的卡片。

230033 refused
en The message is too old to read its read status. | It is kept for seven days. | Read it earlier.
zh 消息已超过可查询已读状态的期限。 | 仅保留 7 天。 | 请尽早查询。

230034 invalid_request
en The \`receive_id\` is invalid. | It does not exist, or is not of the type in \`receive_id_type\`. | Set \`receive_id_type\` by the prefix of the ID: \`oc_\` chat_id, \`ou_\` open_id, \`on_\` union_id, with \`@\` email, else user_id.
zh \`receive_id\` 无效。 | ID 不存在，或与 \`receive_id_type\` 不匹配。 | 按 ID 前缀设置 \`receive_id_type\`：\`oc_\` 为 chat_id、\`ou_\` 为 open_id、\`on_\` 为 union_id、含 \`@\` 为 email，其余为 user_id。

230035 permission_denied
en The bot may not send here. | The group is muted, the user blocked the bot, or the tenant's rules forbid the contact. | Ask an owner of the group or the administrator.
zh 没有发送消息的权限。 | 群已禁言、用户屏蔽了机器人，或受租户沟通权限管控。 | 联系群主或企业管理员。

230036,234041 refused
en The encryption key of the tenant was deleted. | The tenant manages its own key. | Ask the administrator of the tenant.
zh 租户加密密钥已被删除。 | 该租户使用自主密钥。 | 联系企业管理员。

230038 refused
en Messages to one person of another tenant are not possible. | The user is external. | Use a group with external sharing.
zh 不能向其他租户的用户发送单聊消息。 | 该用户为外部用户。 | 使用支持对外共享的群。

230049,18121,231015 transient
en The same request is still running. | It was sent twice with one \`uuid\`. | Wait a second; the first one decides.
zh 相同的请求正在处理中。 | 使用同一 \`uuid\` 发送了两次。 | 稍等一秒，以第一次的结果为准。

230053 refused
en The user does not accept messages of this bot. | The user switched them off. | Do not send to this user; the user has to switch them on again.
zh 用户已设置不再接收该机器人的消息。 | 用户主动关闭。 | 不要继续发送，需用户自行恢复。

230054 refused
en This kind of message does not allow the operation. | For example system messages, or connected groups. | Choose another message or type.
zh 该消息类型不支持此操作。 | 例如系统消息或互联群。 | 换一条消息或换消息类型。

230055 invalid_request
en The kind of the uploaded file does not match \`msg_type\`. | For example an mp4 upload sent as \`file\`. | Send \`mp4\` uploads as \`media\`, \`opus\` as \`audio\`, others as \`file\`.
zh 上传文件的类型与 \`msg_type\` 不匹配。 | 例如上传的 mp4 却以 \`file\` 发送。 | \`mp4\` 以 \`media\` 发送，\`opus\` 以 \`audio\` 发送，其余以 \`file\` 发送。

230071 refused @im.v1.message.update @PUT
en The caller did not send this message. | Only the sender edits a message. | Edit messages of this app only.
zh 操作者不是消息发送者。 | 只有发送者能编辑消息。 | 只编辑本应用发送的消息。

230071 refused
en The chat does not support replies in a thread. | \`reply_in_thread\` is true in a chat without threads. | Reply without \`reply_in_thread\`.
zh 该会话不支持话题形式回复。 | \`reply_in_thread\` 为 true，但会话不支持话题。 | 去掉 \`reply_in_thread\` 后回复。

230072 refused @im.v1.message.update @PUT
en The message was edited 20 times. | That is the limit. | Send a new message.
zh 消息已编辑 20 次。 | 已达上限。 | 发送新消息。

230072 refused
en A merged message takes no reply in a thread. | The message is an aggregate of several. | Reply without \`reply_in_thread\`.
zh 聚合消息不支持话题形式回复。 | 该消息由多条消息聚合而成。 | 去掉 \`reply_in_thread\` 后回复。

230075 refused @im.v1.message.update @PUT
en The message is too old to be edited. | The administrator limits the time for editing. | Send a new message.
zh 消息已超过可编辑时间。 | 由企业管理员设置。 | 发送新消息。

230075 refused
en Encrypted chats take no messages of bots. | The chat is end-to-end encrypted. | Use another chat.
zh 不支持向密聊、密盾聊发送消息。 | 该会话为加密会话。 | 使用其他会话。

230110,231003 refused
en The message does not exist any more. | It was deleted or recalled, or the ID is wrong. | Send a new message in place of the reply or the change.
zh 消息不存在或已被删除。 | 消息已删除、撤回，或 ID 有误。 | 改为发送新消息。

230111 refused
en The message deletes itself soon. | It has a timer. | Send a new message.
zh 定时删除的消息不支持该操作。 | 消息设置了定时删除。 | 发送新消息。

231001 invalid_request
en The emoji of the reaction does not exist. | \`emoji_type\` is the name of an emoji, not its character. | Use a name of the emoji list, for example \`THUMBSUP\` or \`SMILE\`.
zh 表情类型不合法。 | \`emoji_type\` 是表情名称，不是字符。 | 使用表情列表中的名称，例如 \`THUMBSUP\`、\`SMILE\`。

231002,231008,231018 permission_denied
en The caller has no access to the message. | The bot is not in its chat, or cannot see it. | Add the bot to the chat.
zh 操作者无权访问该消息。 | 机器人不在会话中，或看不到该消息。 | 将机器人加入会话。

231007 refused
en The reaction belongs to another user or bot. | Only its author removes a reaction. | Remove reactions of this bot only.
zh 表情回复不是当前操作者添加的。 | 只有添加者能删除。 | 只删除本机器人添加的表情。

11232 rate_limited
en The message service limits the rate. | Many bots send at full and half hours; a custom bot may send 100 messages a minute and five a second. | Wait, and send at other minutes.
zh 消息服务整体限流。 | 整点与半点发送集中；自定义机器人每分钟 100 次、每秒 5 次。 | 稍后重试，避开整点与半点。

11233 rate_limited
en Too many messages to one chat. | The limit is five a second and chat. | Send fewer messages.
zh 单个群的消息触发限流。 | 每个群每秒 5 条。 | 降低发送频率。

11247 rate_limited
en The app has sent its batch messages of today. | The limit is 500,000 a day and app. | Go on tomorrow.
zh 批量消息已达当日上限。 | 每个应用每天 50 万条。 | 次日继续。

11246 refused
en The content of the message could not be made. | The message says why; \`Service Internal Error\` means a fault of the platform. | Check the content; try again after an internal error.
zh 创建消息内容失败。 | 具体原因见报错信息；\`Service Internal Error\` 表示平台异常。 | 检查消息内容；平台异常时重试。

18120 permission_denied
en Bot and user may not chat with each other. | A rule of the tenant forbids it. | Ask the administrator.
zh 机器人与用户不能发起单聊。 | 受租户规则限制。 | 联系企业管理员。
`;
