import "reflect-metadata";
import { type INestApplication, Module } from "@nestjs/common";
import { NestFactory } from "@nestjs/core";
import { listener } from "lark-edge/node";
import { events, listening, parser } from "./process-events.ts";

class AppModule {}
Module({})(AppModule);

const withoutParser = () => NestFactory.create(AppModule, { bodyParser: false });
const app: INestApplication = await (parser ? NestFactory.create(AppModule, { rawBody: true }) : withoutParser());
app.use("/webhook", listener(events));
await app.listen(0);
listening(app.getHttpServer().address());
