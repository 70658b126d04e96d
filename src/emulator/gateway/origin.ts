/** The platform's own addresses. A client in this process calls them, and no request leaves it. */
const PLATFORM = ["https://open.feishu.cn", "https://open.larksuite.com"];

/**
 * Where the links in an answer lead: to the address that the request came to, so that a client which follows them stays with
 * the emulator. A request to the platform's own address gets links to `domain`.
 */
export const originOf = ({ origin }: URL, domain: string): string => (PLATFORM.includes(origin) ? domain : origin);
