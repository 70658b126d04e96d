/** An address that may become a link: only the web's own, nothing that runs. */
export function safeUrl(value: unknown): string | undefined {
  if (typeof value !== "string") {
    return undefined;
  }
  try {
    const url = new URL(value);
    return ["http:", "https:", "mailto:", "tel:"].includes(url.protocol) ? url.href : undefined;
  } catch {
    return undefined;
  }
}

const COLORS = [
  ..."blue wathet turquoise green lime yellow orange red carmine violet purple indigo".split(" "),
  ..."grey neutral default white black sunflower".split(" "),
];

/** The platform's name of a colour without its shade, `blue` of `blue-500`; `undefined` for what is none. */
export function colorName(value: unknown): string | undefined {
  if (typeof value !== "string") {
    return undefined;
  }
  const name = value.toLowerCase().replace(/-\d+$/, "");
  if (name === "gray") {
    return "grey";
  }
  return COLORS.includes(name) ? name : undefined;
}

const CSS_COLOR = /^(?:#[\da-f]{3,8}|rgba?\(\s*[\d.]+%?(?:\s*,\s*[\d.]+%?){2,3}\s*\))$/i;

/** A CSS colour of a card's own, if it is nothing but a colour. */
export const cssColor = (value: unknown): string | undefined =>
  typeof value === "string" && CSS_COLOR.test(value) ? value : undefined;

const LENGTHS = /^(?:-?\d{1,3}px)(?: -?\d{1,3}px){0,3}$/;

/** One to four lengths in pixels such as `4px 12px`. */
export const cssLengths = (value: unknown): string | undefined =>
  typeof value === "string" && LENGTHS.test(value.trim()) ? value.trim() : undefined;

/** A JSON object, or nothing. */
export const asObject = (value: unknown): Readonly<Record<string, unknown>> | undefined =>
  typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : undefined;

export const asList = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

export const asText = (value: unknown): string | undefined =>
  typeof value === "string" ? value : typeof value === "number" ? String(value) : undefined;

/** A JSON text's object; `undefined` when it is something else. */
export function parseObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    return asObject(JSON.parse(text));
  } catch {
    return undefined;
  }
}
