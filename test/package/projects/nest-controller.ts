import "reflect-metadata";
import type { IncomingMessage, ServerResponse } from "node:http";
import { Controller, Module, Post, Req, Res } from "@nestjs/common";
import { NestFactory } from "@nestjs/core";
import { listener } from "lark-edge/node";
import { events, listening, parser } from "./process-events.ts";

class Webhook {
  receive(req: IncomingMessage, res: ServerResponse): void {
    listener(events)(req, res);
  }
}
const { prototype } = Webhook;
Controller("webhook")(Webhook);
Post()(prototype, "receive", Object.getOwnPropertyDescriptor(prototype, "receive") as PropertyDescriptor);
Req()(prototype, "receive", 0);
Res()(prototype, "receive", 1);

class AppModule {}
Module({ controllers: [Webhook] })(AppModule);

const app = await NestFactory.create(AppModule, parser === "json" ? {} : { rawBody: true });
await app.listen(0);
listening(app.getHttpServer().address());
