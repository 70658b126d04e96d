// The pieces of TypeScript that every generated file is put together from.

/** Moves all lines but the first to the right. */
export const indent = (text) => text.replaceAll("\n", "\n  ");

/** A block of declarations in braces. */
export const block = (lines) => `{\n  ${lines.map(indent).join("\n  ")}\n}`;

/** A comment over a declaration. An empty line is one, `false` is none. */
export function comment(lines) {
  const shown = lines.filter((line) => line !== false);
  return ["/**", ...shown.map((line) => ` * ${line}`.trimEnd()), " */"].join("\n");
}

/** A comment that takes one line where it can. */
export const hover = (lines) => (lines.length === 1 ? `/** ${lines[0]} */` : comment(lines));

/** The lines about scopes, if there are any. */
export const scopeLines = (scopes) => (scopes.length ? ["", `Scopes: ${scopes.join(", ")}`] : []);

/** Whether a type is a union, seen from outside: not inside of braces, brackets or quotes. */
export function isUnion(type) {
  const inner = /\{[^{}]*\}|<[^<>]*>|\([^()]*\)|"[^"]*"/g;
  const outer = type.replace(inner, "");
  return outer === type ? type.includes("|") : isUnion(outer);
}

/** A named type: an interface where it can be one. */
export const declaration = (name, type) =>
  type.startsWith("{") && !isUnion(type) ? `export interface ${name} ${type}` : `export type ${name} = ${type};`;
