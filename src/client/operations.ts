import type { AccessTokenKind, Api, Apis, CallOptions, ClientOptions } from "./types.ts";

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
   * As in {@link Api.operations}; one that has no value there is `items` here. And two that only calls without a table
   * have: `r` for an address, in which a colon need not be a placeholder; `s` for what the platform may see twice.
   */
  flags: Partial<Record<string, string>>;
}

/** What a call goes by: the client's options, what `with` laid over them, and the call's own. */
export type Settings = ClientOptions & CallOptions & { apis?: Apis };

/** Runs an operation. */
export type Run = (operation: Operation, payload?: Payload, options?: CallOptions) => object;

/** Whether an operation answers page by page. */
export const isList = ({ flags }: Operation): boolean => "p" in flags || "P" in flags;

const toSnake = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** A method of a line: its name, path, tokens, HTTP method and flags. Each group matches, if only nothing. */
const ENTRY = /(\w+)([^,]*),?([a-z-]*)([A-Z]*)(.*)/;
type Groups = [entry: string, method: string, rest: string, letters: string, verb: string, flags: string];

/** Turns a table into the tree of functions that a client shows. */
export function materialise({ project, operations }: Api, run: Run): object {
  const tree: Record<string, Record<string, object>> = {};
  let version = "";
  for (const line of operations.trim().split("\n")) {
    const [name = "", base, ...entries] = line.split(" ");
    if (base === undefined) {
      version = name;
      tree[version] = {};
      continue;
    }
    const resource: Record<string, unknown> = {};
    (tree[version] as Record<string, object>)[name] = resource;
    for (const entry of entries) {
      const [, method, rest, letters, verb, flags] = ENTRY.exec(entry) as unknown as Groups;
      const path = base.replace("~", toSnake(name)) + rest.replace("~", toSnake(method));
      const template = path[1] === "/" ? path.slice(1) : `/open-apis/${project}/${version}${path}`;
      const operation: Operation = {
        name: `${project}.${version}.${name}.${method}`,
        method: verb || (IMPLIED[method] ?? "POST"),
        template: template.replace(/(\w+?)(s?)\/:(?!\w)/g, "$1$2/:$1_id"),
        tokens: TOKEN_KINDS.filter((kind) => (letters || "tu").includes(kind[0] as string)),
        flags: Object.fromEntries(
          flags
            .split(",")
            .slice(1)
            .map((flag) => `${flag}=items`.split("=")),
        ),
      };
      const call = (payload?: Payload, options?: CallOptions) => run(operation, payload, options);
      resource[method] = call;
      if (isList(operation)) {
        resource[`${method}WithIterator`] = (payload?: Payload, options?: CallOptions) =>
          (call(payload, options) as { pages(): object }).pages();
      }
    }
  }
  return tree;
}
