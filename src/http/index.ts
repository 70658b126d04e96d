export { type AnswerKind, DEFAULT_MAX_ANSWER_BYTES, type ResponseInfo } from "./answer.ts";
export { type BodyFormat, DEFAULT_MAX_UPLOAD_BYTES } from "./body.ts";
export { DEFAULT_DEADLINE_MS, DEFAULT_TIMEOUT_MS, endOf, type TimeLimits, within } from "./call-time.ts";
export { classify } from "./classify.ts";
export type { Download } from "./download.ts";
export type { Fetch, FetchAnswer, FetchBody, FetchInit } from "./fetch.ts";
export { fileNameOf } from "./file-name.ts";
export type { AttemptOutcome, Hooks, RequestInfo } from "./hooks.ts";
export { toJson } from "./json.ts";
export { DEFAULT_MAX_RETRIES } from "./retry.ts";
export {
  createTransport,
  type Transport,
  type TransportOptions,
  type TransportRequest,
} from "./transport.ts";
export { addQuery, fillPath } from "./url.ts";
