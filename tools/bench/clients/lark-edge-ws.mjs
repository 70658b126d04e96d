import { WebSocket } from "ws";
import { open as openWith } from "./lark-edge.mjs";

/** By the package that the official SDK uses as well. */
export const open = (domain, onEvent) => openWith(domain, onEvent, WebSocket);
