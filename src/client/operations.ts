import type { AccessTokenKind, Api, CallOptions, OperationTable } from "./types.ts";

/** In the order in which a call takes one that fits. */
export const TOKEN_KINDS = ["user", "tenant", "app"] as const;

/** What a typed call is given. */
export interface Payload {
  path?: Record<string, unknown>;
  params?: object;
  data?: unknown;
}

/** An operation, read from its table or made for a raw call. */
export interface Operation {
  /** `project.version.resource.method`, or method and path. */
  name: string;
  method: string;
  /** From the domain's root, with `:name` placeholders. */
  template: string;
  tokens: readonly AccessTokenKind[];
  /**
   * As in {@link OperationTable}. And two that only calls without a table have: `r` for an address, in which a colon need
   * not be a placeholder; `s` for what the platform may see twice.
   */
  flags: readonly string[];
}

/** Runs an operation. */
export type Run = (operation: Operation, payload: Payload, options?: CallOptions) => unknown;

function readEntry(name: string, entry: string): Operation {
  const [method, path, letters, ...flags] = entry.split(" ") as [string, string, string, ...string[]];
  const [project, version] = name.split(".");
  return {
    name,
    method,
    template: path[1] === "/" ? path.slice(1) : `/open-apis/${project}/${version}${path}`,
    tokens: TOKEN_KINDS.filter((kind) => letters.includes(kind[0] as string)),
    flags,
  };
}

/** Turns a table into the tree of functions that a client shows. */
export function materialise({ project, operations }: Api, run: Run): unknown {
  const grow = (name: string, node: string | OperationTable): unknown => {
    if (typeof node !== "string") {
      return Object.fromEntries(Object.entries(node).map(([key, child]) => [key, grow(`${name}.${key}`, child)]));
    }
    const operation = readEntry(name, node);
    return (payload: Payload = {}, options?: CallOptions) => run(operation, payload, options);
  };
  return grow(project, operations);
}
