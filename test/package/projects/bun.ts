import { events, listening } from "./process-events.ts";

listening(Bun.serve({ fetch: events.fetch }));
