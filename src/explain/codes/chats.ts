/** Chats, and the files of messages. `../table.ts` describes the notation. */
export const CHATS = `
232001 invalid_request
en A parameter of the chat call is invalid. | The message names it; often an ID does not match its ID type. | Set \`member_id_type\` or \`user_id_type\` to the type of the IDs.
zh 群组接口参数错误。 | 报错信息会指出参数；常见原因是 ID 与 ID 类型不匹配。 | 将 \`member_id_type\` 或 \`user_id_type\` 设为 ID 的实际类型。

232002,232016 permission_denied
en Only an owner or administrator may change the chat. | The settings of the group say so. | Make the bot an administrator of the group, or change the setting.
zh 仅群主或群管理员可编辑群信息。 | 由群设置决定。 | 将机器人设为群管理员，或修改群设置。

232006 invalid_request
en The \`chat_id\` is invalid. | It is misspelt, or is the ID of a user or a message. | Pass \`oc_…\` of an event or of the chat list.
zh \`chat_id\` 无效。 | 拼写有误，或传入了用户、消息 ID。 | 传入事件或群列表中的 \`oc_…\`。

232009,11237 refused
en The group was dissolved. | Its owner ended it. | Remove the chat from your list.
zh 群已解散。 | 群主解散了该群。 | 将该群从列表中移除。

232010 refused
en Caller and chat are of different tenants. | The token is of another tenant than the chat. | Use a token of the chat's tenant.
zh 操作者与群不在同一租户。 | token 与群属于不同租户。 | 使用群所在租户的 token。

232011 refused
en The caller is not in the chat. | The bot or user of the token is no member. | Add the bot to the group first.
zh 操作者不在群里。 | token 对应的机器人或用户不是群成员。 | 先将机器人加入该群。

232017 permission_denied
en Only an owner, administrator or the creator may do this. | The bot is an ordinary member. | Let the bot create the group, or make it an administrator.
zh 仅群主、管理员或创建者可操作。 | 机器人是普通成员。 | 由机器人建群，或将其设为管理员。

232019 rate_limited
en Too many changes of one group. | Membership calls of a group must follow one another. | Send them one by one, with a pause.
zh 群操作触发限流。 | 同一群的成员操作需串行。 | 逐个调用并留出间隔。

232024 permission_denied
en A user cannot see the bot, or may not be contacted. | The user is outside the app's availability, or rules of the tenant forbid it. | Add the users to the availability of the app and publish a version.
zh 用户对机器人不可见，或无协作权限。 | 用户不在应用可用范围内，或受租户规则限制。 | 将用户加入可用范围并发布版本。

232033 permission_denied
en The bot may not manage external groups. | Members of other tenants are in the group. | Enable external sharing for the bot in the developer console.
zh 机器人无权操作外部群。 | 群内有其他租户的成员。 | 在开发者后台为机器人开启对外共享能力。

232034 refused
en The app is not installed or enabled in this tenant. | It was never published here, or was disabled. | Publish a version and let an administrator approve it.
zh 应用在本租户未安装或未启用。 | 尚未发布，或已停用。 | 发布版本并由管理员审核通过。

232043 invalid_request
en Some IDs of the list cannot be used. | They are misspelt, of other tenants, or of resigned users. | Check \`user_id_list\` and \`bot_id_list\`.
zh 列表中包含不可用的 ID。 | 拼写有误、属于其他租户，或用户已离职。 | 检查 \`user_id_list\` 与 \`bot_id_list\`。

234001 invalid_request
en A parameter of the file call is invalid. | \`image_type\`, \`file_type\` or \`file_name\` is missing or wrong, or the file part is no file. | Pass a \`Blob\`, bytes or a stream, and a \`file_type\` of opus, mp4, pdf, doc, xls, ppt or stream.
zh 文件接口参数无效。 | 缺少或写错 \`image_type\`、\`file_type\`、\`file_name\`，或文件部分不是文件。 | 传入 \`Blob\`、字节或流；\`file_type\` 可取 opus、mp4、pdf、doc、xls、ppt、stream。

234002 permission_denied
en The file call was not authorised. | The token is wrong, or the app lacks the scope for files. | Check the token and \`im:resource\`.
zh 文件接口鉴权失败。 | token 有误，或应用缺少文件权限。 | 检查 token 与 \`im:resource\` 权限。

234003 invalid_request
en The file is not in this message. | \`file_key\` and \`message_id\` do not belong together. | Take both from the same event; pass \`type: "image"\` for images, \`"file"\` for files, audio and video.
zh 资源不属于该消息。 | \`file_key\` 与 \`message_id\` 不匹配。 | 两者取自同一事件；图片传 \`type: "image"\`，文件、音频、视频传 \`"file"\`。

234004 refused
en The app is not in the chat of the message. | The bot was never added, or was removed. | Add the bot to the chat.
zh 应用不在消息所在的群里。 | 机器人未加入或已被移除。 | 将机器人加入该群。

234005 refused
en The image or file was deleted. | It expired or its message was recalled. | Ask the user to send it again.
zh 资源已被删除。 | 资源过期，或所在消息被撤回。 | 请用户重新发送。

234006 invalid_request
en The file is too large. | An image may have 10 MB, a file 30 MB. | Make it smaller, or upload it to drive and send a link.
zh 文件超过大小限制。 | 图片最大 10 MB，文件最大 30 MB。 | 压缩，或上传到云空间后发送链接。

234010 invalid_request
en The file is empty. | It has zero bytes; a stream was perhaps read before. | Check the source of the upload.
zh 文件大小为 0。 | 可能是流已被读取过。 | 检查上传内容。

234011 invalid_request
en The image format is not known. | The bytes are no image, or of another format. | Upload JPG, PNG, WEBP, GIF, BMP, ICO, TIFF or HEIC.
zh 无法识别图片格式。 | 内容不是图片，或格式不受支持。 | 上传 JPG、PNG、WEBP、GIF、BMP、ICO、TIFF 或 HEIC。

234019 transient
en The right to the file could not be checked now. | A fault of the platform. | Try again.
zh 暂时无法校验应用权限。 | 平台异常。 | 稍后重试。

234037 invalid_request
en The file is too large to download. | The limit is 100 MB. | Open it in the client.
zh 文件过大，无法下载。 | 上限为 100 MB。 | 在客户端中打开。

234038 permission_denied
en Files of this message may not be downloaded. | The message is confidential, or the group protects its content. | Ask an owner of the group.
zh 不允许下载该消息的资源。 | 消息为保密消息，或群开启了防泄密模式。 | 联系群主。

234039 invalid_request
en The image has too many pixels. | GIF 2000 × 2000, others 12000 × 12000, avatars 4096 × 4096. | Scale it down, or send it as a file.
zh 图片分辨率超出限制。 | GIF 为 2000 × 2000，其他 12000 × 12000，头像 4096 × 4096。 | 缩小图片，或以文件形式发送。

234040 refused
en The message is not visible to the caller. | The bot joined later, and the group hides its history. | Ask an owner of the group to show the history to new members.
zh 消息对操作者不可见。 | 机器人入群较晚，且群隐藏历史消息。 | 请群主允许新成员查看历史消息。

234042 refused
en The tenant's own storage failed. | For example it is full. | Ask the administrator of the tenant.
zh 租户自有存储异常。 | 例如空间已满。 | 联系企业管理员。

234043 invalid_request
en Files of this kind of message cannot be read. | The message is a merged forward or a card. | Ask the user to send the file as a separate message.
zh 不支持读取该类消息中的资源。 | 消息为合并转发或卡片。 | 请单独发送该文件。
`;
