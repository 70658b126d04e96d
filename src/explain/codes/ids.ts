/** IDs that the gateway looked up and did not find. `../table.ts` describes the notation. */
export const IDS = `
99992351 invalid_request
en An \`open_id\` does not exist. | The text is misspelt, or the value is another kind of ID. | Use an \`open_id\` (\`ou_…\`) that this app received.
zh \`open_id\` 不存在。 | 拼写有误，或传入了其他类型的 ID。 | 使用本应用获得的 \`open_id\`（\`ou_…\`）。

99992352,99992353 invalid_request
en Some of the user IDs do not exist. | IDs are misspelt or of deleted users. | Remove the IDs that the message names.
zh 部分用户 ID 不存在。 | 拼写有误，或用户已被删除。 | 移除报错信息中列出的 ID。

99992354 invalid_request
en The \`message_id\` does not exist. | It is misspelt, of another tenant, or is another kind of ID such as a thread (\`omt_…\`) or a card (\`c-…\`). | Pass the \`message_id\` (\`om_…\`) of the event or of the answer to the sent message.
zh \`message_id\` 不存在。 | 拼写有误、属于其他租户，或传入了话题（\`omt_…\`）、卡片（\`c-…\`）等其他 ID。 | 传入事件或发送消息返回值中的 \`message_id\`（\`om_…\`）。

99992356 invalid_request
en The \`chat_id\` does not exist. | It is misspelt or of another tenant. | Pass the \`chat_id\` (\`oc_…\`) of the event or of the chat list.
zh \`chat_id\` 不存在。 | 拼写有误，或属于其他租户。 | 传入事件或群列表中的 \`chat_id\`（\`oc_…\`）。

99992357,99992358 invalid_request
en The \`open_department_id\` does not exist. | It is misspelt, or is a \`department_id\`. | Pass \`od-…\`, or set \`department_id_type\` to the type of your ID.
zh \`open_department_id\` 不存在。 | 拼写有误，或传入的是 \`department_id\`。 | 传入 \`od-…\`，或将 \`department_id_type\` 设为实际类型。

99992359,99992360 invalid_request
en The \`user_id\` does not exist. | It is misspelt, or is an \`open_id\` or \`union_id\`. | Set \`user_id_type\` to the type of your ID: \`ou_…\` open_id, \`on_…\` union_id.
zh \`user_id\` 不存在。 | 拼写有误，或传入的是 \`open_id\`、\`union_id\`。 | 将 \`user_id_type\` 设为实际类型：\`ou_…\` 为 open_id，\`on_…\` 为 union_id。

99992361 invalid_request
en The \`open_id\` belongs to another app. | A user has a different \`open_id\` in each app. | Use the \`open_id\` that this app received, or \`union_id\` or \`user_id\` across apps.
zh \`open_id\` 不属于当前应用。 | 同一用户在每个应用中的 \`open_id\` 不同。 | 使用本应用获得的 \`open_id\`；跨应用请用 \`union_id\` 或 \`user_id\`。

99992363 invalid_request
en The \`union_id\` does not exist. | It is misspelt, or is another kind of ID. | Pass \`on_…\`, or set the ID type of the call to the type of your ID.
zh \`union_id\` 不存在。 | 拼写有误，或传入了其他类型的 ID。 | 传入 \`on_…\`，或将调用中的 ID 类型设为实际类型。

99992364 invalid_request
en The user belongs to another tenant. | An app reaches only users of the tenant of its token. | Use a user of this tenant.
zh 用户属于其他租户。 | 应用只能操作 token 所属租户的用户。 | 使用本租户的用户。

99992370 invalid_request
en The \`app_version_id\` does not exist. | It is misspelt or of another app. | Take it from the list of the app's versions.
zh 应用版本 ID（\`app_version_id\`）不存在。 | 拼写有误，或属于其他应用。 | 从应用版本列表中获取。

99992381 invalid_request
en The \`union_id\` belongs to another tenant. | An app reaches only users of the tenant of its token. | Use a user of this tenant.
zh \`union_id\` 不属于当前租户。 | 应用只能操作 token 所属租户的用户。 | 使用本租户的用户。

99992402 invalid_request
en A field is missing or has an invalid value. | The error names the field: \`details.field_violations\`. | Correct the field; check whether it belongs into \`params\`, \`path\` or \`data\`.
zh 字段缺失或取值无效。 | 具体字段见 \`details.field_violations\`。 | 修正该字段，并确认它应放在 \`params\`、\`path\` 还是 \`data\` 中。

99992500,99992501 invalid_request
en The \`tenant_key\` does not exist. | It is misspelt or of the other cloud. | Take it from an event of that tenant.
zh \`tenant_key\` 不存在。 | 拼写有误，或属于另一个云。 | 从该租户的事件中获取。
`;
