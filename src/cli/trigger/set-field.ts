import { CliError } from "../io.ts";

/** The names and indexes of `users[0].name`. */
function stepsOf(path: string): string[] {
  const steps = path.split(/\.|\[(\d+)\]\.?/).filter((step): step is string => step !== undefined && step !== "");
  if (steps.length === 0 || steps.some((step) => /[[\]]/.test(step) || step === "__proto__")) {
    throw new CliError(`--set ${path}: the path must look like message.content or users[0].name.`, 2);
  }
  return steps;
}

/** JSON, or the text itself. A field that holds a text keeps a text, so that an id of digits stays one. */
function readValue(text: string, before: unknown): unknown {
  if (typeof before === "string") {
    return text;
  }
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/**
 * Sets a field of an event.
 *
 * @param assignment - `path=value`.
 * @throws {CliError} It is no assignment, or the path leads through something that has no fields.
 */
export function setField(event: Record<string, unknown>, assignment: string): void {
  const [, path, text = ""] = /^([^=]+)=([\s\S]*)$/.exec(assignment) ?? [];
  if (path === undefined) {
    throw new CliError(`--set needs PATH=VALUE, got ${JSON.stringify(assignment)}.`, 2);
  }
  const steps = stepsOf(path);
  const last = steps.pop() ?? "";
  let at: Record<string, unknown> = event;
  for (const [index, step] of steps.entries()) {
    const next = at[step] ?? (/^\d+$/.test(steps[index + 1] ?? last) ? [] : {});
    if (typeof next !== "object") {
      throw new CliError(`--set ${path}: ${steps.slice(0, index + 1).join(".")} has no fields.`, 2);
    }
    at[step] = next;
    at = next as Record<string, unknown>;
  }
  at[last] = readValue(text, at[last]);
}
