export { type IncomingRequest, listener, type NodeFetch, nodeFetch, type OutgoingResponse } from "./node.ts";
export { type Fetcher, type WorkerModule, worker } from "./worker.ts";
