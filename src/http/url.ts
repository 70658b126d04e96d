/**
 * Fills `:name` placeholders, each value as one percent-encoded segment.
 *
 * @throws {TypeError} A value is missing, empty, `.` or `..`, or neither text nor number.
 */
export function fillPath(template: string, values: Record<string, unknown>): string {
  return template.replace(/\/:(\w+)/g, (_, name: string) => {
    const value = values[name] as string;
    try {
      // `.` and `..` stay special however they are encoded.
      if (/^(string|number)$/.test(typeof value) && !/^\.{0,2}$/.test(value)) {
        return `/${encodeURIComponent(value)}`;
      }
    } catch {
      // Half a surrogate pair.
    }
    throw new TypeError(`path.${name} must be a text other than "", "." and ".."`);
  });
}

/**
 * Adds query parameters. An array repeats its key; `undefined` and `null` are left out, `false` and `0` are not.
 */
export function addQuery(url: string, params: object): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(params)) {
    for (const item of [value].flat()) {
      if (item != null) {
        query.append(name, typeof item === "object" ? JSON.stringify(item) : `${item}`);
      }
    }
  }
  const text = `${query}`;
  return text ? url + (url.includes("?") ? "&" : "?") + text : url;
}
