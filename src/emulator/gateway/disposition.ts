/** `Content-Disposition` of a download, RFC 6266: an ASCII name for old readers, the real one beside it. */
export function disposition(name: string): string {
  const ascii = name.replace(/[^ !#-[\]-~]/g, "_");
  const exact = encodeURIComponent(name).replace(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
  return `attachment; filename="${ascii}"; filename*=UTF-8''${exact}`;
}
