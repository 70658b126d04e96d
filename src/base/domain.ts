/** The platform's base URL in China. */
export const DEFAULT_DOMAIN = "https://open.feishu.cn";

/** Whether a text is an address without a path, a user or a query. */
export const isOrigin = (text: string): boolean => /^https?:\/\/[\w.:[\]-]+\/?$/.test(text);
