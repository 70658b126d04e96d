/** What holds for every code of a kind that no other table explains. `../table.ts` describes the notation. */
export const GENERAL = `
rate_limited rate_limited
en Too many calls in a short time. | Limits count per app, tenant and API. | Send fewer calls, or later; \`retryAfterMs\` says when, if the platform sent it.
zh 短时间内调用过多。 | 频控按应用、租户与接口计算。 | 降低频率或稍后重试；若平台返回了等待时间，见 \`retryAfterMs\`。

quota_exhausted quota_exhausted
en A quota is used up. | The tenant has no more calls or room. | Wait for the next period, or ask the administrator.
zh 额度已用完。 | 租户没有剩余的调用量或空间。 | 等待下个周期，或联系管理员。

token_invalid token_invalid
en The token was refused. | It is of another app or domain, or the API takes another kind of token. | Check \`appId\`, \`domain\` and the tokens of the API.
zh token 无效。 | 它属于其他应用或域名，或接口要求其他类型的 token。 | 检查 \`appId\`、\`domain\` 与接口支持的 token 类型。

permission_denied permission_denied
en The app or the user lacks a right. | A scope is missing, or the resource is not shared. | Apply for the scope in the developer console and publish a version; share the resource.
zh 应用或用户缺少权限。 | 缺少接口权限，或资源未共享。 | 在开发者后台申请权限并发布版本，并共享资源。

invalid_request invalid_request
en A field or an ID in the request is wrong. | The message or \`details\` names it. | Correct it; the same request fails again.
zh 请求中的字段或 ID 有误。 | 具体见报错信息或 \`details\`。 | 修正后再发；相同请求会再次失败。

transient transient
en The platform could not do it now. | An internal fault, or a conflict that passes. | Try again after a pause.
zh 平台暂时无法处理。 | 内部异常，或暂时的冲突。 | 稍后重试。

refused refused
en The platform refused the request. | Its code and message say why. | Open the link to the troubleshooter, or search the code in the documentation of the operation.
zh 平台拒绝了该请求。 | 原因见错误码与报错信息。 | 打开排查链接，或在接口文档中查找该错误码。

LARK_NETWORK no_answer
en No answer came from the platform. | The host name does not resolve, the connection was refused, or, in a browser, CORS forbids the call. | Check \`domain\` and the network; from a web page call your own server, since the platform allows no browser.
zh 未收到平台的响应。 | 域名无法解析、连接被拒绝，或浏览器中受 CORS 限制。 | 检查 \`domain\` 与网络；网页中请调用自己的服务端，平台不支持浏览器直接调用。

LARK_TIMEOUT no_answer
en The call took too long. | An attempt is limited by \`timeoutMs\`, the whole call by \`deadlineMs\`. | Raise the limit for slow operations; look whether the call was done before you repeat a write.
zh 调用超时。 | 单次尝试受 \`timeoutMs\` 限制，整个调用受 \`deadlineMs\` 限制。 | 为较慢的操作提高限制；重复写操作前先确认是否已生效。

LARK_ABORTED no_answer
en The call was aborted. | Its \`signal\` fired. | Nothing, if that was intended; a write may have been done.
zh 调用已中止。 | \`signal\` 被触发。 | 若为预期行为则无需处理；写操作可能已生效。

LARK_REDIRECT no_answer
en The address answered with a redirect. | \`domain\` is not the platform's API host, or a proxy or login page stands before it. | Set \`domain\` to \`https://open.feishu.cn\` or \`https://open.larksuite.com\`.
zh 地址返回了重定向。 | \`domain\` 不是平台接口域名，或前面有代理、登录页。 | 将 \`domain\` 设为 \`https://open.feishu.cn\` 或 \`https://open.larksuite.com\`。

LARK_BAD_ANSWER no_answer
en The answer is not one of the platform. | A proxy, a firewall or another server answered, or the answer was cut off. | Check \`domain\` and what stands between; \`status\` and \`logId\` are on the error.
zh 响应不是平台的格式。 | 由代理、防火墙或其他服务返回，或响应被截断。 | 检查 \`domain\` 与中间网络；错误对象上有 \`status\` 与 \`logId\`。

LARK_STORE store_failed
en The store gave no usable answer. | It is down, slow, or its credentials are wrong. | Look at the store; the operation may have been done.
zh 存储没有可用的响应。 | 存储故障、响应过慢或凭证有误。 | 检查存储；操作可能已生效。

domain_option wrong_call
en \`domain\` is not an address of the platform. | It must be an origin: \`https://\` and a host, without a path. | Pass \`https://open.feishu.cn\` for Feishu, \`https://open.larksuite.com\` for Lark, or the address that the emulator printed.
zh \`domain\` 不是平台的地址。 | 它必须是 \`https://\` 加域名，不带路径。 | 飞书填 \`https://open.feishu.cn\`，Lark 填 \`https://open.larksuite.com\`，或填模拟器打印的地址。

missing_method wrong_call
en The client has no method of this name. | Methods have the platform's names: \`create\` sends a message. | Look up the name on the page of the operation; an editor completes it.
zh 客户端没有这个名称的方法。 | 方法名与平台一致：发送消息是 \`create\`。 | 请在接口文档中查找其名称；编辑器也能补全。

missing_global wrong_call
en The runtime lacks a web standard. | Node 18 and older have no global \`crypto\`. | Use Node 20 or newer.
zh 运行环境缺少 Web 标准接口。 | Node 18 及更早版本没有全局的 \`crypto\`。 | 请使用 Node 20 或更新的版本。

TypeError,RangeError wrong_call
en An argument has the wrong type or value. | In lark-edge it is thrown before anything is sent; other code throws it, too. | Read the message, which names the argument, and the stack. If a domain of a client of \`lark-edge/core\` is undefined, import it from \`lark-edge/api/\` and pass it in \`apis\`.
zh 参数类型或取值有误。 | lark-edge 在发送请求之前抛出此错误；其他代码也可能抛出。 | 报错信息会指出参数，请结合调用栈修正。若 \`lark-edge/core\` 的客户端上某个业务域未定义，请从 \`lark-edge/api/\` 导入它并传入 \`apis\`。

unknown unknown
en The error is not of lark-edge. | It was thrown by other code, for example a handler. | Look at its stack.
zh 该错误不是由 lark-edge 抛出的。 | 来自其他代码，例如处理函数。 | 查看调用栈。
`;
