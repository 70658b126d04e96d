import { events } from "../../process-events.ts";

export const POST = (request: Request) => events.fetch(request);
