/** Cards: sent, updated, streamed, clicked. `../table.ts` describes the notation. */
export const CARDS = `
230099 invalid_request
en The card was refused. | The text behind \`ErrCode\` says which rule it breaks, \`ErrPath\` where. | Correct the card there; check it in the card builder of the platform.
zh 创建卡片内容失败。 | \`ErrCode\` 后的文字说明违反了哪条规则，\`ErrPath\` 指出位置。 | 按提示修改卡片，可在卡片搭建工具中检查。

11310 invalid_request
en The card breaks a limit, or cannot be used now. | By \`ErrMsg\`: more than 200 elements, more than five tables, a template that the app cannot see, a \`card_id\` that is invalid, or a click that is being handled. | Use fewer elements or tables, share the template with the app, or wait until the click is answered.
zh 卡片超出限制，或暂不可用。 | 见 \`ErrMsg\`：元素超过 200 个、表格超过 5 个、应用看不到模板、\`card_id\` 无效，或正在处理点击。 | 减少元素或表格，将模板共享给应用，或等待点击处理完成。

10002 invalid_request @cardkit
en A parameter of the card call is invalid. | \`data\`, \`elements\`, \`element\`, \`settings\` and \`actions\` are JSON strings; often an object was passed. | Pass \`JSON.stringify(…)\` of it.
zh 卡片接口参数错误。 | \`data\`、\`elements\`、\`element\`、\`settings\`、\`actions\` 都是 JSON 字符串；常见错误是传了对象。 | 传入其 \`JSON.stringify(…)\`。

200220,200621,11311 invalid_request
en The JSON of the card is not a card. | It cannot be parsed, a property is unknown, or the card is wrapped in another object. | Pass the card itself with \`schema: "2.0"\` and \`body.elements\`, as one JSON string.
zh 卡片 JSON 格式错误。 | 无法解析、存在未知属性，或外面多包了一层对象。 | 将卡片本身（含 \`schema: "2.0"\` 与 \`body.elements\`）作为一个 JSON 字符串传入。

200800 transient
en The card could not be made. | The platform gives no reason; seen with cards near their limits and as a passing fault. | Try again once, then send a smaller card.
zh 创建卡片失败。 | 平台未说明原因；常见于接近上限的卡片或瞬时故障。 | 重试一次，仍失败则减小卡片。

200380 invalid_request
en The card template does not exist. | The ID is wrong, or the template was never published. | Publish the template in the card builder and copy its ID.
zh 卡片模板不存在。 | ID 有误，或模板尚未发布。 | 在卡片搭建工具中发布模板并复制 ID。

200381 permission_denied
en The app may not use this card template. | The template was not shared with the app. | Add the app to the template in the card builder.
zh 应用无权使用该卡片模板。 | 模板未授权给该应用。 | 在卡片搭建工具中为模板添加该应用。

200732,200737 invalid_request
en A variable of the card template has a wrong type or format. | \`template_variable\` does not match the definition; the message names the variable. | Pass the type that the template defines.
zh 卡片模板变量的类型或格式错误。 | \`template_variable\` 与定义不一致，报错信息会指出变量名。 | 按模板定义的类型传值。

200550 invalid_request
en The chart of the card is invalid. | \`chart_spec\` breaks the rules of VChart. | Correct the chart at \`ErrPath\`.
zh 卡片图表配置错误。 | \`chart_spec\` 不符合 VChart 规范。 | 按 \`ErrPath\` 修改图表。

200570 invalid_request
en An image of the card is invalid. | The \`img_key\` is not of this tenant, or is a web address; Markdown images need a key, too. | Upload the image with \`im.v1.image.create\` and use its \`image_key\`.
zh 卡片中的图片无效。 | \`img_key\` 不属于本租户，或填了网址；Markdown 图片同样需要 key。 | 用 \`im.v1.image.create\` 上传图片并使用返回的 \`image_key\`。

200861 invalid_request
en A component does not exist in JSON 2.0. | The card says \`schema: "2.0"\` and uses a tag of 1.0, for example \`note\` or \`action\`. | Replace the tag that \`ErrPath\` names.
zh JSON 2.0 不支持该组件。 | 卡片声明 \`schema: "2.0"\`，却使用了 1.0 的标签，例如 \`note\`、\`action\`。 | 替换 \`ErrPath\` 指出的标签。

200914,200915 invalid_request
en The rows of a table are invalid. | \`rows\` is no list of objects, a cell does not fit the \`data_type\` of its column, or a key is no column. | Compare \`rows\` with \`columns\`.
zh 表格行数据无效。 | \`rows\` 不是对象数组、单元格与列的 \`data_type\` 不符，或 key 不是列名。 | 对照 \`columns\` 检查 \`rows\`。

300220 invalid_request
en The card has audio and can be forwarded. | \`config.enable_forward\` is not false. | Set \`config.enable_forward\` to false.
zh 含音频的卡片不可转发。 | \`config.enable_forward\` 不为 false。 | 将 \`config.enable_forward\` 设为 false。

300230 invalid_request
en An \`audio_id\` stands twice in the card. | Each must be unique. | Give each audio component its own \`audio_id\`, or none.
zh 卡片中存在重复的 \`audio_id\`。 | 每个 ID 必须唯一。 | 为每个音频组件设置不同的 \`audio_id\`，或不设置。

300240 permission_denied
en The app may not use this audio file. | The \`file_key\` was uploaded by another app. | Upload the file with this app by \`im.v1.file.create\` and use its \`file_key\`.
zh 应用无权使用该音频文件。 | \`file_key\` 由其他应用上传。 | 用本应用调用 \`im.v1.file.create\` 上传并使用返回的 \`file_key\`。

100290 invalid_request
en A user in the card does not exist. | The ID in a mention or a person component is wrong, or of another app. | Use an \`open_id\` that this app received.
zh 卡片中的用户无效。 | 提及或人员组件中的 ID 有误，或属于其他应用。 | 使用本应用获得的 \`open_id\`。

200740 invalid_request
en The card entity does not exist. | The \`card_id\` is wrong, or of another tenant. | Use the \`card_id\` of \`cardkit.v1.card.create\`.
zh 卡片实体不存在。 | \`card_id\` 有误，或属于其他租户。 | 使用 \`cardkit.v1.card.create\` 返回的 \`card_id\`。

200750 refused
en The card entity has expired. | It lives for 14 days. | Create and send a new one.
zh 卡片实体已过期。 | 有效期为 14 天。 | 重新创建并发送。

200770 invalid_request
en The \`uuid\` was used with other content. | Each operation needs its own. | Repeat a call with the same \`uuid\` only if its content is the same.
zh \`uuid\` 冲突。 | 每次操作需使用不同的 \`uuid\`。 | 仅在内容相同的重试中复用 \`uuid\`。

200810 transient
en The card is being clicked. | While the callback runs, the card cannot be updated. | Answer the callback, then update.
zh 卡片正在交互中，无法更新。 | 回调处理期间不能更新卡片。 | 先响应回调，再更新。

200850,200510,300309 refused
en Streaming mode of the card is off. | It ends by itself after ten minutes, or was closed. | Switch \`streaming_mode\` on by \`cardkit.v1.card.settings\`, or end with a full update.
zh 卡片流式更新模式已关闭。 | 10 分钟后自动关闭，或已被关闭。 | 用 \`cardkit.v1.card.settings\` 重新打开 \`streaming_mode\`，或以整卡更新结束。

200860 invalid_request
en The card is larger than 30 KB. | All its JSON is counted. | Shorten the content, or go on in a second card.
zh 卡片超过 30 KB。 | 按整个 JSON 计算。 | 缩短内容，或拆成第二张卡片。

200830 invalid_request
en A card of JSON 2.0 was answered with one of 1.0. | The answer to a click must have the same structure. | Answer with \`schema: "2.0"\`.
zh JSON 2.0 卡片不能更新为 1.0。 | 点击回调返回的卡片结构必须一致。 | 返回 \`schema: "2.0"\` 的卡片。

200340,200345,200346,200347 refused
en The card has no callback address. | In the developer console "Callback Configuration" is empty, or its version is not published. | Set the request URL for callbacks (it is apart from the one for events), subscribe \`card.action.trigger\` and publish a version.
zh 未配置卡片回调地址。 | 开发者后台的「回调配置」为空，或对应版本未发布。 | 配置回调请求地址（与事件地址分开），订阅 \`card.action.trigger\` 并发布版本。

200341 refused
en The bot did not answer the click within three seconds. | The handler is slow, or the host was cold. | Answer first and continue in \`ctx.waitUntil\`.
zh 机器人未在 3 秒内响应点击。 | 处理函数较慢，或冷启动。 | 先返回响应，再在 \`ctx.waitUntil\` 中继续处理。

200342,200343,200080 refused
en The platform could not reach the callback address. | The host is down, not public, or its name does not resolve. | Open the address from outside; use a tunnel for a local machine.
zh 平台无法访问回调地址。 | 主机未启动、不在公网，或域名无法解析。 | 从外网访问该地址验证；本地开发请使用内网穿透。

200530 invalid_request
en A field in a form has no \`name\`. | Each input and button of a form needs one. | Add a \`name\` that is unique in the card.
zh 表单内的组件缺少 \`name\`。 | 表单中的输入组件与按钮都需要。 | 添加在卡片内唯一的 \`name\`。

200671 refused
en The bot answered the click with another status than 200. | The handler threw, or the signature was refused. | Look into the bot's log.
zh 机器人响应点击时状态码不是 200。 | 处理函数抛出异常，或签名校验未通过。 | 查看机器人日志。

200672 invalid_request
en The answer to the click has a wrong shape. | It is not \`{ toast, card }\`, or \`card\` has no \`type\` and \`data\`. | Return \`{ toast: { type: "success", content: "done" } }\` or \`{ card: { type: "raw", data: card } }\`.
zh 点击回调的响应格式错误。 | 不是 \`{ toast, card }\`，或 \`card\` 缺少 \`type\` 与 \`data\`。 | 返回 \`{ toast: { type: "success", content: "完成" } }\` 或 \`{ card: { type: "raw", data: card } }\`。

200673 invalid_request
en The card in the answer to the click is wrong. | It breaks a rule of cards. | Send the same card as a message to see the reason.
zh 点击回调返回的卡片有误。 | 卡片不符合规则。 | 将同一张卡片作为消息发送以查看原因。

300030 refused
en The token for updating the card has expired. | It lives for 30 minutes after the click. | Use \`im.v1.message.patch\` with the message's ID.
zh 延时更新卡片的 token 已过期。 | 点击后 30 分钟内有效。 | 改用 \`im.v1.message.patch\` 更新。

300040 refused
en The token for updating the card was used twice. | That is its limit. | Use \`im.v1.message.patch\` with the message's ID.
zh 延时更新卡片的 token 已使用两次。 | 已达上限。 | 改用 \`im.v1.message.patch\` 更新。

300120 transient
en The card service failed. | Often \`sequence\` did not rise, or too many operations came at once. | Raise \`sequence\` and try again.
zh 卡片服务内部错误。 | 常见原因是 \`sequence\` 未递增，或操作过于集中。 | 递增 \`sequence\` 后重试。

300121,300122,300313,300314,300315 invalid_request
en The change of the card failed. | The message names the element or setting. | Check that \`element_id\` exists and the new value is valid.
zh 修改卡片失败。 | 报错信息会指出组件或设置。 | 检查 \`element_id\` 是否存在、新值是否合法。

300301 invalid_request
en An \`element_id\` stands twice in the card. | Each must be unique. | Give each element its own ID.
zh 卡片中存在重复的 \`element_id\`。 | 每个 ID 必须唯一。 | 为每个组件设置不同的 ID。

300302 invalid_request
en \`update_multi\` of the card is false. | Cards that are updated for all need it. | Set \`config.update_multi\` to true.
zh 卡片的 \`update_multi\` 为 false。 | 更新卡片要求其为 true。 | 将 \`config.update_multi\` 设为 true。

300303 invalid_request
en The card is not of JSON 2.0. | Card entities take only \`schema: "2.0"\`. | Write the card in JSON 2.0.
zh 仅支持 JSON 2.0 卡片。 | 卡片实体要求 \`schema: "2.0"\`。 | 使用 JSON 2.0 结构。

300305 invalid_request
en The card has more than 200 elements. | Text elements inside components are counted, too. | Use fewer elements, or a second card.
zh 卡片元素超过 200 个。 | 组件内部的文本元素也计算在内。 | 减少元素，或拆成第二张卡片。

300307 invalid_request
en The card is empty. | \`data\` has no elements. | Pass the JSON of a card.
zh 卡片内容为空。 | \`data\` 中没有元素。 | 传入卡片 JSON。

300310 invalid_request
en This element takes no streamed text. | Only \`markdown\` and \`plain_text\` do. | Stream into one of those.
zh 该组件不支持流式文本。 | 仅支持 \`markdown\` 与 \`plain_text\`。 | 使用这两种组件。

300311 permission_denied
en The card belongs to another app. | Only the app that created a card entity sends and updates it. | Create the card with this app.
zh 卡片属于其他应用。 | 只有创建卡片实体的应用才能发送和更新它。 | 用本应用创建卡片。

300312 invalid_request
en The tag of an element cannot change. | A partial update keeps the component. | Replace the whole element.
zh 不能修改组件的 tag。 | 局部更新不能更换组件类型。 | 替换整个组件。

300317 invalid_request
en \`sequence\` did not rise. | It must grow with each operation on the card, whoever sends it. | Keep one counter per card and send operations one after another.
zh \`sequence\` 未递增。 | 同一卡片的每次操作都必须严格递增。 | 每张卡片使用一个计数器并串行操作。
`;
