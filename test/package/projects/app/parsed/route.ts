import { events } from "../../process-events.ts";

export const POST = async (request: Request) => {
  await request.json();
  return events.fetch(request);
};
