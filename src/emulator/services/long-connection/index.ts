import type { Service } from "../service.ts";
import { endpointRoutes } from "./endpoint.ts";

/** `callback/ws`: the discovery of the long connection. */
export const longConnection: Service = { routes: endpointRoutes };
