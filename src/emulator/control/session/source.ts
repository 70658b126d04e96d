/** Ids of a session, and the expressions that stand for them in a test. */
export type Names = ReadonlyMap<string, string>;

const escaped = (text: string): string => text.replace(/[\\`]|\$(?=\{)/g, "\\$&").replaceAll("\n", "\\n");

/** A text as it stands in a program. An id in it becomes the expression of its name. */
function textSource(text: string, names: Names): string {
  const exact = names.get(text);
  if (exact !== undefined) {
    return exact;
  }
  const found = [...names].filter(([id]) => text.includes(id));
  if (found.length === 0) {
    return JSON.stringify(text);
  }
  const pattern = new RegExp(`(${found.map(([id]) => id.replace(/[^\w]/g, "\\$&")).join("|")})`);
  const parts = text.split(pattern).map((part) => {
    const name = names.get(part);
    return name === undefined ? escaped(part) : `\${${name}}`;
  });
  return `\`${parts.join("")}\``;
}

/** The name of a field. `__proto__` would set the prototype. */
function keySource(key: string): string {
  if (key === "__proto__") {
    return '["__proto__"]';
  }
  return /^[A-Za-z_$][\w$]*$/.test(key) ? key : JSON.stringify(key);
}

/** A JSON value as it stands in a program, with expressions in the places of ids. */
export function sourceOf(value: unknown, names: Names): string {
  if (typeof value === "string") {
    return textSource(value, names);
  }
  if (Array.isArray(value)) {
    return `[${value.map((one) => sourceOf(one, names)).join(", ")}]`;
  }
  if (typeof value !== "object" || value === null) {
    return String(value);
  }
  const fields = Object.entries(value)
    .filter(([, field]) => field !== undefined)
    .map(([key, field]) => `${keySource(key)}: ${sourceOf(field, names)}`);
  return fields.length === 0 ? "{}" : `{ ${fields.join(", ")} }`;
}
