import { createServer } from "node:http";
import { listener } from "lark-edge/node";
import { events, listening } from "./process-events.ts";

const server = createServer(listener(events)).listen(0);
server.on("listening", () => listening(server.address()));
