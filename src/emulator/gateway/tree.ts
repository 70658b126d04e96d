import type { Route } from "./route.ts";

/** `match` finds an operation; `"path"` and `"method"` say which half is unknown. */
export interface Tree<T> {
  match(method: string, path: string): { route: T; params: Record<string, string> } | "path" | "method";
}

interface Branch<T> {
  readonly literals: Map<string, Branch<T>>;
  parameter?: Branch<T>;
  readonly routes: Map<string, { route: T; names: string[] }>;
}

const newBranch = <T>(): Branch<T> => ({ literals: new Map(), routes: new Map() });

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

/** Builds the tree. A literal segment wins over a parameter; a parameter is never empty. */
export function createTree<T extends Pick<Route, "operation">>(routes: readonly T[]): Tree<T> {
  const root = newBranch<T>();
  for (const route of routes) {
    const [method = "", template = ""] = route.operation.split(" ");
    const names: string[] = [];
    let branch = root;
    for (const segment of template.split("/").slice(1)) {
      if (segment.startsWith(":")) {
        names.push(segment.slice(1));
        branch.parameter ??= newBranch<T>();
        branch = branch.parameter;
      } else {
        const next = branch.literals.get(segment) ?? newBranch<T>();
        branch.literals.set(segment, next);
        branch = next;
      }
    }
    branch.routes.set(method, { route, names });
  }

  function find(
    branch: Branch<T>,
    segments: readonly string[],
    values: readonly string[],
  ): [Branch<T>, readonly string[]] | undefined {
    const [segment, ...rest] = segments;
    if (segment === undefined) {
      return branch.routes.size > 0 ? [branch, values] : undefined;
    }
    const literal = branch.literals.get(segment);
    const found = literal && find(literal, rest, values);
    if (found || branch.parameter === undefined || segment === "") {
      return found;
    }
    return find(branch.parameter, rest, [...values, decode(segment)]);
  }

  return {
    match(method, path) {
      const found = find(root, path.split("/").slice(1), []);
      if (found === undefined) {
        return "path";
      }
      const [branch, values] = found;
      const leaf = branch.routes.get(method);
      if (leaf === undefined) {
        return "method";
      }
      return {
        route: leaf.route,
        params: Object.fromEntries(leaf.names.map((name, index) => [name, values[index] ?? ""])),
      };
    },
  };
}
