import { isDeepStrictEqual } from "node:util";
import type { Payload } from "../parity/payload.ts";

/** A request as the client hands it to `fetch`. */
export interface SentRequest {
  url: string;
  init: RequestInit;
}

const USUAL_HOST = "open.feishu.cn";
const JSON_TYPE = "application/json; charset=utf-8";
/** Headers that have a column of their own, or the same value in every request. */
const SHOWN_ELSEWHERE = ["authorization", "content-type", "user-agent"];

/** The text that a query or a form carries for a value. */
const textOf = (value: unknown): string => (typeof value === "object" ? JSON.stringify(value) : String(value));

/**
 * Names a value of the payload in place of the value's encoded text. Any other text stays as it is, so a change of the
 * encoding changes the record.
 */
function describePath(pathname: string, path: Payload["path"] = {}): string {
  const names = new Map(Object.entries(path).map(([name, value]) => [encodeURIComponent(value), `{${name}}`]));
  return pathname
    .split("/")
    .map((segment) => names.get(segment) ?? segment)
    .join("/");
}

/** Describes `a=1&b=2` as `a&b` if those are the payload's values of `a` and `b`. */
function describePairs(text: string, values: object = {}): string {
  const expected = Object.entries(values).flatMap(([name, value]) =>
    [value].flat().map((item) => ({ name, text: new URLSearchParams([[name, textOf(item)]]).toString() })),
  );
  return text
    .split("&")
    .map((pair) => {
      const index = expected.findIndex((one) => one.text === pair);
      return index < 0 ? pair : expected.splice(index, 1)[0]?.name;
    })
    .join("&");
}

async function describeForm(form: FormData, data: Record<string, unknown> = {}): Promise<string> {
  const parts: string[] = [];
  for (const [name, value] of form) {
    if (typeof value === "string") {
      const given = data[name];
      parts.push(value === (typeof given === "string" ? given : JSON.stringify(given)) ? name : `${name}=${value}`);
    } else {
      const bytes = new Uint8Array(await value.arrayBuffer());
      const given = new Uint8Array(await new Blob([data[name] as Blob]).arrayBuffer());
      const content = isDeepStrictEqual(bytes, given) ? "" : ` with other bytes: ${bytes}`;
      parts.push(`${name}=file ${JSON.stringify(value.name)} ${value.type || "of no type"}${content}`);
    }
  }
  return `multipart(${parts.join(", ")})`;
}

/** Describes the body with its content type; `json` is the payload's `data` as `JSON.stringify` writes it. */
async function describeBody({ body }: RequestInit, type: string | null, data: Payload["data"]): Promise<string> {
  const typed = (text: string, usual: string | null) => (type === usual ? text : `${text} as ${type}`);
  if (body == null) {
    return typed("no body", null);
  }
  if (body instanceof FormData) {
    return typed(await describeForm(body, data), null);
  }
  if (body instanceof URLSearchParams) {
    return typed(`form(${describePairs(`${body}`, data)})`, null);
  }
  const text = await new Response(body).text();
  return typed(text === JSON.stringify(data) ? "json" : text, JSON_TYPE);
}

/** What the platform sees of a request, each part as text. */
export interface DescribedRequest {
  /** Method, host if it is not the usual one, and path. */
  target: string;
  /** `?` and the query, or nothing. */
  query: string;
  token: string;
  body: string;
  /** The other headers. */
  headers: string[];
}

/** Describes everything of a request that the platform sees. A value of the payload stands as its name. */
export async function describeRequest({ url, init }: SentRequest, payload: Payload): Promise<DescribedRequest> {
  const headers = new Headers(init.headers);
  const { host, pathname, search } = new URL(url);
  const describeHeader = ([name, value]: [string, string]) => {
    const given = Object.entries(payload.headers ?? {}).find(([key]) => key.toLowerCase() === name)?.[1];
    return value === given ? name : `${name}: ${value}`;
  };
  return {
    target: `${init.method} ${host === USUAL_HOST ? "" : host}${describePath(pathname, payload.path)}`,
    query: search && `?${describePairs(search.slice(1), payload.params)}`,
    token: headers.get("authorization")?.replace("Bearer ", "") ?? "no token",
    body: await describeBody(init, headers.get("content-type"), payload.data),
    headers: [...headers].filter(([name]) => !SHOWN_ELSEWHERE.includes(name)).map(describeHeader),
  };
}
