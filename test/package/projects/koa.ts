import { bodyParser } from "@koa/bodyparser";
import Koa from "koa";
import { listener } from "lark-edge/node";
import { events, listening, parser } from "./process-events.ts";

const app = new Koa();
if (parser) {
  app.use(bodyParser());
}
if (parser === "raw") {
  app.use((ctx, next) => {
    Object.assign(ctx.req, { rawBody: ctx.request.rawBody });
    return next();
  });
}
app.use((ctx) => {
  ctx.respond = false;
  listener(events)(ctx.req, ctx.res);
});
const server = app.listen(0, () => listening(server.address()));
