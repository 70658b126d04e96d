/** Contacts, calendar, approval, tasks, meetings. `../table.ts` describes the notation. */
export const ORGANISATION = `
40001,40013 invalid_request
en A parameter of the contact call is invalid. | The message names it. | Correct the parameter.
zh 通讯录接口参数错误。 | 报错信息会指出参数。 | 修正参数。

40003 transient
en The contact service failed. | An internal fault. | Try again; quote the \`logId\` to the support.
zh 通讯录服务内部错误。 | 平台内部异常。 | 重试；向技术支持提供 \`logId\`。

40004 permission_denied
en The department is outside the app's contact range. | Scopes are not enough: the range of contact data must include the department. | Extend it in the developer console ("Permissions & Scopes", "Data permissions") and publish a version; for the root department \`0\` choose all members.
zh 部门不在应用的通讯录权限范围内。 | 仅有接口权限不够，数据权限范围需包含该部门。 | 在开发者后台「权限管理」→「数据权限」中扩大通讯录权限范围并发布版本；查询根部门 \`0\` 需选择全部成员。

40008,41012 invalid_request
en The user or department was not found by this ID. | The ID is missing, or not of the type in \`user_id_type\` or \`department_id_type\`. | Set the ID type by the prefix: \`ou_\` open_id, \`on_\` union_id, \`od-\` open_department_id.
zh 用户或部门 ID 无效。 | 未传 ID，或与 \`user_id_type\`、\`department_id_type\` 不符。 | 按前缀设置类型：\`ou_\` 为 open_id、\`on_\` 为 union_id、\`od-\` 为 open_department_id。

40011 invalid_request
en The page size is invalid. | Many contact lists take at most 50. | Pass a smaller \`page_size\`.
zh \`page_size\` 无效。 | 多数通讯录列表最大为 50。 | 传入更小的值。

40012 invalid_request
en The \`page_token\` is invalid. | It is of another call, or has expired. | Start the list again.
zh \`page_token\` 无效。 | 属于其他请求，或已过期。 | 从头开始查询。

41050 permission_denied
en The user is outside the app's contact range. | Scopes are not enough: the range of contact data must include the user. | Extend it in the developer console ("Permissions & Scopes", "Data permissions") and publish a version.
zh 用户不在应用的通讯录权限范围内。 | 仅有接口权限不够，数据权限范围需包含该用户。 | 在开发者后台「权限管理」→「数据权限」中扩大通讯录权限范围并发布版本。

43007 invalid_request
en The department's own ID exists already. | \`department_id\` must be unique in the tenant. | Choose another ID.
zh 自定义部门 ID 重复。 | \`department_id\` 在企业内必须唯一。 | 更换 ID。

43010 invalid_request
en The department is too large for a recursive call. | \`fetch_child\` does not work with more than 500 sub-departments. | Walk the departments level by level.
zh 部门过大，不支持递归查询。 | 子部门超过 500 个时不支持 \`fetch_child\`。 | 逐级查询。

190002 invalid_request
en A parameter of the calendar call is invalid. | The message names it; times are in seconds, as text. | Correct the parameter.
zh 日历接口参数错误。 | 报错信息会指出参数；时间为秒级字符串。 | 修正参数。

190003 transient
en The calendar service failed. | An internal fault. | Try again.
zh 日历服务内部错误。 | 平台内部异常。 | 稍后重试。

190004,190005,190010 rate_limited
en Too many calendar calls. | The limit counts per method, per app or per calendar. | Wait, then send fewer calls.
zh 日历请求过于频繁。 | 按接口、应用或日历限流。 | 等待后降低频率。

190006 refused
en App and tenant do not fit together. | App ID and secret are of another cloud or tenant. | Check \`appId\`, \`appSecret\` and \`domain\`.
zh 应用与租户不匹配。 | App ID 与 Secret 属于其他云或租户。 | 检查 \`appId\`、\`appSecret\` 与 \`domain\`。

190007 refused
en The app has no bot. | A calendar of an app belongs to its bot. | Enable the bot and publish a version.
zh 应用没有机器人。 | 应用日历归属于机器人。 | 启用机器人能力并发布版本。

191000,191001,191003,191004 invalid_request
en The calendar does not exist or is of the wrong kind. | \`calendar_id\` is wrong, or the calendar was deleted. | Read it by \`calendar.v4.calendar.list\` or \`primary\`.
zh 日历不存在或类型错误。 | \`calendar_id\` 有误，或日历已删除。 | 用 \`calendar.v4.calendar.list\` 或 \`primary\` 获取。

191002 permission_denied
en The caller may not use this calendar. | An app sees its own calendar and shared ones, a user those of the user. | Share the calendar with the app, or call with a user token.
zh 没有日历访问权限。 | 应用只能访问自己的和共享给它的日历。 | 将日历共享给应用，或使用用户 token。

193000,193001,193003 invalid_request
en The calendar event does not exist. | \`event_id\` is wrong, or the event was deleted. | Read the events of the calendar.
zh 日程不存在。 | \`event_id\` 有误，或日程已删除。 | 查询日历中的日程。

193002 permission_denied
en The caller may not change this event. | It is of another organiser. | Use an event that this app or user organises.
zh 没有操作该日程的权限。 | 日程属于其他组织者。 | 操作由本应用或用户组织的日程。

195100 refused
en The user is not in the tenant any more. | The account left or never belonged here. | Remove the user.
zh 用户已离职或不在该租户。 | 账号已离职或不属于本租户。 | 移除该用户。

1390001,60001 invalid_request
en A parameter of the approval call is invalid. | The message names it; \`form\` is a JSON string with one entry for each control. | Compare \`form\` with the approval definition.
zh 审批接口参数错误。 | 报错信息会指出参数；\`form\` 是 JSON 字符串，每个控件一项。 | 对照审批定义检查 \`form\`。

1390002,4002 invalid_request
en The approval definition does not exist. | \`approval_code\` is wrong. | Copy it from the address of the definition in the approval admin page.
zh 审批定义不存在。 | \`approval_code\` 有误。 | 从审批管理后台的定义链接中复制。

1390003,4003 invalid_request
en The approval instance does not exist. | \`instance_code\` is wrong. | Take it from the event or the list of instances.
zh 审批实例不存在。 | \`instance_code\` 有误。 | 从事件或实例列表中获取。

1390015 refused
en The approval definition is disabled. | An administrator switched it off. | Enable it.
zh 审批定义已停用。 | 管理员停用了它。 | 启用后重试。

1395001 transient
en The approval service failed. | Often a parameter that it cannot read, or a fault of the platform. | Check the parameters, then try again.
zh 审批服务错误。 | 常见原因是参数无法解析，或平台异常。 | 检查参数后重试。

1470400 invalid_request
en A parameter of the task call is invalid. | The message says which. | Correct it.
zh 任务接口参数错误。 | 报错信息会说明。 | 修正参数。

1470403 permission_denied
en The caller may not do this with the task. | The app or user has no right to edit it. | Add the app as a member of the task or its list.
zh 没有任务权限。 | 应用或用户没有编辑权限。 | 将应用添加为任务或清单成员。

1470404 invalid_request
en The task does not exist. | The \`guid\` is wrong, or the task was deleted. | Take the \`guid\` from the list of tasks.
zh 任务不存在。 | \`guid\` 有误，或任务已删除。 | 从任务列表获取 \`guid\`。

1470500 transient
en The task service failed. | An internal fault or a passing limit. | Try again.
zh 任务服务错误。 | 内部异常或瞬时限流。 | 稍后重试。

121003 invalid_request
en A parameter of the meeting call is invalid. | A value is outside its range. | Correct it.
zh 视频会议接口参数错误。 | 取值超出范围。 | 修正参数。

121004 invalid_request
en The meeting or room does not exist. | The ID is wrong, or the meeting is over. | Check the ID.
zh 会议或会议室不存在。 | ID 有误，或会议已结束。 | 检查 ID。

121005 permission_denied
en The caller may not do this with the meeting. | The token is of the wrong kind, or of a user who does not own it. | Use a token of the meeting's owner.
zh 没有会议操作权限。 | token 类型不对，或用户不是会议拥有者。 | 使用会议拥有者的 token。
`;
