/** Drive, wiki, documents, spreadsheets. `../table.ts` describes the notation. */
export const DOCUMENTS = `
1061001,1061006,1061045,1771001,131001 transient
en The document service could not do it now. | An internal fault, or another write at the same time. | Try again after a pause, and send writes one after another.
zh 云文档服务暂时无法处理。 | 内部异常，或有并发写入。 | 稍后重试，并串行写入。

1061002,131002,1770001 invalid_request
en A parameter of the document call is invalid. | The message names it; often a token of another kind was passed, for example a wiki token in place of a document's. | Check type and place of each field; get the token of a wiki document by \`wiki.v2.space.getNode\`.
zh 云文档接口参数错误。 | 报错信息会指出参数；常见原因是 token 类型不对，例如用知识库 token 代替文档 token。 | 检查各字段的类型与位置；知识库文档的 token 用 \`wiki.v2.space.getNode\` 获取。

1061003,1770002,91402,95006,1310214,90214 invalid_request
en The document does not exist. | The token is wrong, of another kind (a wiki link holds a node's token), or the document was deleted. | Copy the token from the link; for a \`/wiki/\` link get \`obj_token\` by \`wiki.v2.space.getNode\`.
zh 文档不存在。 | token 有误、类型不符（知识库链接中是节点 token），或文档已删除。 | 从链接复制 token；\`/wiki/\` 链接请用 \`wiki.v2.space.getNode\` 获取 \`obj_token\`。

1061004,1063002,1069902,1770032,91403,1310213,90213 permission_denied
en The caller may not read or write this document. | Scopes are not enough: the app or user must have a right on the document itself. | For an app: open the document, "…", "More", "Add document app", and choose the app. For a user: share the document.
zh 调用身份没有该文档的权限。 | 仅有接口权限不够，应用或用户还需要文档本身的权限。 | 应用身份：打开文档，在右上角「…」→「更多」→「添加文档应用」中添加应用；用户身份：将文档分享给该用户。

1061005 token_invalid
en The identity is not accepted. | The token is invalid, or the API takes another kind. | Check the token types of the API.
zh 身份校验失败。 | token 无效，或接口要求其他类型的 token。 | 检查接口支持的 token 类型。

1061007,1063005,1770003,95007,1310249 refused
en The document was deleted. | It is in the recycle bin, or gone. | Restore it, or remove it from your list.
zh 文档已被删除。 | 在回收站中，或已彻底删除。 | 恢复文档，或从列表中移除。

1061008,1061109 invalid_request
en The file name is not allowed. | It is empty, too long, or its content is forbidden. | Use another name of at most 250 characters.
zh 文件名不合法。 | 为空、过长或包含违规内容。 | 使用不超过 250 字符的文件名。

1061021 invalid_request
en The upload has expired. | An \`upload_id\` lives for 24 hours. | Start again with \`uploadPrepare\`.
zh 上传任务已过期。 | \`upload_id\` 有效期为 24 小时。 | 从 \`uploadPrepare\` 重新开始。

1061041,1061044 invalid_request
en The folder or document of the upload does not exist. | \`parent_node\` is wrong, deleted, or not of the kind in \`parent_type\`. | Pass the token of an existing folder, or of the document for \`docx_image\` and the like.
zh 上传位置不存在。 | \`parent_node\` 有误、已删除，或与 \`parent_type\` 不符。 | 传入有效的文件夹 token；\`docx_image\` 等类型传文档 token。

1061043 invalid_request
en The file is too large. | One upload takes 20 MB. | Upload it in parts: \`uploadPrepare\`, \`uploadPart\`, \`uploadFinish\`.
zh 文件过大。 | 单次上传上限为 20 MB。 | 使用分片上传：\`uploadPrepare\`、\`uploadPart\`、\`uploadFinish\`。

1061061,1061101 quota_exhausted
en The storage is full. | The quota of the tenant or the user is used up. | Free space, or ask the administrator.
zh 存储空间已满。 | 租户或个人容量用完。 | 清理空间，或联系管理员。

1061073 permission_denied
en The app lacks a scope for documents. | It is not enabled, or its version is not published. | Apply for the scope and publish a version.
zh 应用缺少云文档接口权限。 | 权限未开通，或对应版本未发布。 | 申请权限并发布版本。

1062007 invalid_request
en The parts of an upload come from different callers. | All steps need the same identity. | Use one kind of token, and one user, for the whole upload.
zh 上传各步骤的身份不一致。 | 所有步骤必须使用同一身份。 | 整个上传过程使用同一 token 类型与用户。

1062008 invalid_request
en The checksum of a part is wrong. | It is Adler-32 of the part's bytes, as an unsigned decimal number. | Compute it per part, or leave it away.
zh 分片校验和错误。 | 应为该分片字节的 Adler-32 无符号十进制值。 | 按分片计算，或不传。

1062009 invalid_request
en The size of the file is not the declared one. | \`size\` counts bytes, not characters. | Pass the length of the bytes.
zh 实际大小与声明不一致。 | \`size\` 是字节数而非字符数。 | 传入字节长度。

1062507 invalid_request
en The folder is full. | A folder holds 1,500 entries. | Use more folders.
zh 文件夹已满。 | 单层最多 1,500 个节点。 | 使用更多文件夹。

1063001 invalid_request
en A parameter of the permission call is invalid. | Token and \`type\` do not match, or \`member_id\` and \`member_type\`. | Check the pairs; departments cannot be added by an app.
zh 权限接口参数错误。 | token 与 \`type\` 不匹配，或 \`member_id\` 与 \`member_type\` 不匹配。 | 检查对应关系；应用身份不能添加部门协作者。

1063003 invalid_request
en The permission cannot be changed. | The member has more rights already, is the owner, or is not visible to the caller. | Choose another member or right; the bot must be in a group to add it.
zh 不允许的权限操作。 | 协作者已有更高权限、是所有者，或对调用者不可见。 | 更换协作者或权限；添加群协作者时机器人需在群内。

96002,96201,131009 transient
en Another change of the same document is running. | Permissions and wiki nodes are written one at a time. | Send the calls one after another, and try again.
zh 存在并发操作。 | 权限与知识库节点需串行写入。 | 串行调用并重试。

1069307 invalid_request
en The document or comment does not exist. | It was deleted, or the token is of another kind. | Check the token and \`file_type\`.
zh 文档或评论不存在。 | 已删除，或 token 类型不符。 | 检查 token 与 \`file_type\`。

131003 invalid_request
en The wiki has no room for it. | A space holds 400,000 nodes on 50 levels, a parent 2,000. | Choose another place.
zh 超出知识库限制。 | 每个知识空间 40 万节点、50 层、单层 2,000 个。 | 更换位置。

131005 invalid_request
en The wiki space, node or member does not exist. | The message names which; often the token is of a document, not of a node. | Pass the token of a \`/wiki/\` link.
zh 知识空间、节点或成员不存在。 | 报错信息会说明；常见原因是传了文档 token。 | 传入 \`/wiki/\` 链接中的 token。

131006 permission_denied
en The caller may not use this wiki. | The app or user is not a member of the space, or has no right on the node. | Add the app to a group and the group to the space, or add the app to the document ("…", "Add document app").
zh 没有知识库权限。 | 应用或用户不是知识空间成员，或没有节点权限。 | 将应用加入群并把该群设为知识库成员，或在文档「…」中「添加文档应用」。

1770004,1770005,1770007,1770010,1770011,1770012,1770033,1770034 invalid_request
en The document is too large for this change. | A limit of blocks, depth, children, columns, cells or text is reached. | Split the change, or use another document.
zh 文档超出限制。 | 块数、层级、子块、列数、单元格或文本达到上限。 | 拆分操作，或使用新文档。

1770006,1770014,1770030,1770041 invalid_request
en The structure of the blocks is not allowed. | A block stands under a parent that does not take it, or its data does not fit its type. | Compare with the list of block types and their children.
zh 块结构不合法。 | 父块不支持该子块，或数据与类型不符。 | 对照块类型及其可用子块检查。

1770013 invalid_request
en An image or file does not belong to its block. | It was uploaded for another document or block. | Create the block first, upload with its ID as \`parent_node\`, then set the token.
zh 图片或文件与块的关联不正确。 | 素材上传到了其他文档或块。 | 先创建块，以块 ID 作为 \`parent_node\` 上传，再设置 token。

1770020 transient
en The document is being copied. | It cannot be changed meanwhile. | Try again later.
zh 文档正在创建副本。 | 期间不能修改。 | 稍后重试。

1770021 invalid_request
en The revision is too old. | \`document_revision_id\` may lie 1,000 behind at most. | Pass \`-1\` for the newest.
zh 文档版本过旧。 | \`document_revision_id\` 与最新版本相差不能超过 1,000。 | 传 \`-1\` 表示最新版本。

1770024,1770025 invalid_request
en The operation does not fit the block. | For example text was set on a table. | Choose the operation by the type of the block.
zh 操作与块不匹配。 | 例如对表格设置文本。 | 按块类型选择操作。

1770028,1770029,1770031 invalid_request
en This block cannot be created or take children here. | Some types are read-only in the API. | Look up the type in the list of blocks.
zh 该块不支持创建，或不支持添加、删除子块。 | 部分类型在接口中只读。 | 查阅块类型说明。

1310202,90202 invalid_request
en The range of cells is wrong. | It is \`<sheetId>!A1:B2\` with the ID of the sheet, not its title. | Get the ID by \`sheets.v3.spreadsheetSheet.query\`.
zh 单元格范围错误。 | 格式为 \`<sheetId>!A1:B2\`，使用工作表 ID 而不是标题。 | 用 \`sheets.v3.spreadsheetSheet.query\` 获取 ID。

1310211,1310215,90215,90206 invalid_request
en The sheet does not exist. | The sheet's ID is wrong, or its title was passed. | Get the ID by \`sheets.v3.spreadsheetSheet.query\`.
zh 工作表不存在。 | ID 有误，或传了标题。 | 用 \`sheets.v3.spreadsheetSheet.query\` 获取 ID。

1310217,90217 rate_limited
en Too many calls to the spreadsheet. | Writes to one spreadsheet must follow one another. | Send fewer calls, and combine ranges.
zh 电子表格请求过于频繁。 | 同一表格的写入需串行。 | 降低频率，合并范围。

1310218,90218 permission_denied
en The cells are protected. | A user locked the range. | Remove the protection, or write elsewhere.
zh 单元格被保护。 | 该范围已锁定。 | 取消保护，或写入其他位置。

1310235,90235,1310242,90228 transient
en The spreadsheet is not ready. | An earlier change, an import or a restore still runs. | Wait, then try again with smaller calls.
zh 电子表格暂不可用。 | 之前的操作、导入或恢复尚未完成。 | 等待后重试，并减小单次数据量。

90204,90201 invalid_request
en The body of the spreadsheet call is wrong. | A field is missing or has another type. | Compare it with the documentation; \`values\` is a list of rows.
zh 电子表格请求体有误。 | 缺少字段或类型不对。 | 对照文档检查；\`values\` 是行的数组。

90221,90227 invalid_request
en Too many cells at once. | Request or answer is too large. | Use smaller ranges.
zh 单次数据量过大。 | 请求或响应超出限制。 | 缩小范围。
`;
