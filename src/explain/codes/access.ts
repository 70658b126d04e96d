/** The gateway: tokens, credentials, scopes, limits. `../table.ts` describes the notation. */
export const ACCESS = `
9499 invalid_request @bot/v2/hook @custom-bot
en The body of the webhook call could not be read. | A field has the wrong type or name, or \`msg_type\` does not match the rest of the body. | Compare the body with the format of its \`msg_type\`; a card goes into \`card\` as an object, not into \`content\`.
zh 自定义机器人的请求体无法解析。 | 字段类型或名称有误，或 \`msg_type\` 与请求体内容不一致。 | 按 \`msg_type\` 对应的格式检查请求体；卡片以对象形式放在 \`card\` 中，而不是 \`content\`。

9499 invalid_request
en A field of the request has the wrong type. | The message names the field. Often \`content\` was passed as an object, or a number as text. | Pass the type that the documentation states; the \`content\` of a message is a JSON string: \`JSON.stringify({ text: "hi" })\`.
zh 请求中某个字段的类型不正确。 | 报错信息会指出字段名。常见原因是 \`content\` 传了对象，或数字传成了字符串。 | 按文档要求的类型传参；消息的 \`content\` 是 JSON 字符串：\`JSON.stringify({ text: "hi" })\`。

10003 invalid_request
en A parameter is missing or has the wrong form. | For a token request: \`app_id\` is empty or is not an app ID, for example because \`appId\` and \`appSecret\` were swapped. | Copy App ID (\`cli_…\`) and App Secret from the developer console again, and check which variable holds which.
zh 请求参数缺失或格式有误。 | 获取 token 时：\`app_id\` 为空或不是 App ID，例如 \`appId\` 与 \`appSecret\` 写反了。 | 在开发者后台重新复制 App ID（\`cli_…\`）和 App Secret，并检查环境变量是否对应。

10005 refused
en The app or tenant of the request was not accepted. | The app belongs to another tenant or to the other cloud (Feishu or Lark). | Check \`domain\`, the app ID and, for a marketplace app, the tenant key.
zh 请求鉴权失败，应用或租户信息有误。 | 应用属于其他租户，或属于另一个云（飞书或 Lark）。 | 检查 \`domain\`、App ID，以及商店应用的 tenant key。

10012 app_ticket_invalid
en The \`app_ticket\` was refused. | A newer ticket was pushed, or the ticket is of another app. | Let the dispatcher and the client share one \`store\`, or call \`setAppTicket\` with the ticket of the newest \`app_ticket\` event; the platform sends one each hour.
zh \`app_ticket\` 无效。 | 平台已推送更新的 ticket，或该 ticket 属于其他应用。 | 让 dispatcher 与 client 共用同一个 \`store\`，或用最新 \`app_ticket\` 事件中的值调用 \`setAppTicket\`；平台每小时推送一次。

10013 refused
en The platform could not issue a \`tenant_access_token\`. | The tenant has not installed the marketplace app, or \`tenantKey\` is wrong. | Check \`tenantKey\` and the installation in that tenant.
zh 获取 \`tenant_access_token\` 失败。 | 该租户未安装商店应用，或 \`tenantKey\` 有误。 | 检查 \`tenantKey\` 以及应用在该租户的安装状态。

10014 refused
en The app does not exist or is disabled. | The app ID is wrong, the app is of the other cloud (Feishu or Lark), or an administrator disabled it. | Check \`appId\` and \`domain\` (\`https://open.feishu.cn\` or \`https://open.larksuite.com\`), then the state of the app in the console.
zh 应用不存在或已停用。 | App ID 有误，应用属于另一个云（飞书或 Lark），或已被管理员停用。 | 检查 \`appId\` 与 \`domain\`（\`https://open.feishu.cn\` 或 \`https://open.larksuite.com\`），再查看应用在后台的状态。

10015 refused
en The app secret is wrong. | It is the secret of another app, was reset in the console, or was copied incompletely. | Copy the App Secret from the developer console again ("Credentials & Basic Info").
zh App Secret 错误。 | 它属于其他应用、已在后台重置，或复制不完整。 | 在开发者后台的「凭证与基础信息」页重新复制 App Secret。

10016 refused
en The platform did not send the \`app_ticket\` again. | Only marketplace apps have tickets; this app is self-built. | Leave \`appType\` at \`"self-built"\` for a self-built app.
zh 重新推送 \`app_ticket\` 失败。 | 只有商店应用才有 ticket，该应用是自建应用。 | 自建应用请保持 \`appType\` 为 \`"self-built"\`。

2200 transient
en The service failed internally. | Usually too many calls at once. | Send fewer calls at a time and try again after a pause.
zh 服务内部错误。 | 通常由调用过于频繁引起。 | 降低请求速率，稍后重试。

4001 token_expired
en The token is invalid. | It expired, or is of another app. | Get a new token and send the call again.
zh token 无效。 | token 已过期，或属于其他应用。 | 重新获取 token 后重试。

99991201 invalid_request
en No API has this address. | The path is misspelt, a path parameter is missing, or the API is not on this cloud. | Compare method and path with the documentation; use a typed method in place of a raw call.
zh 请求路径不存在（404）。 | 路径拼写有误、缺少路径参数，或该云上没有此接口。 | 对照文档检查请求方法与路径；可改用带类型的方法代替原始调用。

99991301 invalid_request
en The HTTP method is wrong for this address. | For example GET where the API takes POST. | Use the method of the documentation; a raw call sends GET unless \`method\` is set.
zh 请求方法与接口要求不一致。 | 例如接口要求 POST，却使用了 GET。 | 使用文档中的请求方法；原始调用未设置 \`method\` 时默认为 GET。

99991400 rate_limited
en Too many calls in a short time. | The limit counts per app, tenant and API, each second and each minute. | Wait for \`retryAfterMs\` and spread the calls; the client already tried again.
zh 触发接口频控。 | 限制按应用、租户与接口分别计算，有每秒和每分钟两种。 | 等待 \`retryAfterMs\` 后再试并分散调用；客户端已自动重试过。

99991401 ip_denied
en The address of this host is not allowed. | The app has an IP allow-list ("Security Settings") without this host. | Add the outgoing IPv4 address to the list, or remove the list; edge hosts have no fixed address.
zh 当前主机 IP 不在白名单内。 | 应用在「安全设置」中启用了 IP 白名单。 | 将出口 IPv4 加入白名单，或移除白名单；边缘运行时没有固定出口 IP。

99991403 quota_exhausted
en The tenant has used up its API calls of this month. | The free plan has 10,000 calls a month for all self-built apps together; each update of a streamed card counts. | Wait for the first of the month, upgrade the plan, or call less often. Do not try again.
zh 租户本月 API 调用量已用完。 | 免费版所有自建应用每月共 10,000 次；流式卡片的每次更新都计数。 | 等到下月 1 日、升级套餐，或减少调用。请勿重试。

99991543 refused
en App ID and app secret are unknown together. | One of them is wrong, or the app is of the other cloud (Feishu or Lark). | Copy both from the developer console and check \`domain\`.
zh App ID 或 App Secret 不存在。 | 其中之一有误，或应用属于另一个云（飞书或 Lark）。 | 在开发者后台重新复制，并检查 \`domain\`。

99991641 reauthorize
en The login session is no longer valid. | It ended, or its user logged out. | Let the user log in again.
zh 登录态 session 无效。 | session 已过期，或用户已退出登录。 | 让用户重新登录。

99991661 token_missing
en The request carried no token. | The \`Authorization\` header is missing: \`tokens: []\` in a raw call, or a proxy removed it. | Leave \`tokens\` away, so that the client adds one.
zh 请求未携带 token。 | 缺少 \`Authorization\` 请求头：原始调用写了 \`tokens: []\`，或被代理移除。 | 不要设置 \`tokens\`，由客户端自动添加。

99991662 refused
en The app is disabled. | An administrator or the developer switched it off. | Enable it in the developer console or the admin console.
zh 应用已停用。 | 被管理员或开发者停用。 | 在开发者后台或管理后台启用该应用。

99991663 token_invalid
en The \`tenant_access_token\` was refused. | It expired, is of another app or domain, or this API does not take one. | Look at the tokens of the API in its documentation; where it wants a user, pass \`userAccessToken\`. A cached token was already renewed once.
zh \`tenant_access_token\` 无效。 | token 已过期、属于其他应用或域名，或该接口不支持此类 token。 | 查看接口文档支持的 token 类型；若需要用户身份，请传 \`userAccessToken\`。缓存的 token 已自动刷新过一次。

99991664 token_invalid
en The \`app_access_token\` was refused. | It expired, or is of another app or domain. | Check \`appId\` and \`domain\`; a cached token was already renewed once.
zh \`app_access_token\` 无效。 | token 已过期，或属于其他应用或域名。 | 检查 \`appId\` 与 \`domain\`；缓存的 token 已自动刷新过一次。

99991665 token_invalid
en The token belongs to no known tenant. | The \`tenant_access_token\` is damaged or of another domain. | Check \`domain\` and \`tenantKey\`; a cached token was already renewed once.
zh token 对应的租户无效。 | \`tenant_access_token\` 已损坏，或属于其他域名。 | 检查 \`domain\` 与 \`tenantKey\`；缓存的 token 已自动刷新过一次。

99991668 token_invalid
en The \`user_access_token\` was refused. | It expired or was revoked, or this API does not take a user's token; the message says which. | Refresh the token, or call without \`userAccessToken\` where the API is for apps.
zh \`user_access_token\` 无效。 | token 已过期或被撤销，或该接口不支持用户 token；报错信息会说明。 | 刷新 token；若接口只支持应用身份，则不要传 \`userAccessToken\`。

99991669 reauthorize
en The user's refresh token is invalid. | It expired or was used before. | Let the user authorise the app again.
zh 用户的 refresh token 无效。 | 已过期或已被使用。 | 请用户重新授权。

99991670 reauthorize
en The SSO token is invalid. | It expired. | Let the user log in again.
zh SSO token 无效。 | 已过期。 | 请用户重新登录。

99991671 token_invalid
en The token has the wrong form. | It must begin with \`t-\`, \`a-\`, \`u-\` or \`eyJ\`; often the word \`Bearer\` or a line break was copied along, or another value was passed. | Pass the token text alone.
zh token 格式错误。 | token 应以 \`t-\`、\`a-\`、\`u-\` 或 \`eyJ\` 开头；常见原因是多复制了 \`Bearer\` 或换行，或传了其他值。 | 只传 token 本身。

99991672 permission_denied https://open.feishu.cn/document/uAjLw4CM/ugTN1YjL4UTN24CO1UjN/trouble-shooting/how-to-fix-the-99991672-error
en The app lacks a scope. | None of the scopes of this API is enabled for the app, or the version with them is not published. | Apply for one of the scopes in the developer console, then create and publish a version.
zh 应用未开通所需权限。 | 该接口要求的权限均未开通，或包含该权限的版本尚未发布。 | 在开发者后台申请其中任一权限，然后创建并发布版本。

99991673 refused
en The app is not available in this tenant. | The tenant has not installed it, or it is disabled there. | Let an administrator install or enable the app.
zh 应用在当前租户不可用。 | 租户未安装该应用，或已停用。 | 请管理员安装或启用应用。

99991674 refused
en This kind of user cannot call the API. | The token belongs to an external or special account. | Use a member of the tenant.
zh 不支持的用户类型。 | token 属于外部或特殊账号。 | 使用租户内的成员账号。

99991675 invalid_request
en The user ID could not be read. | It has the wrong form for the \`user_id_type\` of the call. | Pass an ID of the stated type: \`ou_…\` open_id, \`on_…\` union_id.
zh 用户 ID 格式有误。 | 与调用中的 \`user_id_type\` 不匹配。 | 传入对应类型的 ID：\`ou_…\` 为 open_id，\`on_…\` 为 union_id。

99991676 permission_denied
en The token may not do this. | Its app or user lacks the right for the operation. | Check scopes and the kind of token in the documentation of the API.
zh token 没有对应权限。 | 应用或用户缺少执行该操作的权限。 | 对照接口文档检查权限与 token 类型。

99991677 token_expired
en The \`user_access_token\` has expired. | User tokens live about two hours. | Refresh it with the refresh token, or let the user authorise again.
zh \`user_access_token\` 已过期。 | 用户 token 有效期约两小时。 | 用 refresh token 刷新，或请用户重新授权。

99991679 permission_denied https://open.feishu.cn/document/uAjLw4CM/ugTN1YjL4UTN24CO1UjN/trouble-shooting/how-to-resolve-error-99991679
en The user has not granted a scope. | The user authorised the app without it, or before the app had it. | Send the user through the authorisation page with the missing scope.
zh 用户未授予所需权限。 | 用户授权时未包含该权限，或应用之后才开通。 | 在授权页面带上缺失的权限，请用户重新授权。

99991681 refused
en An external login service refused. | The message says why. | Follow the message; ask the administrator of the identity provider.
zh 第三方鉴权失败。 | 具体原因见报错信息。 | 按报错信息处理，或联系身份提供方管理员。

99991692 refused
en Authentication failed. | The message says why. | Check token, app and domain.
zh 鉴权失败。 | 具体原因见报错信息。 | 检查 token、应用与域名。
`;
