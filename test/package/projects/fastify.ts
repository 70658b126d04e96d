import Fastify, { type FastifyReply, type FastifyRequest } from "fastify";
import { listener } from "lark-edge/node";
import { events, listening, parser } from "./process-events.ts";

const main = Fastify();

const route = (request: FastifyRequest, reply: FastifyReply) => {
  reply.hijack();
  listener(events)(request.raw, reply.raw);
};

await main.register(async (app) => {
  if (parser === "raw") {
    app.addContentTypeParser("application/json", { parseAs: "buffer" }, (request, body, done) => {
      Object.assign(request.raw, { rawBody: body });
      done(null, JSON.parse(`${body}`));
    });
  } else if (!parser) {
    app.removeAllContentTypeParsers();
    // biome-ignore lint/correctness/noUnusedFunctionParameters: as the README has it
    app.addContentTypeParser("*", (_, body, done) => done(null));
  }
  app.post("/webhook", route);
});
await main.listen({ port: 0 });
listening(main.server.address());
