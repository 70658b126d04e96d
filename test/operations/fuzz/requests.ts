import type { Described, RequestSchema } from "../../support/described-operations.ts";
import { resolve } from "../../support/openapi-document.ts";
import { cardText, messageContent } from "./contents.ts";
import { deepText, HOSTILE_TEXTS, hostileValue, spoil } from "./hostile.ts";
import type { Pool } from "./pool.ts";
import type { Random } from "./random.ts";
import { Form, type Template, toFormData } from "./scenario.ts";

const MESSAGE_TYPES = ["text", "post", "interactive", "image", "file", "share_chat", "share_user", "audio", "media"];

/** A request as plain data, so that a failing one can be printed. */
export interface Drawn {
  id: string;
  method: string;
  path: string;
  headers: Record<string, string>;
  body: string | FormData | undefined;
  /** The ids in its path. */
  ids: Record<string, string>;
}

const isId = (name: string): boolean => /(_id|_ids|_key|token|_keys|Id|Ids|guid)$/.test(name);

function textFor(random: Random, pool: Pool, name: string, { minLength = 0, maxLength = 60 }: RequestSchema): string {
  if (random.chance(0.06)) {
    return random.pick(HOSTILE_TEXTS);
  }
  if (name === "msg_type") {
    return random.pick(MESSAGE_TYPES);
  }
  if (isId(name) || name === "range") {
    return pool.take(random, name);
  }
  if (/time|date/.test(name)) {
    return random.pick(["1700000000", "1700000000000", "2024-01-01", "0"]);
  }
  return random.hex(Math.max(minLength, Math.min(maxLength, 1 + random.below(12))));
}

/** A value that a schema allows, mostly. */
function draw(
  random: Random,
  pool: Pool,
  described: Described,
  given: RequestSchema,
  name: string,
  depth = 0,
): unknown {
  const schema = (resolve(described.document, given) ?? {}) as RequestSchema;
  if (depth > 6) {
    return undefined;
  }
  if (schema.enum) {
    return random.pick(schema.enum);
  }
  if (schema.anyOf) {
    return draw(random, pool, described, random.pick(schema.anyOf as RequestSchema[]), name, depth);
  }
  switch (schema.type) {
    case "string":
      return textFor(random, pool, name, schema);
    case "integer":
    case "number": {
      const low = schema.minimum ?? 0;
      const high = schema.maximum ?? low + random.pick([1, 3, 30, 5000]);
      return schema.type === "integer" ? low + random.below(Math.max(1, high - low + 1)) : low + random.below(10) / 4;
    }
    case "boolean":
      return random.chance(0.5);
    case "array": {
      const length = random.pick([schema.minItems ?? 0, 1, 2, Math.min(schema.maxItems ?? 3, 6)]);
      const items = Array.from({ length }, () =>
        draw(random, pool, described, schema.items ?? {}, name.replace(/s$/, ""), depth + 1),
      );
      return items.filter((item) => item !== undefined);
    }
    case "object": {
      const required = schema.required ?? [];
      const names = Object.entries(schema.properties ?? {}).filter(
        ([one]) => required.includes(one) || random.chance(depth === 0 ? 0.5 : 0.35),
      );
      const entries = names.map(([one, part]) => [one, draw(random, pool, described, part, one, depth + 1)]);
      return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
    }
    default:
      return random.chance(0.5) ? hostileValue(random) : pool.take(random, name);
  }
}

/** Messages and cards travel as JSON inside a text: what a schema cannot say. */
function fillTexts(random: Random, pool: Pool, described: Described, body: unknown): void {
  if (typeof body !== "object" || body === null) {
    return;
  }
  const fields = body as Record<string, unknown>;
  if (described.id.startsWith("im.v1.message") && typeof fields.content === "string") {
    const type = random.pick(MESSAGE_TYPES);
    fields.msg_type = type;
    fields.content = messageContent(random, pool, type);
  }
  if (described.id.startsWith("cardkit.")) {
    for (const name of ["data", "element", "elements", "partial_element", "settings", "actions"]) {
      if (typeof fields[name] === "string") {
        fields[name] = cardText(random);
      }
    }
    if (typeof fields.card === "object" && fields.card !== null) {
      fields.card = { type: "card_json", data: cardText(random) };
    }
  }
}

function drawForm(random: Random, fields: Record<string, unknown>): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) {
    const text = typeof value === "object" ? JSON.stringify(value) : String(value);
    form.append(name, text ?? "");
  }
  if (random.chance(0.9)) {
    form.set(
      random.pick(["file", "image", "file"]),
      new Blob([random.hex(random.below(60))]),
      random.pick(["a.png", 'ä"\r\n.txt', ""]),
    );
    form.set("size", String(random.below(60)));
  }
  return form;
}

function bodyText(random: Random, body: unknown): string {
  const roll = random.below(100);
  if (roll < 2) {
    return deepText(random.pick([50, 3000, 100_000]), random.chance(0.5));
  }
  if (roll < 4) {
    const inside = deepText(random.pick([200, 3000]), random.chance(0.5));
    const [name = "a"] = Object.keys(Object(body));
    return `{${JSON.stringify(name)}:${inside}}`;
  }
  const text = JSON.stringify(body) ?? "null";
  if (roll < 6) {
    return text.slice(0, random.below(text.length + 1));
  }
  return roll < 7 ? random.pick(["", " ", "null", "[]", "0", '"a"', "\ufeff{}", "{}{}", "a=b&c=d"]) : text;
}

