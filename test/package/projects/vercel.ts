import { serve } from "@hono/node-server";
import { waitUntil } from "@vercel/functions";
import { events, listening } from "./process-events.ts";

export const POST = (request: Request) => events.fetch(request, undefined, { waitUntil });

// The platform before the function.
serve({ fetch: POST, port: 0 }, listening);
