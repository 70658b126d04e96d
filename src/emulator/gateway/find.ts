import { loaders } from "./described/index.ts";
import { PlatformError } from "./errors.ts";
import { type Operation, readDomain } from "./operations/operation.ts";
import type { Route } from "./route.ts";
import { createTree, type Tree } from "./tree.ts";

/** An operation of the platform: what is described of it, what the emulator does, or both. */
type Known = { readonly operation: string } & (
  | { readonly described: Operation; readonly route?: Route }
  | { readonly described?: undefined; readonly route: Route }
);

/** The operation of a request, and what stands in its path. */
export type Found = Known & { readonly params: Readonly<Record<string, string>> };

/** Finds the operation of a request among all that are described or served; a refusal if there is none. */
export type Find = (method: string, path: string) => Promise<Found | PlatformError>;

/** Equal for two spellings of an operation that name its parameters differently. */
const shapeOf = (operation: string): string => operation.replace(/:[^/]+/g, ":");

/** The same path with or without its last slash: two documented paths have one, and some clients add one. */
function otherSpelling(path: string): string {
  let end = path.length;
  // Not by a pattern, which would try each slash of a path of slashes.
  while (path[end - 1] === "/") {
    end -= 1;
  }
  return end < path.length ? path.slice(0, end) : `${path}/`;
}

export function createFind(routes: readonly Route[]): Find {
  const served = new Map(routes.map((route) => [shapeOf(route.operation), route]));
  const onlyServed = createTree<Known>(routes.map((route) => ({ operation: route.operation, route })));
  // By the first two segments of a path. Whole trees, not promises: a promise may never settle in another request.
  const trees = new Map<string, Tree<Known>>();

  async function treeOf(path: string): Promise<Tree<Known>> {
    const place = path.split("/").slice(1, 3).join("/");
    const known = trees.get(place);
    if (known !== undefined) {
      return known;
    }
    const load = Object.hasOwn(loaders, place) ? loaders[place] : undefined;
    if (load === undefined) {
      return onlyServed;
    }
    const tree = createTree(
      readDomain(await load()).map((described): Known => {
        const route = served.get(shapeOf(described.operation));
        return { operation: route?.operation ?? described.operation, described, ...(route && { route }) };
      }),
    );
    trees.set(place, tree);
    return tree;
  }

  return async (method, path) => {
    const tree = await treeOf(path);
    const first = tree.match(method, path);
    const second = first === "path" ? tree.match(method, otherSpelling(path)) : first;
    // Some operations are served beside described ones, and are not described themselves.
    const found = second === "path" ? onlyServed.match(method, path) : second;
    if (found === "path") {
      return new PlatformError(99991201, "Request path not found.", { status: 404 });
    }
    if (found === "method") {
      return new PlatformError(99991301, "Request method is not supported.");
    }
    return { ...found.route, params: found.params };
  };
}
