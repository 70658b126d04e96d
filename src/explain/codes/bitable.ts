/** Bitable (Base). `../table.ts` describes the notation. */
export const BITABLE = `
1254000,1254001,1254010 invalid_request
en The body of the Base call is wrong. | A field is missing or has another type; records are \`{ fields: { … } }\`. | Compare the body with the documentation.
zh 多维表格请求体错误。 | 缺少字段或类型不对；记录格式为 \`{ fields: { … } }\`。 | 对照文档检查请求体。

1254002,1255001,1255002,1255003,1255004,1255005,1255040 transient
en The Base service failed. | An internal fault, a timeout, or parallel writes to one table. | Try again after a pause; write to a table one call at a time.
zh 多维表格服务异常。 | 内部错误、超时，或对同一数据表并发写入。 | 稍后重试；同一数据表串行写入。

1254003,1254040 invalid_request
en The Base does not exist. | \`app_token\` is wrong; a \`/wiki/\` link holds a node's token. | Copy it from a \`/base/\` link, or get \`obj_token\` by \`wiki.v2.space.getNode\`.
zh 多维表格不存在。 | \`app_token\` 有误；\`/wiki/\` 链接中是节点 token。 | 从 \`/base/\` 链接复制，或用 \`wiki.v2.space.getNode\` 获取 \`obj_token\`。

1254004,1254041 invalid_request
en The table does not exist. | \`table_id\` is wrong, or of another Base. | Copy \`tbl…\` from the link behind \`table=\`.
zh 数据表不存在。 | \`table_id\` 有误，或属于其他多维表格。 | 从链接的 \`table=\` 处复制 \`tbl…\`。

1254005,1254042 invalid_request
en The view does not exist. | \`view_id\` is wrong, or of another table. | Copy \`vew…\` from the link behind \`view=\`.
zh 视图不存在。 | \`view_id\` 有误，或属于其他数据表。 | 从链接的 \`view=\` 处复制 \`vew…\`。

1254006,1254043 invalid_request
en The record does not exist. | \`record_id\` is wrong, or the record was deleted. | Read the records of the table.
zh 记录不存在。 | \`record_id\` 有误，或记录已删除。 | 重新查询数据表记录。

1254009,1254044 invalid_request
en The field does not exist. | \`field_id\` is wrong, or the field was deleted. | Read the fields of the table.
zh 字段不存在。 | \`field_id\` 有误，或字段已删除。 | 重新查询字段列表。

1254007 invalid_request
en A value is empty. | A required value was not passed. | Pass a value, or leave the field away.
zh 存在空值。 | 缺少必要的值。 | 传入值，或不传该字段。

1254015 invalid_request
en A value does not fit the type of its field. | For example text for a number, or seconds for a date. | Dates are milliseconds, persons \`[{ id }]\`, several options a list of texts.
zh 值与字段类型不匹配。 | 例如数字字段传了文本，日期传了秒。 | 日期用毫秒，人员用 \`[{ id }]\`，多选用文本数组。

1254016 invalid_request
en The sort is invalid. | \`sort\` names no field of the table, or has another shape. | Pass \`[{ field_name, desc }]\` with \`search\`.
zh 排序参数错误。 | \`sort\` 中的字段不存在，或格式不对。 | 在 \`search\` 中传 \`[{ field_name, desc }]\`。

1254018 invalid_request
en The filter is invalid. | An operator does not fit the type of its field, or the shape is wrong. | Pass \`{ conjunction, conditions: [{ field_name, operator, value: […] }] }\`; \`value\` is a list of texts.
zh 筛选参数错误。 | 操作符与字段类型不匹配，或格式不对。 | 传 \`{ conjunction, conditions: [{ field_name, operator, value: […] }] }\`，\`value\` 为文本数组。

1254024,1254045 invalid_request
en No field has this name. | Spaces, line breaks or quotes differ from the name in the table, or advanced permissions hide the field. | Read the names by \`appTableField.list\` and use them exactly.
zh 字段名称不存在。 | 与表中名称的空格、换行或引号不同，或高级权限隐藏了该字段。 | 用 \`appTableField.list\` 获取名称并完全一致地使用。

1254030,1254130 invalid_request
en The data is too large. | One cell or the whole answer is over the limit. | Use a smaller \`page_size\`, fewer fields or shorter texts.
zh 数据过大。 | 单元格或响应超出限制。 | 减小 \`page_size\`、减少字段或缩短文本。

1254036 transient
en The Base is being copied. | It cannot be used until the copy is done. | Try again in some seconds.
zh 多维表格正在复制中。 | 复制完成前不可用。 | 数秒后重试。

1254060 invalid_request
en A text field got another type. | It takes a string, or a list of text segments. | Pass a string.
zh 文本字段的值错误。 | 应为字符串，或文本片段数组。 | 传入字符串。

1254061 invalid_request
en A number field got another type. | It takes a number, not text. | Pass a number.
zh 数字字段的值错误。 | 应为数字而不是文本。 | 传入数字。

1254062 invalid_request
en A single-option field got another type. | It takes one text. | Pass the option's name.
zh 单选字段的值错误。 | 应为一个文本。 | 传入选项名称。

1254063 invalid_request
en A multi-option field got another type. | It takes a list of texts. | Pass \`["a", "b"]\`.
zh 多选字段的值错误。 | 应为文本数组。 | 传入 \`["a", "b"]\`。

1254064 invalid_request
en A date field got another type. | It takes milliseconds since 1970 as a number. | Pass \`date.getTime()\`.
zh 日期字段的值错误。 | 应为 1970 年以来的毫秒数。 | 传入 \`date.getTime()\`。

1254065 invalid_request
en A checkbox got another type. | It takes true or false. | Pass a boolean.
zh 复选框字段的值错误。 | 应为 true 或 false。 | 传入布尔值。

1254066 invalid_request
en A person field is wrong. | It takes \`[{ id }]\`, with IDs of the type in \`user_id_type\`, of this app. | Pass \`[{ id: "ou_…" }]\`, or use \`user_id\` across apps.
zh 人员字段的值错误。 | 应为 \`[{ id }]\`，ID 类型与 \`user_id_type\` 一致且属于本应用。 | 传 \`[{ id: "ou_…" }]\`；跨应用请用 \`user_id\`。

1254067,1254074 invalid_request
en A link field got another type. | It takes a list of record IDs. | Pass \`["rec…"]\`.
zh 关联字段的值错误。 | 应为记录 ID 数组。 | 传入 \`["rec…"]\`。

1254068 invalid_request
en A URL field got another type. | It takes \`{ text, link }\`. | Pass both.
zh 超链接字段的值错误。 | 应为 \`{ text, link }\`。 | 两者都传。

1254069,1254303 invalid_request
en An attachment field is wrong. | It takes \`[{ file_token }]\` of files that were uploaded to this Base. | Upload with \`parent_type: "bitable_file"\` (or \`bitable_image\`) and \`parent_node\` the \`app_token\`.
zh 附件字段的值错误。 | 应为 \`[{ file_token }]\`，且文件已上传到该多维表格。 | 以 \`parent_type: "bitable_file"\`（或 \`bitable_image\`）、\`parent_node\` 为 \`app_token\` 上传。

1254100,1254101,1254102,1254103 invalid_request
en A limit of the Base is reached. | The code is for tables, views, files or records of a table. | Use another table, or remove what is old.
zh 多维表格数量达到上限。 | 对应数据表、视图、文件或单表记录数。 | 使用新的数据表，或清理旧数据。

1254104 invalid_request
en Too many records in one call. | A batch may have 500 (1,000 on newer pages). | Split the batch.
zh 单次记录数超限。 | 每次最多 500 条（新版文档为 1,000）。 | 拆分批次。

1254290 rate_limited
en Too many calls to the Base. | The limit counts per Base. | Wait, then send fewer calls.
zh 多维表格请求过快。 | 按多维表格限流。 | 等待后降低频率。

1254291 transient
en Two writes met in one table. | A table takes one write at a time, from all apps and people. | Send writes one after another, with half a second between them; try again.
zh 写入冲突。 | 同一数据表同一时间只能有一个写入。 | 串行写入并间隔约 0.5 秒，失败后重试。

1254301 permission_denied
en Advanced permissions are off or not possible here. | The operation needs them. | Switch them on in the Base, or use another operation.
zh 未开启或不支持高级权限。 | 该操作要求开启高级权限。 | 在多维表格中开启，或改用其他操作。

1254302,1254304 permission_denied
en The caller lacks the advanced permission of this Base. | With advanced permissions each app and user needs a role, or the right to manage. | Open the Base, "…", "More", "Add document app", and give the app "can manage".
zh 缺少多维表格高级权限。 | 开启高级权限后，应用与用户都需要角色或可管理权限。 | 在多维表格「…」→「更多」→「添加文档应用」中为应用授予可管理权限。

1254607 transient
en The data is not ready. | Earlier changes or formulas are still computed, or the batch is large. | Wait some seconds, use a smaller \`page_size\` and no parallel calls.
zh 数据尚未就绪。 | 前序操作或公式仍在计算，或批量过大。 | 等待数秒，减小 \`page_size\`，不要并发。

1254608 invalid_request
en The same change was sent twice. | A \`client_token\` was used again, or two equal calls ran at once. | Use a new \`client_token\` for each change.
zh 重复提交了相同的请求。 | \`client_token\` 被重复使用，或同时发送了相同请求。 | 每次修改使用新的 \`client_token\`。
`;
