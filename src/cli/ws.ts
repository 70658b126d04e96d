// Bundled into a separate file, which Node alone loads as a client: Deno, Bun and Node 22 have WebSockets.
import { WebSocket, WebSocketServer } from "ws";

export { WebSocket, WebSocketServer };
