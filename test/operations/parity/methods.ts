/** What both clients' operations look like from outside. */
export type Method = (payload: object, options?: object) => unknown;

/** Where an iterator over an operation's pages stands: beside it. */
export const ITERATOR_SUFFIX = "WithIterator";

const VERSION = /^v\d+$/;

/** The names `project.version.resource.method` of all functions in a client's tree, in the order of the tree. */
export function versionedMethods(client: object): string[] {
  const names: string[] = [];
  const walk = (node: object, name: string) => {
    for (const [key, child] of Object.entries(node)) {
      if (typeof child === "function") {
        names.push(`${name}.${key}`);
      } else if (typeof child === "object" && child !== null) {
        walk(child, `${name}.${key}`);
      }
    }
  };
  for (const [project, versions] of Object.entries(client)) {
    for (const [version, resources] of Object.entries(Object(versions) as object)) {
      if (VERSION.test(version)) {
        walk(Object(resources), `${project}.${version}`);
      }
    }
  }
  return names;
}

/** The function of that name, if the client has it. */
export function methodOf(client: object, name: string): Method | undefined {
  try {
    const node = name.split(".").reduce<unknown>((parent, key) => Object(parent)[key], client);
    return typeof node === "function" ? (node as Method) : undefined;
  } catch {
    // A client may refuse to show a project for which it was given no table.
    return undefined;
  }
}
