/** The credential that both clients have for the operations of a helpdesk. */
export const HELPDESK = { id: "helpdesk-1", token: "ht-1" };
/** The header that carries it. */
export const HELPDESK_HEADER = "X-Lark-Helpdesk-Authorization";

/** One part of a multipart body. The name of a file is the caller's matter, that it has one is not. */
export interface Part {
  name: string;
  kind: "text" | "file";
  /** Of a file its bytes in base64. */
  value: string;
}

/** What the platform gets, in a form in which equal requests are deeply equal. */
export interface SentRequest {
  method: string;
  origin: string;
  /** Its segments, decoded. */
  path: string[];
  /** Decoded, in an order of its own: several values of one key keep theirs. */
  query: [string, string][];
  /** Those that say something of the call: the payload's, and a helpdesk's. */
  headers: Record<string, string | null>;
  body?: Body | undefined;
}

/** A multipart body, its parts ordered by name. */
export interface MultipartBody {
  type: "multipart";
  content: Part[];
}

/** A body, read by its content type. */
export type Body = MultipartBody | { type: "json" | "form" | "other"; content: unknown };

/** A request as a client hands it to the network. */
export interface WireRequest {
  method: string;
  url: string;
  headers: Headers;
  body?: BodyInit | null | undefined;
}

const byName = (a: readonly [string, unknown], b: readonly [string, unknown]) => (a[0] < b[0] ? -1 : +(a[0] > b[0]));

async function readParts(body: Response): Promise<Part[]> {
  const parts: Part[] = [];
  for (const [name, value] of await body.formData()) {
    const isText = typeof value === "string";
    parts.push({
      name,
      kind: isText ? "text" : "file",
      value: isText ? value : Buffer.from(await value.arrayBuffer()).toString("base64"),
    });
  }
  return parts.sort((a, b) => byName([a.name, a], [b.name, b]));
}

async function readBody({ body, headers }: WireRequest): Promise<Body | undefined> {
  if (body == null) {
    return undefined;
  }
  const given = headers.get("content-type");
  // Without a type of its own a body brings one: that is how a multipart body gets its boundary.
  const response = new Response(body, { headers: given ? { "content-type": given } : {} });
  const type = response.headers.get("content-type") ?? "";
  if (type.startsWith("application/json")) {
    return { type: "json", content: await response.json() };
  }
  if (type.startsWith("multipart/form-data")) {
    return { type: "multipart", content: await readParts(response) };
  }
  if (type.startsWith("application/x-www-form-urlencoded")) {
    return { type: "form", content: [...new URLSearchParams(await response.text())].sort(byName) };
  }
  return { type: "other", content: [type, await response.text()] };
}

/** Reads a request as the platform would. */
export async function readRequest(wire: WireRequest, headerNames: readonly string[]): Promise<SentRequest> {
  const { origin, pathname, searchParams } = new URL(wire.url);
  return {
    method: wire.method.toUpperCase(),
    origin,
    path: pathname.split("/").map(decodeURIComponent),
    query: [...searchParams].sort(byName),
    headers: Object.fromEntries([...headerNames, HELPDESK_HEADER].map((name) => [name, wire.headers.get(name)])),
    body: await readBody(wire),
  };
}
