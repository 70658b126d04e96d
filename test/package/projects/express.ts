import express from "express";
import { listener } from "lark-edge/node";
import { events, listening, parser } from "./process-events.ts";

const app = express();
if (parser === "json") {
  app.use(express.json());
} else if (parser === "raw") {
  app.use(
    express.json({
      verify: (req, _, bytes) => {
        Object.assign(req, { rawBody: bytes });
      },
    }),
  );
}
app.use("/webhook", listener(events));
app.use(express.json());
const server = app.listen(0, () => listening(server.address()));
