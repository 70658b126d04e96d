/**
 * Refuses an option that is not a text of one line. The usual cause is a missing environment variable or session field.
 * Without this check a call could run as another identity.
 */
export function assertText(options: object, name: string): void {
  const value = (options as Record<string, unknown>)[name];
  // biome-ignore lint/suspicious/noControlCharactersInRegex: a line break at the end of a secret is a common mistake
  if (!value || typeof value !== "string" || /[\0-\x1f]/.test(value)) {
    throw new TypeError(`${name} must be a one-line string: is its variable set?`);
  }
}

/**
 * Whether a value can be a token: one word of printable ASCII.
 *
 * Nothing else can be sent in a header, and the errors of some hosts show a value that they refuse.
 */
export const isToken = (value: unknown): value is string => typeof value === "string" && /^[\x21-\x7e]+$/.test(value);

/** Refuses an option that is no token. The error does not show the value. */
export function assertToken(options: object, name: string): void {
  if (!isToken((options as Record<string, unknown>)[name])) {
    throw new TypeError(`${name} must be one word of ASCII: is its variable set?`);
  }
}

/** Refuses a number that is not positive, `NaN` among them. */
export function assertPositive(name: string, value: number): number {
  if (value > 0) {
    return value;
  }
  throw new RangeError(`${name} must be a positive number, got ${value}`);
}
