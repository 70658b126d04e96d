export { type ResponseInfo, withInfo } from "./answer.ts";
export { type BodyFormat, DEFAULT_MAX_UPLOAD_BYTES, encodeBody } from "./body.ts";
export { classify } from "./classify.ts";
export { type Download, fileNameOf } from "./download.ts";
export { DEFAULT_DEADLINE_MS, guarded, within } from "./guard.ts";
export { DEFAULT_MAX_RETRIES, type Fetch, type Hooks, type HttpCall, type RequestInfo, send } from "./send.ts";
export { addQuery, fillPath } from "./url.ts";
