import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { listener } from "lark-edge/node";
import { events, seen } from "./bot.ts";

const listen = listener(events);
const server = createServer((request, response) => {
  if (request.url === "/seen") {
    response.setHeader("content-type", "application/json").end(JSON.stringify(seen));
  } else {
    listen(request, response);
  }
}).listen(0, "127.0.0.1", () => console.log(`LISTENING ${(server.address() as AddressInfo).port}`));
