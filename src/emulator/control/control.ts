import type { Emulator } from "../index.ts";
import { insideOf } from "../inside.ts";
import { errorAnswer } from "./answers.ts";
import { refuseForeign } from "./guard.ts";
import { createHistory } from "./history.ts";
import type { Context } from "./read.ts";
import { serve } from "./serve.ts";
import { createStreams } from "./stream.ts";

/** Options of `createControl`. */
export interface ControlOptions {
  emulator: Emulator;
  /** Shown in the page. */
  version?: string | undefined;
  /** Names under which it may be reached beside `localhost`, when its server listens to more than this machine. */
  names?: readonly string[] | undefined;
  /** Real milliseconds between two signs of life on a stream. Default 15,000. */
  heartbeatMs?: number | undefined;
}

/** The control API and the platform behind one function. */
export interface Control {
  (request: Request): Promise<Response>;
  /** Whether another site sends a request to the platform through a browser. Such a request is refused. */
  isForeign(request: Request): boolean;
  /** Ends the streams and stops listening to the emulator. */
  close(): void;
}

/** The first part of every path of the control API. */
const PREFIX = "/_emulator/";

/** Makes the control API of an emulator. */
export function createControl(options: ControlOptions): Control {
  const { emulator, version = "", names, heartbeatMs = 15_000 } = options;
  const inside = insideOf(emulator);
  const history = createHistory(inside);
  const streams = createStreams(inside, history, heartbeatMs);
  const { domain } = inside.state;
  const welcome = { names, domainName: URL.canParse(domain) ? new URL(domain).hostname : "" };
  const context: Context = { emulator, inside, history, streams, version };

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
        return await serve(context, request, url.pathname.slice(PREFIX.length));
      }
    } catch (error) {
      return errorAnswer(error);
    }
    return emulator.fetch(request);
  };
  const isForeign = (request: Request): boolean => {
    try {
      refuseForeign(request, welcome, true);
      return false;
    } catch {
      return true;
    }
  };
  const close = (): void => {
    streams.close();
    history.close();
  };
  return Object.assign(control, { isForeign, close });
}