/** Draws a request to an operation: valid by its document most of the time, spoiled in a place or two else. */
export function drawRequest(random: Random, pool: Pool, described: Described, tokens: Record<string, string>): Drawn {
  const isSpoiled = random.chance(0.45);
  const ids: Record<string, string> = {};
  const together = described.pathNames[0] ? pool.takePath(random, described.pathNames[0].name) : {};
  const path = described.path.replace(/\{(\w+)\}/g, (_, name) => {
    if (isSpoiled && random.chance(0.15)) {
      return random.chance(0.3)
        ? random.pick(["%ED%A0%80", "%", "%00", "..%2f", "a%2Fb"])
        : encodePart(random.pick(HOSTILE_TEXTS));
    }
    const id = random.chance(0.8) ? (together[name] ?? pool.take(random, name)) : pool.take(random, name);
    ids[name] = id;
    return encodePart(id);
  });
  const query = new URLSearchParams();
  for (const { name, required, schema } of described.query) {
    if (required || random.chance(0.4)) {
      const value =
        isSpoiled && random.chance(0.2) ? random.pick(HOSTILE_TEXTS) : draw(random, pool, described, schema, name);
      for (const one of [value].flat()) {
        query.append(name, typeof one === "object" ? JSON.stringify(one) : String(one));
      }
    }
  }
  let body = described.body && draw(random, pool, described, described.body, "");
  fillTexts(random, pool, described, body);
  if (isSpoiled && random.chance(0.7)) {
    body = spoil(random, body);
  }
  const kind = random.chance(0.9)
    ? (described.tokens[random.below(described.tokens.length)] ?? "none")
    : random.pick(["tenant", "user", "app", "none", "junk"]);
  const token = kind === "junk" ? random.pick(HOSTILE_TEXTS).replace(/[^\x20-\x7e]/g, "") : tokens[kind];
  const headers: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const method = random.chance(0.01)
    ? random.pick(["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"])
    : described.method.toUpperCase();
  const drawn = { id: described.id, method, path: `${path}${query.size > 0 ? `?${query}` : ""}`, headers, ids };
  if (method === "GET" || method === "HEAD" || (body === undefined && random.chance(0.9))) {
    return { ...drawn, body: undefined };
  }
  if (
    described.bodyType === "multipart/form-data" &&
    random.chance(0.95) &&
    typeof body === "object" &&
    body !== null
  ) {
    return { ...drawn, body: drawForm(random, body as Record<string, unknown>) };
  }
  headers["content-type"] = random.chance(0.97)
    ? "application/json; charset=utf-8"
    : random.pick([
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "multipart/form-data",
        "",
      ]);
  return { ...drawn, body: bodyText(random, body) };
}

const encodePart = (text: string): string => encodeURIComponent(text.replace(/[\ud800-\udfff]/g, "\ufffd")) || "-";

/** A request that was valid, spoiled in a place or two. */
export function spoilTemplate(
  random: Random,
  [method, template, given]: Template,
  tokens: Record<string, string>,
): Drawn {
  let path = `/open-apis/${template}`;
  if (random.chance(0.12)) {
    const parts = path.split(/(?<=[/?&=])/);
    parts[2 + random.below(Math.max(1, parts.length - 2))] = encodePart(random.pick(HOSTILE_TEXTS));
    path = parts.join("");
  }
  const headers: Record<string, string> = { authorization: `Bearer ${tokens[random.chance(0.8) ? "tenant" : "user"]}` };
  let body = given instanceof Form ? undefined : given;
  if (random.chance(0.12) && typeof body === "object" && body !== null) {
    body = spoilInside(random, body as Record<string, unknown>);
  } else if (random.chance(0.75)) {
    body = spoil(random, body);
  }
  const drawn = { id: "template", method, path, headers, ids: {} };
  if (method === "GET") {
    return { ...drawn, body: undefined };
  }
  if (given instanceof Form) {
    return { ...drawn, body: toFormData(spoilForm(random, given)) };
  }
  headers["content-type"] = "application/json";
  return { ...drawn, body: bodyText(random, body) };
}

function spoilForm(random: Random, { fields }: Form): Form {
  const [name = ""] = random.pick(Object.entries(fields)) ?? [];
  return new Form(random.chance(0.6) ? { ...fields, [name]: random.pick(HOSTILE_TEXTS) } : { ...fields });
}

/** Spoils JSON that stands inside a text. */
function spoilInside(random: Random, body: Record<string, unknown>): Record<string, unknown> {
  const entries = Object.entries(body).map(([name, value]) => {
    if (typeof value !== "string" || !/^[[{]/.test(value)) {
      return [name, value];
    }
    return [
      name,
      random.chance(0.1) ? deepText(3000, random.chance(0.5)) : JSON.stringify(spoil(random, JSON.parse(value))),
    ];
  });
  return Object.fromEntries(entries);
}
