/** Authorisation and user tokens. `../table.ts` describes the notation. */
export const LOGIN = `
20001 invalid_request
en A required parameter is missing. | The token request has no \`grant_type\`, \`client_id\`, \`code\` or \`refresh_token\`. | Add the field that the message names.
zh 缺少必要参数。 | 请求缺少 \`grant_type\`、\`client_id\`、\`code\` 或 \`refresh_token\`。 | 补齐报错信息指出的字段。

20002 refused
en App ID and app secret do not match. | One of them is of another app, or the secret was reset. | Copy both from the developer console again.
zh App ID 与 App Secret 不匹配。 | 其中之一属于其他应用，或 Secret 已重置。 | 在开发者后台重新复制两者。

20003 refused
en The authorisation code is invalid. | It was used before, or is of another app or flow. | Start the authorisation again; a code works once and for five minutes.
zh 授权码无效。 | 已被使用过，或属于其他应用、其他流程。 | 重新发起授权；授权码 5 分钟内有效且只能使用一次。

20004 refused
en The authorisation code has expired. | More than five minutes passed between the redirect and the exchange. | Start the authorisation again and exchange the code at once.
zh 授权码已过期。 | 从回调到换取 token 超过 5 分钟。 | 重新发起授权，并立即换取。

20005 token_expired
en The \`user_access_token\` is invalid. | It expired, was revoked, or is another kind of token. | Refresh it, or let the user authorise again.
zh \`user_access_token\` 无效。 | 已过期、被撤销，或是其他类型的 token。 | 刷新 token，或请用户重新授权。

20006 token_expired
en The \`user_access_token\` has expired. | User tokens live about two hours. | Refresh it with the refresh token.
zh \`user_access_token\` 已过期。 | 用户 token 有效期约两小时。 | 用 refresh token 刷新。

20007 reauthorize
en No user token could be made. | The code was used or expired, comes from another kind of login (\`tt.login\`), or an old refresh token was sent. | Use each code once and always the newest refresh token; else start the authorisation again.
zh 生成 user_access_token 失败。 | code 已使用或过期、来自其他登录方式（\`tt.login\`），或使用了旧的 refresh token。 | 每个 code 只用一次，始终使用最新的 refresh token；否则重新发起授权。

20008 refused
en The user does not exist. | The account was deleted or belongs to another tenant. | Let an existing member of the tenant log in.
zh 用户不存在。 | 账号已删除，或属于其他租户。 | 使用租户内的有效成员登录。

20009 refused
en The tenant has not installed the app. | The app was never installed there, or was removed. | Let an administrator of the tenant install it.
zh 租户未安装该应用。 | 应用从未安装，或已被移除。 | 请租户管理员安装应用。

20010 permission_denied
en The user may not use the app. | The user is outside the app's availability. | Add the user to the availability of the app and publish a version.
zh 用户无应用使用权限。 | 用户不在应用的可用范围内。 | 将用户加入应用可用范围并发布版本。

20013 token_invalid
en The \`tenant_access_token\` is invalid. | It expired, or is of another app or domain. | Check \`domain\`; a cached token was already renewed once.
zh \`tenant_access_token\` 无效。 | 已过期，或属于其他应用、其他域名。 | 检查 \`domain\`；缓存的 token 已自动刷新过一次。

20014 token_invalid
en The \`app_access_token\` is invalid. | It expired, or is of another app or domain. | Check \`domain\`; a cached token was already renewed once.
zh \`app_access_token\` 无效。 | 已过期，或属于其他应用、其他域名。 | 检查 \`domain\`；缓存的 token 已自动刷新过一次。

20021 refused
en The user has left the company. | The account is resigned. | Remove the user's tokens.
zh 用户已离职。 | 账号处于离职状态。 | 移除该用户的 token。

20022 refused
en The user is frozen. | An administrator suspended the account. | Wait until the account is active again.
zh 用户已冻结。 | 账号被管理员冻结。 | 等账号恢复后再试。

20023 refused
en The user is not registered. | The invitation was not accepted yet. | Let the user activate the account.
zh 用户未注册。 | 用户尚未激活账号。 | 请用户先激活账号。

20024 refused
en The code or refresh token belongs to another app. | It was issued for another \`client_id\` than the one in the request. | Use one app ID for the whole flow.
zh code 或 refresh token 属于其他应用。 | 签发它的 \`client_id\` 与本次请求不同。 | 整个流程使用同一个 App ID。

20026 reauthorize
en The refresh token is invalid. | It is damaged, or was issued by the old v1 endpoint, which the v2 endpoint does not accept. | Let the user authorise the app again.
zh refresh token 无效。 | 内容损坏，或由旧版 v1 接口签发（v2 接口不接受）。 | 请用户重新授权。

20027 permission_denied
en A requested scope is not enabled for the app. | The authorise URL requests a scope that the app does not have or that does not exist; often \`offline_access\`. | Enable the scope in the developer console and publish a version, or remove it from \`scope\`.
zh 授权链接中的权限未开通。 | 链接请求了应用未开通或不存在的权限，常见的是 \`offline_access\`。 | 在开发者后台开通该权限并发布版本，或从 \`scope\` 中移除。

20028 refused
en The app ID is invalid. | \`client_id\` or \`app_id\` is misspelt. | Copy the App ID (\`cli_…\`) from the developer console.
zh App ID 无效。 | \`client_id\` 或 \`app_id\` 拼写有误。 | 在开发者后台复制 App ID（\`cli_…\`）。

20029 invalid_request https://open.feishu.cn/document/faq/trouble-shooting/how-to-resolve-the-authorization-page-20029-error
en The redirect address is not allowed. | \`redirect_uri\` is not on the app's list, or differs in scheme, port, path or a slash. | Add exactly this address in the developer console under "Security Settings", "Redirect URLs".
zh \`redirect_uri\` 请求不合法。 | 该地址不在应用的重定向 URL 列表中，或协议、端口、路径、斜杠不一致。 | 在开发者后台「安全设置」的「重定向 URL」中添加完全一致的地址。

20035 refused
en The app ID or app secret is wrong. | One of them is of another app, or the secret was reset. | Copy both from the developer console again.
zh App ID 或 App Secret 无效。 | 其中之一属于其他应用，或 Secret 已重置。 | 在开发者后台重新复制两者。

20036 invalid_request
en The \`grant_type\` is not supported. | The value is misspelt, or the endpoint is of another version. | Use \`authorization_code\` or \`refresh_token\` with the v2 endpoint.
zh 不支持的 \`grant_type\`。 | 取值拼写有误，或接口版本不对。 | v2 接口使用 \`authorization_code\` 或 \`refresh_token\`。

20037 reauthorize
en The refresh token has expired. | It was not used in time, or the authorisation is more than 365 days old. | Let the user authorise the app again.
zh refresh token 已过期。 | 未及时使用，或授权已超过 365 天。 | 请用户重新授权。

20038 reauthorize
en The refresh token is unknown. | It was damaged or deleted. | Let the user authorise the app again.
zh 查询不到 refresh token。 | 内容损坏或已被删除。 | 请用户重新授权。

20039 token_expired
en The \`user_access_token\` is unknown. | It was damaged, or expired long ago. | Refresh it, or let the user authorise again.
zh 查询不到 \`user_access_token\`。 | 内容损坏或早已过期。 | 刷新 token，或请用户重新授权。

20042 refused
en The app is disabled. | An administrator or the developer switched it off. | Enable it in the console.
zh 应用不可用。 | 被管理员或开发者停用。 | 在后台启用应用。

20046 refused
en App and domain belong to different clouds. | A Feishu app was used on the Lark domain, or the other way round. | Set \`domain\` to the cloud of the app.
zh 应用与域名的品牌不一致。 | 飞书应用使用了 Lark 域名，或相反。 | 将 \`domain\` 设为应用所在的云。

20048 refused
en The app does not exist. | \`client_id\` is misspelt, or the app was deleted. | Copy the App ID from the developer console.
zh 应用不存在。 | \`client_id\` 拼写有误，或应用已删除。 | 在开发者后台复制 App ID。

20049 invalid_request
en The PKCE check failed. | \`code_verifier\` is missing or does not belong to the \`code_challenge\` of the authorise URL. | Keep the verifier with the \`state\` and send the same one; with \`S256\` the challenge is its SHA-256.
zh PKCE 校验失败。 | 缺少 \`code_verifier\`，或与授权链接中的 \`code_challenge\` 不对应。 | 将 verifier 与 \`state\` 一起保存并原样发送；\`S256\` 的 challenge 是其 SHA-256。

20050 transient
en The authorisation server failed. | An internal error of the platform. | Try again. A refresh token stays valid unless the platform says otherwise.
zh 授权服务内部错误。 | 平台内部异常。 | 稍后重试。除非平台另有说明，refresh token 仍然有效。

20063 invalid_request
en The request is malformed. | A field is missing or the body is neither JSON nor a form. | Add the field that the message names.
zh 请求格式有误。 | 缺少字段，或请求体既不是 JSON 也不是表单。 | 补齐报错信息指出的字段。

20064 reauthorize
en The refresh token was revoked. | It was used before, and the new one replaced it; or the user withdrew the authorisation. | Read the newest token from the store; another instance may have refreshed it. Else let the user authorise again.
zh refresh token 已被撤销。 | 它已被使用并被新的取代，或用户取消了授权。 | 从存储读取最新的 token，可能其他实例已刷新；否则请用户重新授权。

20065 refused
en The authorisation code was used before. | The callback page was opened twice, or two instances exchanged the code. | Start the authorisation again; a code works once.
zh 授权码已被使用。 | 回调页面被打开两次，或两个实例都换取了。 | 重新发起授权；授权码只能使用一次。

20066 refused
en The user's status does not allow a login. | The account is frozen, resigned or not active. | Check the account in the admin console.
zh 用户状态非法。 | 账号已冻结、离职或未激活。 | 在管理后台检查账号状态。

20067 invalid_request
en The list of scopes has duplicates. | A scope stands twice in \`scope\`. | Name each scope once, separated by spaces.
zh \`scope\` 中存在重复项。 | 同一权限出现两次。 | 每个权限只写一次，用空格分隔。

20068 invalid_request
en The list of scopes has one that the user did not grant. | The token request can only narrow the scopes of the authorise URL. | Leave \`scope\` out of the token request, or name a subset.
zh \`scope\` 中包含用户未授权的权限。 | 换取 token 时只能缩小授权链接中的权限。 | 换取 token 时不传 \`scope\`，或传其子集。

20069 refused
en The app is not enabled. | It was disabled or never published. | Publish a version and enable the app.
zh 应用未启用。 | 已停用或尚未发布。 | 发布版本并启用应用。

20070 invalid_request
en Two ways of authentication were sent. | The request has \`client_secret\` in the body and HTTP Basic authentication. | Send the secret in the body only.
zh 同时使用了两种身份验证方式。 | 请求体中有 \`client_secret\`，又使用了 HTTP Basic。 | 只在请求体中传 secret。

20071 invalid_request
en The redirect address is not the one of the authorise URL. | \`redirect_uri\` of the token request differs, if only by a slash. | Send exactly the same address in both requests.
zh \`redirect_uri\` 与授权时不一致。 | 换取 token 时的地址不同，哪怕只差一个斜杠。 | 两次请求使用完全相同的地址。

20072 transient
en The authorisation server is not available. | The platform is overloaded or under maintenance. | Try again later and keep the refresh token.
zh 授权服务暂不可用。 | 平台过载或维护中。 | 稍后重试，并保留 refresh token。

20073 reauthorize
en The refresh token was used before. | A refresh token works once. Two instances refreshed at the same time, or the answer with the new one was lost. | Read the newest token from the store. If none works, let the user authorise again.
zh refresh token 已被使用。 | refresh token 只能使用一次：两个实例同时刷新，或带有新 token 的响应丢失。 | 从存储读取最新的 token；若均无效，请用户重新授权。

20074 refused
en The app may not refresh user tokens. | The switch for refreshing \`user_access_token\` is off, or its version is not published. | Switch it on in the developer console under "Security Settings" and publish a version.
zh 应用未开启刷新 \`user_access_token\`。 | 开关未打开，或对应版本尚未发布。 | 在开发者后台「安全设置」中打开开关并发布版本。
`;
