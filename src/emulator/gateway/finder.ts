import { loaders } from "./described/index.ts";
import { type Operation, readDomain } from "./operations/operation.ts";
import { createRouter, type Route, type Router } from "./router.ts";

/** An operation of the platform: what is described of it, what the emulator does, or both. */
export interface Known {
  /** `METHOD /path/:param`. */
  readonly operation: string;
  readonly described?: Operation;
  readonly route?: Route;
}

/** Finds the operation of a request among all that are described or served. */
export interface Finder {
  find(method: string, path: string): Promise<ReturnType<Router<Known>["match"]>>;
}

/** Equal for two spellings of an operation that name its parameters differently. */
const shapeOf = (operation: string): string => operation.replace(/:[^/]+/g, ":");

/** The same path with or without its last slash: two documented paths have one, and some clients add one. */
const otherSpelling = (path: string): string => (path.endsWith("/") ? path.replace(/\/+$/, "") : `${path}/`);

export function createFinder(routes: readonly Route[]): Finder {
  const served = new Map(routes.map((route) => [shapeOf(route.operation), route]));
  const onlyServed = createRouter<Known>(routes.map((route) => ({ operation: route.operation, route })));
  // By the first two segments of a path. Whole routers, not promises: a promise may never settle in another request.
  const routers = new Map<string, Router<Known>>();

  async function routerOf(path: string): Promise<Router<Known>> {
    const place = path.split("/").slice(1, 3).join("/");
    const known = routers.get(place);
    if (known !== undefined) {
      return known;
    }
    const load = Object.hasOwn(loaders, place) ? loaders[place] : undefined;
    if (load === undefined) {
      return onlyServed;
    }
    const router = createRouter(
      readDomain(await load()).map((described): Known => {
        const route = served.get(shapeOf(described.operation));
        return { operation: route?.operation ?? described.operation, described, ...(route && { route }) };
      }),
    );
    routers.set(place, router);
    return router;
  }

  return {
    async find(method, path) {
      const router = await routerOf(path);
      const found = router.match(method, path);
      return found === "path" ? router.match(method, otherSpelling(path)) : found;
    },
  };
}
