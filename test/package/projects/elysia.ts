import { node } from "@elysiajs/node";
import { Elysia } from "elysia";
import { events, listening, parser } from "./process-events.ts";

const app = new Elysia({ adapter: node() });
if (parser) {
  app.onRequest(async ({ request }) => {
    await request.text();
  });
}
app.mount("/webhook", events.fetch);
// The adapter does not say which port 0 became.
const port = Number(process.env.PORT);
app.listen(port, () => listening({ port }));
