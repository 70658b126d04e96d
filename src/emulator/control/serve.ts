import { ACTIONS } from "./actions.ts";
import { ControlError, jsonAnswer, pageAnswer } from "./answers.ts";
import { fileAnswer, upload } from "./files.ts";
import { FAVICON, PAGE, PAGE_CSS, PAGE_JS } from "./page.ts";
import { type Body, type Context, readBody } from "./read.ts";

const PAGES: Readonly<Record<string, readonly [text: () => string, type: string]>> = {
  "": [() => PAGE, "text/html"],
  "page.js": [() => PAGE_JS, "text/javascript"],
  "page.css": [() => PAGE_CSS, "text/css"],
  "favicon.svg": [() => FAVICON, "image/svg+xml"],
};

function wrongMethod({ method }: Request, allowed: readonly string[]): ControlError {
  return new ControlError(405, `${method} is not possible here: ${allowed.join(" or ")} is`);
}

function demandMethod(request: Request, method: string): void {
  if (request.method !== method) {
    throw wrongMethod(request, [method]);
  }
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw new ControlError(400, `the path is not encoded right: ${part}`);
  }
}

/** The fields of a call: of its JSON body, or of the query of a GET. */
const fieldsOf = async (request: Request): Promise<Body> =>
  request.method === "POST" ? readBody(request) : Object.fromEntries(new URL(request.url).searchParams);

/** Runs the action of a method and a path: `faults`, or `faults/:id` with the id apart. */
async function runAction(context: Context, request: Request, path: string, id = ""): Promise<unknown> {
  const calls = Object.keys(ACTIONS) as (keyof typeof ACTIONS)[];
  const methods = calls.filter((call) => call.endsWith(` ${path}`)).map((call) => call.split(" ")[0] ?? "");
  if (methods.length === 0) {
    throw new ControlError(404, `there is nothing at ${new URL(request.url).pathname}`);
  }
  const call = calls.find((one) => one === `${request.method} ${path}`);
  if (call === undefined) {
    throw wrongMethod(request, methods);
  }
  return ACTIONS[call](context, await fieldsOf(request), id);
}

/**
 * Serves one request to the page or its API.
 *
 * @param place - The path below `/_emulator/`.
 */
export async function serve(context: Context, request: Request, place: string): Promise<Response> {
  const page = Object.hasOwn(PAGES, place) ? PAGES[place] : undefined;
  if (page !== undefined) {
    demandMethod(request, "GET");
    return pageAnswer(page[0](), page[1]);
  }
  const [api, name = "", ...rest] = place.split("/");
  if (api !== "api") {
    throw new ControlError(404, `there is nothing at ${new URL(request.url).pathname}`);
  }
  const id = rest.length === 0 ? undefined : decoded(rest.join("/"));
  if (name === "stream" && id === undefined) {
    demandMethod(request, "GET");
    return context.streams.open(request.signal);
  }
  if (name === "files" && id !== undefined) {
    demandMethod(request, "GET");
    return fileAnswer(context.inside.state, id);
  }
  if (name === "upload" && id === undefined) {
    demandMethod(request, "POST");
    return jsonAnswer(await upload(context, request));
  }
  return jsonAnswer(await runAction(context, request, id === undefined ? name : `${name}/:id`, id));
}
