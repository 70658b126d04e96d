/** The texts of the pages of the accounts host, and what they are in Chinese. `{name}` is replaced by a value. */
const ZH = {
  "Sign in to {app}": "登录 {app}",
  "Access for {app}": "授权给 {app}",
  "{user}, the app wants to": "{user}，应用请求以下权限：",
  "Scopes without a check mark are not granted.": "未勾选的权限不会授予。",
  Allow: "允许",
  Deny: "拒绝",
  "Sign in on another device": "在另一台设备上登录",
  "This code is not valid": "该验证码无效",
  "You did not agree": "你没有同意",
  "You can go back to the device": "可以回到原来的设备了",
  "Create an app": "创建应用",
  "{user}, a program wants to use an app of yours. It gets the id and the secret of the app.":
    "{user}，一个程序要使用你的应用，它会得到该应用的 ID 和密钥。",
  "A new app": "新应用",
  "Name of the app": "应用名称",
  "The app gets": "应用将获得",
  Confirm: "确认",
  "The app is ready": "应用已就绪",
  "You can go back to the program.": "可以回到原来的程序了。",
  "This link is not valid": "该链接无效",
} as const;

/** A text of the pages, in English. */
export type Word = keyof typeof ZH;

/** Gives the texts in the language of a browser. */
export interface Words {
  readonly language: "en" | "zh-CN";
  say(word: Word, values?: Readonly<Record<string, string>>): string;
}

/** The texts in the language that the browser prefers: Chinese, or else English. */
export function wordsOf({ headers }: Request): Words {
  const isChinese = /^\s*zh\b/i.test(headers.get("accept-language") ?? "");
  return {
    language: isChinese ? "zh-CN" : "en",
    say: (word, values = {}) =>
      (isChinese ? ZH[word] : word).replace(/\{(\w+)\}/g, (all, name: string) => values[name] ?? all),
  };
}
