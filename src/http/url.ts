import { exact, toJson } from "./json.ts";

/**
 * Fills `:name` placeholders, each value as one percent-encoded segment.
 *
 * @throws {TypeError} A value is missing, empty, `.` or `..`, neither text nor number, or a number that is not exact.
 */
export function fillPath(template: string, values: Record<string, unknown>): string {
  return template.replace(/\/:(\w+)/g, (_, name: string) => {
    const value = exact(`path.${name}`, values[name]) as string;
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
 * Adds query parameters. An array repeats its key; `undefined` and `null` are left out, `false` and `0` are not. A Map and a Set have their entries.
 *
 * @throws {TypeError} A number is not exact.
 */
export function addQuery(url: string, params: object): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(exact("params", params) as object)) {
    for (const item of [exact(`params.${name}`, value)].flat()) {
      if (item != null) {
        query.append(name, typeof item === "object" ? toJson(item, name) : `${exact(`params.${name}`, item)}`);
      }
    }
  }
  const text = `${query}`;
  return text ? url + (url.includes("?") ? "&" : "?") + text : url;
}
