// Writes docs/errors.md and docs/errors.zh-CN.md from the tables of src/explain.
//
//   node tools/docs/error-pages.mjs
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const at = (path) => fileURLToPath(new URL(`../../${path}`, import.meta.url));

/** The pages, by language. */
export const ERROR_PAGES = { en: at("docs/errors.md"), zh: at("docs/errors.zh-CN.md") };

const TEXTS = {
  en: {
    head: `# Errors and what to do

[中文](errors.zh-CN.md). Written by \`npm run docs\` from \`src/explain\`, the source of \`explainError\`:

\`\`\`ts
import { Client, explainError } from "lark-edge";

const client = new Client({ appId: "cli_…", appSecret: "…" });
try {
  await client.im.v1.chat.get({ path: { chat_id: "oc_…" } });
} catch (error) {
  const { summary, cause, advice, links } = explainError(error);
  console.error([summary, cause, advice, ...links].join("\\n"));
}
\`\`\`

\`explainError(error, { language: "zh" })\` answers in Chinese. It takes anything that was thrown: a refusal of the platform, a
call without an answer, a refused callback. With \`{ client }\` it names the nearest method if one does not exist. Branch on \`error.platformCode\`, \`error.category\` or \`error.code\`, never on these texts.

The platform uses some codes twice. "Where" names the operations for which a row holds; without it the row holds for all others.
`,
    columns: ["Code", "Where", "What it means", "Usual cause", "What to do"],
    titles: {
      access: "Tokens, credentials and limits",
      ids: "IDs and fields",
      login: "Login and user tokens",
      messages: "Messages and reactions",
      chats: "Chats and files of messages",
      customBot: "Custom bots (webhooks)",
      cards: "Cards",
      documents: "Drive, wiki, documents, spreadsheets",
      bitable: "Base (Bitable)",
      organisation: "Contacts, calendar, approval, tasks, meetings",
      callbacks: "Refused callbacks",
      general: "Everything else",
    },
    notes: {
      callbacks: `A refused callback is answered with the same 401 whatever the reason, so that it reveals nothing to a forger (\`too_large\` with
413, \`running_elsewhere\` with 503). The reason is in the log line \`callback refused: …\` and in \`reason\` of the \`LarkCallbackError\`.
`,
    },
  },
  zh: {
    head: `# 错误码与处理方法

[English](errors.md)。由 \`npm run docs\` 根据 \`src/explain\`（\`explainError\` 的数据）生成：

\`\`\`ts
import { Client, explainError } from "lark-edge";

const client = new Client({ appId: "cli_…", appSecret: "…" });
try {
  await client.im.v1.chat.get({ path: { chat_id: "oc_…" } });
} catch (error) {
  const { summary, cause, advice, links } = explainError(error, { language: "zh" });
  console.error([summary, cause, advice, ...links].join("\\n"));
}
\`\`\`

\`explainError\` 接受任何被抛出的值：平台的拒绝、没有响应的调用、被拒绝的回调。传入 \`{ client }\` 时，会给出与不存在的方法最接近的名称。程序中的分支请使用 \`error.platformCode\`、
\`error.category\` 或 \`error.code\`，不要依赖这些文字。

平台会在不同服务中复用同一个错误码。「适用」一列列出该行适用的接口；为空则适用于其余所有接口。
`,
    columns: ["错误码", "适用", "含义", "常见原因", "处理方法"],
    titles: {
      access: "token、凭证与频控",
      ids: "ID 与字段",
      login: "登录与用户 token",
      messages: "消息与表情回复",
      chats: "群组与消息文件",
      customBot: "自定义机器人（webhook）",
      cards: "卡片",
      documents: "云空间、知识库、文档、电子表格",
      bitable: "多维表格",
      organisation: "通讯录、日历、审批、任务、会议",
      callbacks: "被拒绝的回调",
      general: "其他",
    },
    notes: {
      callbacks: `无论原因如何，被拒绝的回调都返回相同的 401，伪造者无法从中获知任何信息（\`too_large\` 为 413，\`running_elsewhere\` 为
503）。原因写在日志 \`callback refused: …\` 以及 \`LarkCallbackError\` 的 \`reason\` 中。
`,
    },
  },
};

const cell = (text) => text.replaceAll("|", "\\|");

/** One page as Markdown. */
export function errorPage(language, { TABLES, readTable }) {
  const { head, columns, titles, notes } = TEXTS[language];
  const sections = Object.entries(TABLES).map(([name, table]) => {
    const rows = readTable(table).map(({ keys, scopes, link, [language]: { summary, cause, advice } }) => {
      const codes = keys.map((key) => `\`${key}\``).join(" ");
      const where = scopes.map((scope) => `\`${scope}\``).join(" ");
      const page = link ? ` [${language === "en" ? "Page" : "文档"}](${link})` : "";
      return `| ${[codes, where, cell(summary), cell(cause), cell(advice) + page].join(" | ")} |`;
    });
    const header = [`| ${columns.join(" | ")} |`, `| ${columns.map(() => "---").join(" | ")} |`];
    return [`## ${titles[name]}\n`, ...(notes[name] ? [notes[name]] : []), ...header, ...rows, ""].join("\n");
  });
  return [head, ...sections].join("\n");
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { outputFiles } = await build({
    entryPoints: [at("src/explain/index.ts")],
    bundle: true,
    format: "esm",
    write: false,
  });
  const tables = await import(`data:text/javascript,${encodeURIComponent(outputFiles[0].text)}`);
  for (const [language, path] of Object.entries(ERROR_PAGES)) {
    writeFileSync(path, errorPage(language, tables));
  }
}
