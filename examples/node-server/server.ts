// Build and run: npx esbuild examples/node-server/server.ts --bundle --platform=node --format=esm --outfile=server.mjs && node server.mjs
import { createServer } from "node:http";
import { listener } from "lark-edge/node";
import { createBot } from "../echo.ts";

const port = Number(process.env.PORT ?? 3000);
createServer(listener(createBot(process.env))).listen(port, () => console.log(`listening on ${port}`));
