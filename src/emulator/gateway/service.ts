import type { AuthorisedCall, Call, Handle, Note, OpenCall, Route, Source } from "./route.ts";

/**
 * An operation of a service, checked by its document before it is served.
 *
 * @param operation - `METHOD path`, the path below the service's own: `GET messages/:message_id`.
 * @param notes - Behaviours, each with its source. The operation itself is known from the documentation.
 */
export const route = (operation: string, handle: Handle<Call>, notes: readonly Note[] = []): Route => ({
  operation,
  source: "documentation",
  notes,
  takes: "checked",
  handle,
});

/** An operation that reads its own form: the platform answers other codes there than for JSON. */
export const formRoute = (operation: string, handle: Handle<AuthorisedCall>, notes: readonly Note[] = []): Route => ({
  operation,
  source: "documentation",
  notes,
  takes: "token",
  handle,
});

/** An operation that takes no token, and reads its own body. */
export const openRoute = (
  operation: string,
  handle: Handle<OpenCall>,
  notes: readonly Note[] = [],
  source: Source = "documentation",
): Route => ({
  operation,
  source,
  notes,
  takes: "any",
  handle,
});

/**
 * The operations of a service.
 *
 * @param path - Theirs begin with it, below `/open-apis/` unless it begins with a slash.
 * @param common - Behaviours that all of them have.
 */
export function service(path: string, routes: readonly Route[], common: readonly Note[] = []): Route[] {
  const root = path.startsWith("/") ? path : `/open-apis/${path}`;
  return routes.map((one) => {
    const [method = "", below = ""] = one.operation.split(" ");
    return {
      ...one,
      notes: [...one.notes, ...common],
      operation: `${method} ${root}${below === "" || below.startsWith("/") ? below : `/${below}`}`,
    };
  });
}
