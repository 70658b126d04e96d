import { Elysia } from "elysia";
import { events, listening, parser } from "./process-events.ts";

const app = new Elysia();
if (parser) {
  app.onRequest(async ({ request }) => {
    await request.text();
  });
}
app.mount("/webhook", events.fetch);
app.listen(0, listening);
