import { events } from "./process-events.ts";

Deno.serve(events.fetch);
