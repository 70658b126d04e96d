import type { Emulator } from "../index.ts";
import { insideOf } from "../inside.ts";
import { ACTIONS } from "./actions.ts";
import { ControlError, errorAnswer, jsonAnswer, pageAnswer } from "./answers.ts";
import { fileAnswer, upload } from "./files.ts";
import { refuseForeign } from "./guard.ts";
import { createHistory } from "./history.ts";
import { FAVICON, PAGE, PAGE_CSS, PAGE_JS } from "./page.ts";
import type { Context } from "./read.ts";
import { readBody } from "./read.ts";
import { snapshot } from "./state.ts";
import { createStreams } from "./stream.ts";

/** Options of `createControl`. */
export interface ControlOptions {
  emulator: Emulator;
  /** Shown in the page. */
  version?: string;
  /** Names under which it may be reached beside `localhost`, when its server listens to more than this machine. */
  names?: readonly string[];
  /** Real milliseconds between two signs of life on a stream. Default 15,000. */
  heartbeatMs?: number;
}

/** The control API and the platform behind one function. */
export interface Control {
  (request: Request): Promise<Response>;
  /** Ends the streams and stops listening to the emulator. */
  close(): void;
}

/** The first part of every path of the control API. */
const PREFIX = "/_emulator/";

const PAGES: Readonly<Record<string, readonly [text: () => string, type: string]>> = {
  "": [() => PAGE, "text/html"],
  "page.js": [() => PAGE_JS, "text/javascript"],
  "page.css": [() => PAGE_CSS, "text/css"],
  "favicon.svg": [() => FAVICON, "image/svg+xml"],
};

/** Makes the control API of an emulator. */
export function createControl(options: ControlOptions): Control {
  const { emulator, version = "", names, heartbeatMs = 15_000 } = options;
  const inside = insideOf(emulator);
  const history = createHistory(inside);
  const streams = createStreams(inside, history, heartbeatMs);
  const { domain } = inside.state;
  const welcome = { names, domainName: URL.canParse(domain) ? new URL(domain).hostname : "" };
  const context: Context = { emulator, inside, history, streams, version };

  async function answer(request: Request, url: URL): Promise<Response> {
    const place = url.pathname.slice(PREFIX.length);
    const page = Object.hasOwn(PAGES, place) ? PAGES[place] : undefined;
    if (page !== undefined) {
      demandMethod(request, "GET");
      return pageAnswer(page[0](), page[1]);
    }
    const [api, name = "", ...rest] = place.split("/");
    if (api !== "api") {
      throw new ControlError(404, `there is nothing at ${url.pathname}`);
    }
    const id = rest.length === 0 ? undefined : decoded(rest.join("/"));
    if (name === "stream" && id === undefined) {
      demandMethod(request, "GET");
      return streams.open(request.signal);
    }
    if (name === "state" && id === undefined) {
      demandMethod(request, "GET");
      return jsonAnswer(snapshot(context));
    }
    if (name === "files" && id !== undefined) {
      demandMethod(request, "GET");
      return fileAnswer(inside.state, id);
    }
    if (name === "upload" && id === undefined) {
      demandMethod(request, "POST");
      return jsonAnswer(await upload(context, request));
    }
    const actions = Object.hasOwn(ACTIONS, name) ? ACTIONS[name] : undefined;
    if (actions === undefined) {
      throw new ControlError(404, `there is nothing at ${url.pathname}`);
    }
    const action = Object.hasOwn(actions, request.method) ? actions[request.method] : undefined;
    if (action === undefined) {
      throw wrongMethod(request, Object.keys(actions));
    }
    const body = request.method === "POST" ? await readBody(request) : {};
    return jsonAnswer(await action(context, body, id));
  }

  const control = async (request: Request): Promise<Response> => {
    const url = new URL(request.url);
    const isEntrance = url.pathname === PREFIX.slice(0, -1) || (url.pathname === "/" && request.method === "GET");
    const isPlatform = !isEntrance && !url.pathname.startsWith(PREFIX);
    try {
      refuseForeign(request, welcome, isPlatform);
      if (isEntrance) {
        return new Response(null, { status: 302, headers: { location: PREFIX } });
      }
      if (!isPlatform) {
        return await answer(request, url);
      }
    } catch (error) {
      return errorAnswer(error);
    }
    return emulator.fetch(request);
  };
  const close = (): void => {
    streams.close();
    history.close();
  };
  return Object.assign(control, { close });
}

function wrongMethod(request: Request, allowed: readonly string[]): ControlError {
  return new ControlError(405, `${request.method} is not possible here: ${allowed.join(" or ")} is`);
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw new ControlError(400, `the path is not encoded right: ${part}`);
  }
}

function demandMethod(request: Request, method: string): void {
  if (request.method !== method) {
    throw wrongMethod(request, [method]);
  }
}
