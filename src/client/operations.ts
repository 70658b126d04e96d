import type { AccessTokenKind, Api, CallOptions } from "./types.ts";

/** In the order in which a call takes one that fits. */
export const TOKEN_KINDS = ["user", "tenant", "app"] as const;

/** The HTTP method that a method's name implies. */
const IMPLIED: Record<string, string> = { list: "GET", get: "GET", delete: "DELETE", patch: "PATCH", update: "PUT" };

/** What a typed call is given. */
export interface Payload {
  path?: Record<string, unknown>;
  params?: object;
  headers?: Record<string, string | undefined>;
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
   * As in {@link Api.operations}. And two that only calls without a table have: `r` for an address, in which a colon need
   * not be a placeholder; `s` for what the platform may see twice.
   */
  flags: readonly string[];
}

/** Runs an operation. */
export type Run = (operation: Operation, payload?: Payload, options?: CallOptions) => object;

/** The value of a flag, if the operation has it: `uuid` of `i=uuid`. */
export function flagOf({ flags }: Operation, letter: string): string | undefined {
  return flags.find((flag) => flag[0] === letter)?.slice(2);
}

const toSnake = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** Reads an entry: `base` is the path of its line, `place` the beginning of its name. */
function readEntry(root: string, place: string, base: string, entry: string): [method: string, operation: Operation] {
  const [head = "", how = "", ...flags] = entry.split(",");
  const [method = "", ...rest] = head.split(/(?=\/)/);
  const path = base + rest.join("").replace("~", toSnake(method));
  const letters = /[a-z-]+/.exec(how)?.[0] ?? "tu";
  const operation = {
    name: `${place}.${method}`,
    method: /[A-Z]+/.exec(how)?.[0] ?? IMPLIED[method] ?? "POST",
    template: (path[1] === "/" ? path.slice(1) : root + path).replace(/(\w+?)(s?)\/:(?!\w)/g, "$1$2/:$1_id"),
    tokens: TOKEN_KINDS.filter((kind) => letters.includes(kind[0] as string)),
    flags,
  };
  return [method, operation];
}

/** Turns a table into the tree of functions that a client shows. */
export function materialise({ project, operations }: Api, run: Run): object {
  const tree: Record<string, Record<string, Record<string, unknown>>> = {};
  let version = "";
  for (const line of operations.trim().split("\n")) {
    const [name = "", base, ...entries] = line.split(" ");
    if (base === undefined) {
      version = name;
      tree[version] = {};
      continue;
    }
    const resource: Record<string, unknown> = {};
    (tree[version] as Record<string, unknown>)[name] = resource;
    const place = `${project}.${version}.${name}`;
    for (const entry of entries) {
      const [method, operation] = readEntry(
        `/open-apis/${project}/${version}`,
        place,
        base.replace("~", toSnake(name)),
        entry,
      );
      const call = (payload?: Payload, options?: CallOptions) => run(operation, payload, options);
      resource[method] = call;
      if (operation.flags.some((flag) => /^p/i.test(flag))) {
        resource[`${method}WithIterator`] = (payload?: Payload, options?: CallOptions) =>
          (call(payload, options) as { pages(): object }).pages();
      }
    }
  }
  return tree;
}
