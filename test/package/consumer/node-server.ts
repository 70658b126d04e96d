// With @types/node: what the documentation of `listener` shows.
import { createServer, type Server } from "node:http";
import { EventDispatcher } from "lark-edge/event";
import { listener } from "lark-edge/node";

export const server: Server = createServer(listener(new EventDispatcher({ encryptKey: "key" }))).listen(3000);
